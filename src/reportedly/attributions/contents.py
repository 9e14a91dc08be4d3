"""A content taken apart: what its source states, and what others state within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.attributions import lexicon
from reportedly.attributions.inside import clause, per_tail, raised, tail
from reportedly.attributions.page import Page, Step
from reportedly.attributions.phrases import reports
from reportedly.attributions.tokens import Tokens
from reportedly.data import Attribution, Span


@dataclass(frozen=True, slots=True)
class Part:
    """One reporting act of a content: a proposition and the steps that lead down to it."""

    steps: tuple[Step, ...]
    content: tuple[Span, ...]
    cue: Span | None = None  # of the attribution's own source, where it is a second verb


_DEEPEST = 3  # reports within reports
_LEAST = 3  # words of what is left when a report within is taken out


def parts(page: Page, attribution: Attribution) -> Iterator[Part]:
    """The parts of an attribution's content in reading order, each trimmed.

    A content without reporting of its own is one part. One that is all reporting, such as
    "there are reports that …", is one part too, with a step more.
    """
    cited = _cited(page, attribution)
    if cited is not None:
        yield from cited
        return
    split = raised(page, attribution.content) if attribution.source is None else None
    if split is not None:
        _, piece, *others = attribution.content
        yield Part(split.steps, _trim(page, (Span(split.content, piece.end), *others)))
        return
    own: list[Span] = []
    inner: list[Part] = []
    rest = list(attribution.content)
    closing: list[Step] = []
    if rest:
        inverted = attribution.cue is not None and rest[0].end <= attribution.cue.start
        closed = (per_tail(page, rest[0]) if inverted else None) or tail(page, rest[0])
        if closed is not None:
            closing += closed[0]
            rest[0] = Span(rest[0].start, max(closed[1], rest[0].start))
    for number, span in enumerate(rest):
        left = span.start
        for begin, end in _sentences(page, span, number == 0):
            if begin < left:
                continue
            found = _descend(page, begin, end)
            if found is None:
                continue
            steps, start, end = found
            own.append(Span(left, max(begin, left)))
            second = _second_verb(page, start, end)
            if second is not None and steps[-1].mention is not None:
                verb, after = second
                inner.append(Part(steps, (Span(start, verb.start),)))
                steps, start = (*steps[:-1], Step(steps[-1].mention, verb)), after
            left = end
            following = rest[number + 1] if number + 1 < len(rest) else None
            if end >= span.end and _runs_on(page, span, following):
                inner.append(Part(steps, (Span(start, end), *rest[number + 1 :])))
                rest[number + 1 :] = []
            else:
                inner.append(Part(steps, (Span(start, end),)))
        own.append(Span(left, span.end))
    found_parts = [Part((*closing, *part.steps), _trim(page, part.content)) for part in inner]
    for cue, pieces in _by_verb(page, own):
        mine = _trim(page, pieces)
        if mine and (not (inner or cue) or len(list(_words(page.tokens, mine))) >= _LEAST):
            found_parts.append(Part(tuple(closing), mine, cue))
    stated = (part for part in found_parts if part.content and _proposes(page, part.content))
    yield from sorted(stated, key=lambda part: part.content)


def _sentences(page: Page, span: Span, opening: bool) -> Iterator[tuple[int, int]]:
    """Where, inside a content span, a clause may open with reporting of its own."""
    tokens = page.tokens
    at = span.start
    if opening:
        first = tokens.first(at)
        if tokens.low[first] == "that" and not page.quoted[tokens.starts[first]]:
            at = tokens.ends[first]
    while at < span.end:
        end = min(tokens.sentence(at).end, span.end)
        yield at, end
        yield from _coordinated(page, at, end)
        at = max(end, at + 1)


def _coordinated(page: Page, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Later clauses of a sentence that report by themselves: ", and he has learned that …"."""
    tokens = page.tokens
    first = tokens.first(begin) + 1
    words = tokens.low[first : max(tokens.last(end) - 3, first)]
    if "and" not in words and "but" not in words:
        return
    for i, word in enumerate(words, first):
        joint = word in ("and", "but") and tokens.words[i - 1] == ","
        if joint and not page.quoted[tokens.starts[i]]:
            yield tokens.starts[i + 1], end


def _descend(page: Page, begin: int, end: int) -> tuple[tuple[Step, ...], int, int] | None:
    """Steps, start and end of what is reported by the clause `[begin, end)`, if anything is."""
    tokens = page.tokens
    steps: list[Step] = []
    start = begin
    for _ in range(_DEEPEST):
        frame = clause(page, tokens.first(start), tokens.last(end))
        if frame is None:
            break
        steps += frame.steps
        start = frame.content
    if not steps:
        return None
    if (
        tokens.low[tokens.first(begin) - 1] == "and"
        and tokens.low[tokens.first(start) - 1] != "that"
    ):
        return None
    for i in range(tokens.first(start), tokens.last(end)):
        if tokens.words[i] == "," and tokens.low[i + 1] == "but" and tokens.ends[i] < end:
            return tuple(steps), start, tokens.starts[i]
    return tuple(steps), start, end


def _second_verb(page: Page, begin: int, end: int) -> tuple[Span, int] | None:
    """The cue, and where its content begins, of ", and said that …" with the same subject."""
    tokens = page.tokens
    first = tokens.first(begin) + 1
    words = tokens.low[first : max(tokens.last(end) - 3, first)]
    if "and" not in words or "that" not in tokens.low[first : first + len(words) + 2]:
        return None
    for i, word in enumerate(words, first):
        if word == "and" and tokens.low[i + 2] == "that":
            verb = tokens.low[i + 1]
            if verb in lexicon.REPORTING and not verb.endswith("ing"):
                return tokens.span(i + 1, i + 2), tokens.starts[i + 3]
    return None


def _by_verb(page: Page, own: list[Span]) -> Iterator[tuple[Span | None, list[Span]]]:
    """A source's own words, apart where a second verb has a content: "… and said that …"."""
    cue: Span | None = None
    pieces: list[Span] = []
    for span in own:
        second = _second_verb(page, span.start, span.end)
        if second is not None and not page.quoted[second[0].start]:
            verb, start = second
            pieces.append(Span(span.start, verb.start))
            yield cue, pieces
            cue, pieces = verb, [Span(start, span.end)]
        else:
            pieces.append(span)
    yield cue, pieces


def _runs_on(page: Page, span: Span, after: Span | None) -> bool:
    """True when a sentence that ends with `span` goes on after the cue in the span `after`."""
    text = page.tokens.text
    if after is None or text[after.start : after.end].lstrip("“\"‘'«`")[:1].isupper():
        return False
    return text[max(span.end - 4, 0) : span.end].rstrip("”\"’'»")[-1:] not in _FINAL


_FINAL = frozenset(".!?…")


def _cited(page: Page, attribution: Attribution) -> list[Part] | None:
    """ "cited officials as saying that …": the cited source is a link, the rest the content.

    An attribution that merely names whom its source cites states nothing: no part.
    """
    cue = attribution.cue
    if cue is None or not attribution.content:
        return None
    tokens = page.tokens
    words = [tokens.low[i] for i in tokens.within(cue)]
    if not words or words[-1] not in _CITING:
        return None
    quoted = _quoted_before(page, attribution, cue)
    if quoted is not None:
        return [quoted]
    span = attribution.content[0]
    within = tokens.within(span)
    for i in range(within.start + 1, min(within.start + 30, within.stop - 2)):
        if tokens.low[i] not in _SAYING:
            continue
        if words[-1] not in lexicon.CITING and tokens.words[i + 1] not in _WHAT_IS_SAID:
            continue  # "shows the mayor, who was reporting from …"
        last = i - 1 if tokens.low[i - 1] == "as" else i
        if last <= within.start:
            break
        mention = tokens.span(within.start, last)
        after = i + 1 + (tokens.low[i + 1] == "that")
        if reports(page, mention) is None or after >= within.stop:
            break
        content = Span(tokens.starts[after], span.end)
        step = Step(mention, tokens.span(i, i + 1))
        return [Part((step,), _trim(page, (content, *attribution.content[1:])))]
    return [] if words[-1] in ("citing", "cited", "cites", "quoting") else None


def _quoted_before(page: Page, attribution: Attribution, cue: Span) -> Part | None:
    """What stands before whom an outlet quotes: "“…,” Reuters quoted [a diver as saying]"."""
    tokens, (*said, closing) = page.tokens, attribution.content
    within = tokens.within(closing)
    ends = len(within) > 2 and tokens.low[within.stop - 2 : within.stop] == ["as", "saying"]
    if not said or not ends or closing.start < cue.end:
        return None
    mention = tokens.span(within.start, within.stop - 2)
    return Part((Step(mention, tokens.span(within.stop - 1, within.stop)),), _trim(page, said))


# Verbs of whoever, or whatever, has somebody's words: "a recording shows Ana Soto saying that …".
_CITING = lexicon.CITING | lexicon.words("shows showed show shown showing has caught captured")
_WHAT_IS_SAID = frozenset({"that", ":", ",", "“", '"', "‘", "'"})
_SAYING = lexicon.words("saying claiming stating telling confirming suggesting warning reporting")

# ── Trimming ─────────────────────────────────────────────────────────────────────────────

_EDGE = " \t\n\r\u00a0,;:–—-"
_MARKS = "\"“”„‟«»‘’'`"


def _trim(page: Page, spans: tuple[Span, ...] | list[Span]) -> tuple[Span, ...]:
    """Without complementiser and outer punctuation other than quotation marks; empty if so."""
    text = page.tokens.text
    kept: list[Span] = []
    for span in sorted(spans):
        start, end = span.start, span.end
        while True:
            while start < end and (text[start] in _EDGE or text[start].isspace()):
                start += 1
            word = _leading_word(text, start, end)
            pointing = word == "that" and " " not in text[start + len(word) : end].strip()
            joint = (word == "that" and not pointing) or (
                kept == [] and word in ("but", "and") and len(spans) > 1
            )
            if not joint or (page.quoted[start] and word == "that"):
                break
            start += len(word)
        end = _trimmed_end(text, start, end)
        if start < end:
            start, end = _marks(page, start, end)
        if any(map(str.isalnum, text[start:end])):
            kept.append(Span(start, end))
    return tuple(kept)


def _trimmed_end(text: str, start: int, end: int) -> int:
    while start < end and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    for joint in (" and", " but"):
        if end - start > len(joint) and text.startswith(joint, end - len(joint), end):
            return _trimmed_end(text, start, end - len(joint))
    return end


def _leading_word(text: str, start: int, end: int) -> str:
    for word in ("that", "but", "and"):
        stop = start + len(word)
        apart = stop < end and not (text[stop].isalnum() or text[stop] in "'’")
        if text.startswith(word, start) and apart and not _is_subject(text, word, stop):
            return word
    return ""


def _marks(page: Page, start: int, end: int) -> tuple[int, int]:
    """Drop a full stop after an unquoted end, and a closing mark whose opening is not inside."""
    text = page.tokens.text
    closing = text[end - 1] in _MARKS and page.quoted[end - 1]
    if closing and page.quoted[start] and text[start] not in _MARKS:
        if page.quoted.find(0, start, end) < 0:
            while end > start and (text[end - 1] in _MARKS or text[end - 1] in ",.;"):
                end -= 1
        return start, end
    if text[end - 1] == "." and not page.quoted[end - 1]:
        last = page.tokens.last(end) - 1
        if page.tokens.words[last] == ".":
            end -= 1
    return start, end


def _words(tokens: Tokens, spans: tuple[Span, ...]) -> Iterator[str]:
    """The words of a content in lower case, punctuation marks left out."""
    for span in spans:
        within = tokens.within(span)
        for word in tokens.low[within.start : within.stop]:
            if word[0].isalnum():
                yield word


def _is_subject(text: str, word: str, stop: int) -> bool:
    """True for "that" in "that is a lie", which is no complementiser."""
    return word == "that" and text[stop : stop + _VERB].split(maxsplit=1)[:1] in _FINITE


_VERB = 8  # code points
_FINITE = tuple([verb] for verb in ("is", "was", "would", "will", "has", "had", "could", "meant"))

# ── Reporting without a proposition ──────────────────────────────────────────────────────

_OWN_VOICE = lexicon.words(
    "seem seems seemed appear appears appeared look looks looked sound sounds sounded seemingly"
)
_REFUSED = lexicon.words("refused refuses refusing refuse unwilling unable")
_UNSAID = lexicon.words(
    "confirm comment discuss say elaborate answer speculate reveal disclose identify name give"
)
_ASKED = lexicon.words("whether if who whom whose what which when where why how")
_NO_REPORT = lexicon.words(
    "declined declines declining dubbed titled entitled nicknamed referring refers charged thanked"
)


def states(page: Page, attribution: Attribution) -> bool:
    """False for what is no report of a proposition: "declined to comment", "seems", "dubbed"."""
    cue, tokens = attribution.cue, page.tokens
    if cue is None:
        return attribution.source is not None
    if page.subheadings and _line(tokens.text, cue.start) in page.subheadings:
        return False  # "2. The operator was warned"
    within = tokens.within(cue)
    words = tokens.low[within.start : within.stop]
    if not _NO_REPORT.isdisjoint(words) or _no_answer(words):
        return False
    if words and words[-1] in _SAY and not _NOT.isdisjoint(words):
        return False  # "does not say that …"
    source = attribution.source
    if words and words[0] == "asked" and _is_asked(tokens, source, cue):
        return False
    if source is not None and (_in_question(tokens, source) or _nobody(tokens, source)):
        return False
    if words and words[-1] in _REFUSED and attribution.content:
        first = tokens.first(attribution.content[0].start)
        if tokens.low[first] == "to" and tokens.low[first + 1] in _UNSAID:
            return False  # "refused to confirm the toll"
    if words and words[-1] in _UNSAID and attribution.content:
        asked = tokens.low[tokens.first(attribution.content[0].start)] in _ASKED
        if asked and not (_REFUSED.isdisjoint(words) and _NOT.isdisjoint(words)):
            return False  # "would not say whether …"
    return not (words and words[0] in _OWN_VOICE)


def _is_asked(tokens: Tokens, source: Span | None, cue: Span) -> bool:
    """True where somebody asks whoever goes on to answer: "Asked about it, she said", "Ana Soto,
    asked about it, said"."""
    before = tokens.first(cue.start) - 1
    if source is None:
        return tokens.words[before + 1] == "Asked"
    apposed = "," in source.cut(tokens.text)  # "Ana Soto, who leads it, asked"
    return tokens.words[before] == "," and tokens.last(source.end) == before and not apposed


def _line(text: str, offset: int) -> int:
    """Where the line around `offset` begins; -1 in the far part of a long one."""
    at = text.rfind("\n", max(offset - _LONGEST_HEADING, 0), offset)
    return at + 1 if at >= 0 or offset <= _LONGEST_HEADING else at


_LONGEST_HEADING = 200  # code points


def _no_answer(words: Sequence[str]) -> bool:
    """True for "did not immediately respond to", "has not released" and "had no comment on", of
    whatever."""
    if "comment" in words and "no" in words:
        return True
    if "yet" in words and words[-1] in _UNSAID:
        return True  # "have yet to confirm"
    return not (_ANSWERS.isdisjoint(words) or _NOT.isdisjoint(words))


_ANSWERS = lexicon.words(
    """
    respond responded reply replied answer answered return returned release released provide
    provided give given name named identify identified specify specified disclose disclosed
    elaborate elaborated
    """
)
_SAY = lexicon.words("say mention state specify indicate")
_NOT = lexicon.words("not n't didn't don't doesn't hasn't haven't never failed")


def _in_question(tokens: Tokens, source: Span) -> bool:
    """True where the article does not know of it: "it is not clear how [the mill] offered …",
    "it is unclear [who] ordered …"."""
    first = tokens.first(source.start)
    before = first if tokens.low[first] == "who" else first - 1
    asks = tokens.low[before] in ("whether", "how", "who")
    return asks and any(tokens.low[at] in _NOT_KNOWN for at in range(max(before - 2, 0), before))


def _nobody(tokens: Tokens, source: Span) -> bool:
    """True for "nobody", "no group" and "neither bank nor mill", who have said nothing."""
    first = tokens.first(source.start)
    word, after = tokens.low[first], tokens.low[first + 1]
    none = word == "no" and after.isalpha() and tokens.words[first + 1].islower()
    return word in _NEITHER or (none and after not in ("less", "fewer", "more"))


_NEITHER = frozenset({"nobody", "none", "neither"})


_NOT_KNOWN = lexicon.words("clear unclear known unknown certain uncertain confirmed sure")
_POINTING = frozenset(lexicon.PRONOUNS) | lexicon.words(
    "this that these those so the same as much who whom whose against"
)
_DEMONSTRATIVE = lexicon.words("that this those these")
_TOLD_OF = lexicon.words("decision decisions news talks story move deal case incident matter")
_SHOWN = lexicon.words("used published printed given reprisals")
_HELD_BACK = lexicon.words("named identified quoted photographed")


def _proposes(page: Page, spans: tuple[Span, ...]) -> bool:
    """False for what states nothing by itself: "it", "not to be named", a name, a day."""
    if any(page.quoted.find(1, span.start, span.end) >= 0 for span in spans):
        return True
    tokens = page.tokens
    words = list(_words(tokens, spans))
    if _POINTING.issuperset(words):
        return False
    if words[0] in _DEMONSTRATIVE and len(words) == 2:
        return False  # "denied that claim"
    if words[0] == "the" and len(words) == 2 and words[1] in _TOLD_OF:
        return False  # "first reported the decision"
    if words[:3] == ["not", "to", "be"] and len(words) > 3 and words[3] in _HELD_BACK:
        return False
    if words[:2] == ["to", "comment"] or words[:3] == ["to", "remain", "anonymous"]:
        return False
    if all(word in lexicon.NEVER_NAMES or word.isdigit() for word in words):
        return False
    if words[1:2] == ["name"] and "not" in words[2:4] and words[-1] in _SHOWN:
        return False  # "asked that his name not be used"
    first, end = tokens.within(spans[0]).start, tokens.within(spans[-1]).stop
    last = first
    while last < end and (
        tokens.low[last] in lexicon.ARTICLES or tokens.low[last] in lexicon.ROLES
    ):
        last += 1
    return all(name.last != end for name in page.register.within(first, last + 1))  # "the actor X"
