"""Quotations and clauses given to whom they belong, once all attributions of a text are there.

The tagger decides word by word, within a window. Where a quotation is long, goes on after an
aside or over a paragraph, or where a sentence begins before its speaker is named, what was found
around it says whose it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter, itemgetter

from reportedly.attributions import lexicon
from reportedly.attributions.covered import Covered
from reportedly.attributions.page import Text
from reportedly.attributions.quotation import quotation_of
from reportedly.attributions.tokens import Tokens
from reportedly.data import Attribution, Span
from reportedly.typography import paragraphs


@dataclass(slots=True, eq=False)
class _Held:
    """An attribution whose content may still change; empty, it is dropped."""

    one: Attribution
    cue: Span
    content: list[Span]


def with_belonging(text: Text, found: Sequence[Attribution]) -> list[Attribution]:
    """`found`, in any order, with each quotation whole and with its speaker, and each content as
    far as its sentence has it. Linear in the length of the text."""
    held = [_Held(one, one.cue, list(one.content)) for one in found if one.cue and one.content]
    held = [one for one in held if one.cue.cut(text.tokens.text).lower() not in _OF_COURSE]
    held.sort(key=attrgetter("cue"))
    quotations = list(_quotations(text.quoted))
    if quotations:
        _whole(text, held, quotations)
        _resumed(text, held, quotations)
        _continued(text, held)
        _begun_before(text, held)
    _coordinated(text.tokens, held)
    _reaching(text.tokens, held)
    rest = [one for one in found if not (one.cue and one.content)]
    return rest + [_told(text, one) for one in held if one.content]


_OF_COURSE = frozenset({"goes without saying", "went without saying", "go without saying"})


def _told(text: Text, held: _Held) -> Attribution:
    content = tuple(held.content)
    if content == held.one.content:
        return held.one  # most
    kind = quotation_of(text.tokens.text, text.quoted, content)
    return replace(held.one, content=content, quotation=kind)


def _quotations(quoted: bytes) -> Iterator[Span]:
    """The stretches that stand in quotation marks, these included."""
    end = 0
    while (start := quoted.find(1, end)) >= 0:
        end = quoted.find(0, start)
        end = len(quoted) if end < 0 else end
        yield Span(start, end)


def _speaks(plain: str, start: int, end: int) -> bool:
    """True where letters or digits stand in `[start, end)`, if there is such a stretch."""
    return any(map(str.isalnum, plain[start:end]))


_OPENING = ("“", '"', "«", "„", "‟", "''", "``")
_CLOSING = frozenset("”\"»'’")


def _parts(held: Iterable[_Held]) -> Iterator[tuple[Span, _Held]]:
    """The cue of each and the pieces of its content, with whose they are."""
    return ((span, one) for one in held for span in (one.cue, *one.content))


def _opens_small(plain: str, at: int) -> bool:
    """True where a quotation begins with a small letter, amid its sentence."""
    return plain[at : at + 3].lstrip("“\"'`«„‟")[:1].islower()


# ── A quotation has one speaker ──────────────────────────────────────────────────────────


def _whole(text: Text, held: Sequence[_Held], quotations: Sequence[Span]) -> None:
    """Each quotation whole, with whoever has its beginning: what others were given of it stands
    within it."""
    plain = text.tokens.text
    pieces = sorted(((span, one) for one in held for span in one.content), key=itemgetter(0))
    starts = [span.start for span, _ in pieces]
    gone: dict[_Held, list[Span]] = defaultdict(list)
    given: dict[_Held, list[Span]] = defaultdict(list)
    for quotation in quotations:
        first = bisect_right(starts, quotation.start)
        first -= first > 0 and pieces[first - 1][0].end > quotation.start
        within = pieces[first : bisect_left(starts, quotation.end, first)]
        if not within:
            continue
        span, owner = within[0]
        if len(within) == 1 and not _speaks(plain, span.end, quotation.end):
            continue  # most
        if not _is_sound(plain, quotation) or _speaks(plain, quotation.start, span.start):
            continue
        if any(part and part.overlaps(quotation) for part in (owner.cue, owner.one.source)):
            continue
        given[owner].append(quotation)
        for one in {one for _, one in within}:
            gone[one].append(quotation)
    for one, cut in gone.items():
        left = [piece for span in one.content for piece in _without(span, cut)]
        one.content = _joined(plain, [*left, *given[one]])


def _is_sound(plain: str, quotation: Span) -> bool:
    """True where the marks of a quotation pair: it closes, and has no such mark inside."""
    inside = plain[quotation.start + 1 : quotation.end - 1]
    return plain[quotation.end - 1] in _CLOSING and _NESTED.isdisjoint(inside)


_NESTED = frozenset("“”„‟«»")


def _without(span: Span, cut: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span without those, which stand in reading order."""
    start = span.start
    for other in cut:
        if other.overlaps(span):
            if start < other.start:
                yield Span(start, other.start)
            start = other.end
    if start < span.end:
        yield Span(start, span.end)


def _joined(plain: str, spans: Iterable[Span]) -> list[Span]:
    """The spans that hold letters or digits, in reading order; joined where a blank parts them."""
    joined: list[Span] = []
    for span in sorted(spans):
        if not _speaks(plain, span.start, span.end):
            continue
        if joined and plain[joined[-1].end : span.start] in ("", " "):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


# ── A quotation goes on ──────────────────────────────────────────────────────────────────

_NEAR = 3  # attributions back that an aside may stand after


def _resumed(text: Text, held: Sequence[_Held], quotations: Sequence[Span]) -> None:
    """A quotation that goes on after an aside, with whoever began it: "“If you stay,” she said,
    pointing at the river, “[take the dog].”"."""
    plain = text.tokens.text
    starts = [quotation.start for quotation in quotations]
    for number, aside in enumerate(held):
        following = bisect_left(starts, aside.cue.end)
        if following == len(starts) or not aside.content:
            continue
        at = starts[following]
        amid = any(span.start <= at < span.end for span in aside.content)
        if not amid or not aside.cue.end <= aside.content[0].start < at:
            continue
        for speaker in reversed(held[max(number - _NEAR, 0) : number]):
            if "\n" in plain[speaker.cue.end : at]:
                break
            if _named_behind(text, speaker, aside):
                if _is_aside(text.tokens, speaker, aside, at):
                    _move(plain, aside, speaker, at)
                break


def _named_behind(text: Text, speaker: _Held, aside: _Held) -> bool:
    """True where the speaker stands behind a quotation, before the aside: "“…,” she said, …"."""
    if not speaker.content:
        return False
    last = speaker.content[-1]
    quoted = text.quoted.find(1, last.start, last.end) >= 0
    return quoted and last.end <= speaker.cue.start < aside.cue.start


def _is_aside(tokens: Tokens, speaker: _Held, aside: _Held, at: int) -> bool:
    """True where what is quoted from `at` on is no part of the aside: it goes on with a sentence
    that a comma broke off, or the aside says what somebody did not say."""
    plain = tokens.text
    cue = [tokens.low[i] for i in tokens.within(aside.cue)]
    if any(word in _NOT or word.endswith("n't") for word in cue):
        return plain[aside.cue.end : at].rstrip()[-1:] in _FINAL
    broken = "," in plain[max(speaker.content[-1].end - 2, 0) : speaker.cue.start]
    clause = tokens.low[tokens.first(aside.content[0].start)] in lexicon.CLAUSE_OPENERS
    apart = plain[aside.cue.end : at].rstrip()[-1:] == ","
    participle = cue[0].endswith("ing") and not clause
    return broken and apart and participle and _opens_small(plain, at)


_NOT = lexicon.words("not never declined refused")
_FINAL = frozenset(".!?")


def _move(plain: str, aside: _Held, speaker: _Held, at: int) -> None:
    """Give the speaker what the aside has from `at` on."""
    moved = [Span(max(span.start, at), span.end) for span in aside.content if span.end > at]
    *kept, last = [Span(one.start, min(one.end, at)) for one in aside.content if one.start < at]
    last = Span(last.start, last.start + len(last.cut(plain).rstrip(" ,")))
    aside.content = _joined(plain, [*kept, last])
    speaker.content = [*speaker.content, *moved]


_LEAST = 3  # words of a paragraph that is a quotation


def _continued(text: Text, held: Sequence[_Held]) -> None:
    """Paragraphs that are quotations and nobody's, as many as follow each other, with whoever the
    paragraph before them quotes from its beginning on, unless that ends with its quotation."""
    lines = list(_lines(text.tokens.text))
    alone = {line.start for line in lines if _is_quotation(text, line)}
    if not alone:
        return  # many texts, and quick to tell
    parts = list(_parts(held))
    taken = Covered(text.tokens.text, map(itemgetter(0), parts))
    ends = sorted(((span.end, one) for span, one in parts), key=itemgetter(0))
    before, speaker = Span(0, 0), None
    for line in lines:
        if line.start in alone and not taken.touches(line):
            speaker = speaker or _quoted_in(text, ends, before)
            if speaker is not None:
                insort(speaker.content, line)
        else:
            speaker = None
        before = line


def _lines(plain: str) -> Iterator[Span]:
    """The paragraphs that are not blank, without the space around them."""
    for start, end in paragraphs(plain):
        words = plain[start:end].strip()
        if words:
            at = plain.index(words[0], start)
            yield Span(at, at + len(words))


def _is_quotation(text: Text, line: Span) -> bool:
    plain = text.tokens.text
    if not text.quoted[line.start] or not plain.startswith(_OPENING, line.start):
        return False
    end = text.quoted.find(0, line.start, line.end)
    whole = end < 0 or not _speaks(plain, end, line.end)
    return whole and len(line.cut(plain).split()) >= _LEAST


def _quoted_in(text: Text, ends: Sequence[tuple[int, _Held]], line: Span) -> _Held | None:
    """Whom a paragraph quotes last, if its beginning is theirs and it does not end there."""
    last = bisect_right(ends, line.end, key=itemgetter(0))
    plain, quoted = text.tokens.text, text.quoted
    if not last or ends[last - 1][0] <= line.start or not quoted[line.start]:
        return None
    speaker = ends[last - 1][1]
    opens = any(span.start <= line.start + 1 and span.end > line.start for span in speaker.content)
    closed = quoted[line.end - 1] and plain[line.end - 1] in _CLOSING
    return speaker if opens and not closed else None


# ── A sentence that begins before its speaker ────────────────────────────────────────────


def _begun_before(text: Text, held: Sequence[_Held]) -> None:
    """The beginning of a sentence that goes on in a quotation: "[When the dam broke], she said,
    “we ran.”". What others say in it stands within it."""
    for number, speaker in enumerate(held):
        clause = _clause_before(text, speaker) if speaker.content else None
        if clause is None:
            continue
        near = held[max(number - _NEAR, 0) : number]
        others = [other for other in near if any(map(clause.overlaps, other.content))]
        if all(clause.covers(other.cue) for other in others):
            for other in others:
                other.content = []
            speaker.content.insert(0, clause)


def _clause_before(text: Text, speaker: _Held) -> Span | None:
    tokens, at = text.tokens, speaker.content[0].start
    if at < speaker.cue.end or tokens.text[speaker.cue.end : at].strip() != ",":
        return None
    if not text.quoted[at] or not _opens_small(tokens.text, at):
        return None
    first = tokens.first(tokens.sentence(speaker.cue.start).start)
    source = speaker.one.source or speaker.cue
    comma = tokens.first(min(source.start, speaker.cue.start)) - 1
    when = first + (tokens.low[first] in _JOINTS)
    if not when + 1 < comma or tokens.words[comma] != "," or tokens.low[when] not in _WHEN:
        return None
    subject = tokens.low[when + 1]
    if subject in lexicon.PRONOUNS or subject.endswith(("ed", "ing")):
        return None  # what the speaker did: "When she saw it, …", "When asked about it, …"
    clause = tokens.span(first, comma)
    return None if text.quoted.find(1, clause.start, clause.end) >= 0 else clause


_JOINTS = lexicon.words("so but and yet")
_WHEN = lexicon.words("when if because although though since unless until once whenever")


# ── How far a content reaches ────────────────────────────────────────────────────────────

_ASKING = lexicon.words("ask urge tell order beg encourage press warn advise request")
_CALLING = lexicon.words("called calls calling call")


def _coordinated(tokens: Tokens, held: Sequence[_Held]) -> None:
    """What somebody is asked to do, with a second verb: "urged the mayor to leave [and consider
    …]" is one request."""
    for one, other in pairwise(held):
        if not (one.content and other.content) or one.one.source != other.one.source:
            continue
        content = one.content[-1]
        if content.start < one.cue.end or other.content[-1].end < other.cue.end:
            continue  # “We must go,” she urged him to leave and say
        if not _asks(tokens, one.cue):
            continue
        joint, verb = tokens.last(content.end), tokens.first(other.cue.start)
        joint += joint < verb and not tokens.words[joint][0].isalnum()
        if joint + 1 != verb or tokens.low[joint] not in ("and", "or"):
            continue
        asked = tokens.low[tokens.first(content.start) : tokens.last(content.end)]
        if "to" in asked[1:_HEARER] and _is_bare(tokens.low[verb]):
            one.content[-1] = Span(content.start, other.content[-1].end)
            other.content = []


_HEARER = 10  # tokens in which who is asked stands


def _asks(tokens: Tokens, cue: Span) -> bool:
    words = [tokens.low[i] for i in tokens.within(cue)]
    called = words[-1:] == ["on"] and not _CALLING.isdisjoint(words)
    return called or any(lexicon.REPORTING.get(word) in _ASKING for word in words)


def _is_bare(verb: str) -> bool:
    """True for an infinitive, as a second request has it: "consider", not "considered"."""
    return lexicon.REPORTING.get(verb, verb) == verb and not verb.endswith(_ENDINGS)


_ENDINGS = ("ed", "ing", "ly", "s")


def _reaching(tokens: Tokens, held: Sequence[_Held]) -> None:
    """A content from where it begins, if nobody has that: "as she noted, [in the first days] –
    when …", "rated [half of the bridges] as unsafe"."""
    left_out = [(one, _left_out(tokens, one)) for one in held if one.content]
    if not any(span for _, span in left_out):
        return  # most texts, and quick to tell
    taken = Covered(tokens.text, map(itemgetter(0), _parts(held)))
    for one, span in left_out:
        if span is not None and not taken.touches(span):
            one.content = _joined(tokens.text, [*one.content, span])


def _left_out(tokens: Tokens, one: _Held) -> Span | None:
    """What stands between a cue, or the comma behind it, and the content that was found."""
    start, source = one.content[0].start, one.one.source
    if source is None or source.end > one.cue.start or start < one.cue.end + 2:
        return None  # most, and quick to tell
    after, content = tokens.last(one.cue.end), tokens.first(start)
    between = tokens.words[after:content]
    amid = between and start < tokens.sentence(one.cue.start).end
    if not amid or "\n" in tokens.text[one.cue.end : start]:
        return None
    if between[0] == "," and tokens.low[tokens.first(source.start) - 1] == "as":
        return Span(tokens.starts[after + 1], start) if between[1:] else None
    seen_as = tokens.low[content] == "as" and between[0][0].isalnum() and "," not in between
    return Span(tokens.starts[after], start) if seen_as else None
