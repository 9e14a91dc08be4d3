"""How far a content reaches: what belongs to others is left out, what was left out is taken in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.attributions import lexicon
from reportedly.attributions.inside import past_time
from reportedly.attributions.layout import before_subheading, dateline, is_subheading
from reportedly.attributions.page import Page
from reportedly.attributions.phrases import STOPS, WINDOW
from reportedly.attributions.tokens import Tokens
from reportedly.data import Span


def extent(
    page: Page, content: tuple[Span, ...], source: Span | None, cue: Span | None
) -> tuple[Span, ...]:
    """The pieces of a content without what stands beside them, and with no hole between."""
    pieces = [before_subheading(page, span) for span in content]
    if len(pieces) > 1:
        pieces = [span for span in pieces if not is_subheading(page, span)]
    said = [_begun(page, span, source, cue) for span in pieces]
    said = [span for span in said if len(span) and not (source and source.covers(span))]
    if len(said) > 1:
        said = [span for span in said if not (_is_that(page, span) or _tells_of(page, span))]
        said = [span for span in said if not (source and _leads_to(page, span, source))]
    near = [_before_denial(page, span) for span in _near(page, said, cue)]
    whole = _filled(page.tokens, _inverted(page, near, source, cue), source, cue)
    whole = [_owned(page, span) for span in whole]
    content = tuple([_finished(page, span, source, cue, *whole) for span in whole])
    if len(content) > 1:
        content = _relative(page, content, source, cue)
    return content


# ── Where it begins ──────────────────────────────────────────────────────────────────────


def _begun(page: Page, span: Span, source: Span | None, cue: Span | None) -> Span:
    """A content from where it begins: after a dateline, its source and what is said of that."""
    span = _outside(_after_dateline(page, span), source, cue)
    if source is not None and span.start < source.start < span.end <= source.end:
        apposed = "," in source.cut(page.tokens.text)  # "it fell, [a witness], Ana Soto, said"
        span = Span(span.start, source.start) if apposed else span
    if cue is not None and len(span) and 0 <= span.start - cue.end < 2:
        first = page.tokens.first(span.start)
        begins = past_time(page.tokens, first, page.tokens.last(span.end))
        span = Span(page.tokens.starts[begins], span.end) if begins > first else span
    if cue is not None and len(span) and span.start - cue.end == 2:
        span = _after_aside(page, span)
    return _after_apposition(page.tokens, _after_saying(page.tokens, span, cue), source)


def _after_aside(page: Page, span: Span) -> Span:
    """A content, or a piece of one, without an aside of its cue's: "claimed, [without evidence,]
    that it leaked"."""
    tokens, within = page.tokens, page.tokens.within(span)
    first = within.start
    if tokens.low[first] not in lexicon.PREPOSITIONS or tokens.words[first - 1] != ",":
        return span  # most contents, and quick to tell
    for i in range(first + 1, min(first + WINDOW, within.stop + 1)):
        if tokens.words[i] == ",":
            that = tokens.low[i + 1] == "that" and tokens.low[i + 2] != "is"
            return Span(min(tokens.starts[i + 1], span.end), span.end) if that else span
    return span


def _after_saying(tokens: Tokens, span: Span, cue: Span | None) -> Span:
    """A content without what still tells whose it is: "[as saying] it leaked", "according to
    [divers,] it leaked"."""
    if cue is None or span.start < cue.end or not len(span):
        return span
    within = tokens.within(span)
    first = within.start
    if tokens.low[first : first + 2] == ["as", "saying"] and len(within) > 2:
        return Span(tokens.starts[first + 2], span.end)
    if tokens.low[first - 2 : first] == ["according", "to"]:
        whom = range(first, min(first + WINDOW, within.stop - 1))
        comma = next((i for i in whom if tokens.words[i] == ","), None)
        return Span(tokens.starts[comma + 1], span.end) if comma is not None else span
    return span


def _outside(span: Span, source: Span | None, cue: Span | None) -> Span:
    """A content without the rest of a word that belongs to its source or cue."""
    for other in (source, cue):
        if other is not None and other.start < span.start < other.end:
            span = Span(min(other.end, span.end), span.end)
    return span


def _after_dateline(page: Page, span: Span) -> Span:
    line = dateline(page, span.start) if len(span) else None
    return Span(min(line.end, span.end), span.end) if line is not None else span


def _after_apposition(tokens: Tokens, span: Span, source: Span | None) -> Span:
    """A content without the apposition to its source: "Ana Soto, [the mayor,] the dam …"."""
    if source is None or not 0 <= span.start - source.end <= 2:
        return span
    within = tokens.within(span)
    if tokens.low[within.start] in ("which", "who") and tokens.words[within.start - 1] == ",":
        for i in range(within.start + 1, min(within.start + _CLAUSE, within.stop - 2)):
            if tokens.words[i] == ",":
                return Span(tokens.ends[i], span.end)
    if tokens.low[within.start] not in lexicon.ARTICLES or tokens.words[within.start - 1] != ",":
        return span
    role = False
    for i in range(within.start + 1, min(within.start + 16, within.stop)):
        role = role or tokens.low[i] in lexicon.ROLES
        if tokens.low[i] in lexicon.AUXILIARIES:
            break
        if tokens.words[i] == ",":
            return Span(tokens.ends[i], span.end) if role else span
    return span


_CLAUSE = 30  # tokens of a clause about a source


# ── Where it ends, and what is none of it ────────────────────────────────────────────────

_LONGEST = 8  # tokens that a phrase is finished by


def _filled(
    tokens: Tokens, content: Sequence[Span], source: Span | None, cue: Span | None
) -> Sequence[Span]:
    """Pieces joined where a few words of their sentence, or only a reporting verb, stand
    between them: "police [said] he …"."""
    if len(content) < 2:
        return content
    joined: list[Span] = []
    for span in sorted(content):
        if joined:
            gap = Span(joined[-1].end, max(joined[-1].end, span.start))
            if len(gap) > _WIDEST:
                joined.append(span)
                continue
            words = [tokens.low[i] for i in tokens.within(gap) if tokens.words[i][0].isalnum()]
            reports = any(w in lexicon.REPORTING and not w.endswith("ing") for w in words)
            own = any(span.overlaps(gap) for span in (source, cue) if span is not None)
            within = tokens.sentence(gap.start).end >= gap.end
            if reports and words[0] in _TURNS and tokens.words[tokens.first(gap.start)] == ",":
                if len(tokens.within(span)) > 1:
                    joined.append(span)
                continue  # "the dam had burst, [but divers denied] it"
            if not own and (not words or ((reports or within) and len(words) <= _HOLE)):
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
                continue
        joined.append(span)
    return joined


_TURNS = frozenset({"but", "although", "though"})


def _finished(page: Page, span: Span, *others: Span | None) -> Span:
    """A content that breaks off after a preposition or article, up to the end of its phrase, but
    not into `others`: "prices rose in [the north]"."""
    tokens = page.tokens
    last = tokens.last(span.end)
    if tokens.low[last - 1] not in _UNFINISHED or page.quoted[tokens.starts[last - 1]]:
        return span
    end = last
    stop = tokens.last(tokens.sentence(tokens.starts[last - 1]).end)
    taken = {tokens.first(other.start) for other in others if other is not None}
    while end < min(stop, last + _LONGEST) and end not in taken:
        word = tokens.low[end]
        if word in STOPS or word in lexicon.CLAUSE_OPENERS or word in lexicon.REPORTING:
            break
        if end > last and word in lexicon.PRONOUNS:
            break  # "in a message [he sent]"
        end += 1
    return Span(span.start, tokens.ends[end - 1]) if end > last and end not in taken else span


_UNFINISHED = lexicon.ARTICLES | lexicon.words("in of to with from at by for on about as into")
_HOLE = 6  # words
_WIDEST = 80  # code points of a gap that may be such a hole


def _inverted(
    page: Page, content: Sequence[Span], source: Span | None, cue: Span | None
) -> Sequence[Span]:
    """With what stands before the source, where the tagger has only what is added after the cue:
    "[Beer could run short], brewers have warned, [as a drought goes on]"."""
    tokens = page.tokens
    if source is None or cue is None or len(content) != 1 or not source.end < cue.end:
        return content
    if tokens.text[cue.end : cue.end + 1] != ",":
        return content  # most contents, and quick to tell
    after, begins = tokens.last(cue.end), tokens.first(content[0].start)
    if tokens.low[begins] not in _ADDS or begins != after + 1 or tokens.words[after] != ",":
        return content
    comma = tokens.first(source.start) - 1
    first = tokens.first(tokens.sentence(cue.start).start)
    if not _LEAST <= comma - first <= _MOST or tokens.words[comma] != ",":
        return content
    if lexicon.AUXILIARIES.isdisjoint(tokens.low[first:comma]):
        return content
    return tokens.span(first, comma), content[0]


_ADDS = lexicon.words("as after while amid following because ahead despite")
_LEAST, _MOST = 4, 80  # tokens of a clause: a sentence may be endless


_DENIED = re.compile(
    r"(?:;|,? (?:but|although|though)) [^;,]{2,60} (?:denie[sd]|deny|disputed?s?|reject(?:s|ed)"
    r"|dismiss(?:es|ed)) (?:it|this|that|the (?:claim|allegation|report|accusation)s?)\.?\Z"
    r"|,? (?:and|but|while|although) [^;,]{2,60} (?:declined|refused) to comment\.?\Z"
)
_LONGEST_DENIAL = 100  # code points


def _before_denial(page: Page, span: Span) -> Span:
    """A content without somebody else's denial of it, or silence on it: "it leaked[; the mill
    denied it]", "it leaked[ and the mill declined to comment]"."""
    tokens = page.tokens
    if not tokens.text.endswith(_DENIABLE, span.start, span.end):
        return span  # most contents, and quick to tell
    begin = max(span.start, span.end - _LONGEST_DENIAL)
    denied = _DENIED.search(tokens.text, begin, span.end)
    if denied is None or denied.start() <= span.start or page.quoted[denied.start()]:
        return span
    return Span(span.start, denied.start())


_DENIABLE = tuple(
    f"{word}{stop}"
    for word in ("it", "this", "that", "claim", "allegation", "report", "accusation", "comment")
    for stop in ("", ".", "s", "s.")
)


_DISOWNED = re.compile(
    r"(?:[,—–] an? (?:\w+ )?(?:claim|charge|allegation|accusation|suggestion|assertion|report)"
    r" (?:that |which )?(?:[^\W\d_][’'\w]* ){1,6}?(?:den(?:y|ies|ied)|reject(?:s|ed)?"
    r"|disput(?:es?|ed)|dismiss(?:es|ed)?|call(?:s|ed)? [^;,.]{2,40})"
    r"|, (?:something )?which (?:[^\W\d_][’'\w]* ){1,6}?(?:den(?:y|ies|ied)|disput(?:es?|ed)"
    r"|confirm(?:s|ed)?))(?=[.,]|\Z)"
)
_REACTION = 60  # code points behind a content that hold what others think of it


def _owned(page: Page, span: Span) -> Span:
    """A content without what others think of it: "it leaked[, a claim that the mill rejects]",
    "it leaked[, which] the mill denied"."""
    text = page.tokens.text
    begin, far = max(span.start, span.end - _LONGEST_DENIAL), span.end + _REACTION
    disowned = _DISOWNED.search(text, begin, far)
    if disowned is None or not span.start < disowned.start() < span.end <= disowned.end() + 1:
        return span
    if page.quoted[disowned.start()]:
        return span
    owned = text[span.start : disowned.start()].rstrip()
    return Span(span.start, span.start + len(owned))


def _relative(
    page: Page, content: tuple[Span, ...], source: Span | None, cue: Span | None
) -> tuple[Span, ...]:
    """A content without the relative clause to its source, "said two divers [who dared to]", and
    one in a relative clause up to its end, "which officials say [is safe], was built in 1950"."""
    tokens = page.tokens
    opening = tokens.within(content[0])
    if len(opening) == 1 and tokens.low[opening.start] in _WHICH:
        if source is not None and not content[0].start < source.start:
            return content[1:]  # "the report, [which] Reuters has seen, says [it is safe]"
        clause = content[1]
        for i in tokens.within(clause)[1:]:
            if tokens.words[i] == "," and not page.quoted[tokens.starts[i]]:
                clause = Span(clause.start, tokens.starts[i])
                break
        return content[0], clause, *content[2:]
    if source is None:
        return content
    after = tokens.last(source.end)  # of "according to a memo [that Reuters has seen]"
    opens = _WHICH | {"that"} if cue is not None and cue.end <= source.start else _WHICH
    if tokens.low[after] not in opens or page.quoted[tokens.starts[after]]:
        return content
    return tuple(span for span in content if not after <= tokens.first(span.start) <= after + 1)


def _is_that(page: Page, span: Span) -> bool:
    """True for a "that" by itself, which a source and its cue part from what is said."""
    return span.cut(page.tokens.text).strip().lower() == "that" and not page.quoted[span.start]


def _leads_to(page: Page, span: Span, source: Span) -> bool:
    """True for the preposition before a source: "[In] her view, it leaks"."""
    alone = span.cut(page.tokens.text).strip().lower() in lexicon.PREPOSITIONS
    return alone and 0 <= source.start - span.end < 2


def _tells_of(page: Page, span: Span) -> bool:
    """True for the relative clause to somebody: "two divers, [who dared to], said"."""
    tokens, within = page.tokens, page.tokens.within(span)
    relative = tokens.low[within.start] in ("who", "whose") and not page.quoted[span.start]
    return relative and tokens.words[within.start - 1] == "," == tokens.words[within.stop]


_WHICH = frozenset({"who", "which", "whose"})


def _near(page: Page, content: Sequence[Span], cue: Span | None) -> Sequence[Span]:
    """A content as far as it stands in the cue's sentence, or in quotation marks.

    What follows or precedes in the article's own words belongs to nobody else. The turn of a
    transcript, whose cue is the colon after its speaker, is its speaker's to the end of the line.
    """
    if cue is None:
        return content
    sentence = page.tokens.sentence(cue.start)
    if cue.cut(page.tokens.text) == ":":
        end = max((cue.end, *(span.end for span in content)))  # no further: lines may be endless
        line = page.tokens.text.find("\n", cue.end, end)
        sentence = Span(sentence.start, line if line >= 0 else end)
    if not any(span.overlaps(sentence) for span in content):
        return content
    cut = [_within(page, span, sentence) for span in content]
    return [span for span in cut if span is not None]


def _within(page: Page, span: Span, sentence: Span) -> Span | None:
    """A span without what lies outside the sentence, where none of that is quoted."""
    if sentence.covers(span):
        return span
    tokens, start, end = page.tokens, span.start, span.end
    if start < sentence.start and page.quoted.find(1, start, min(end, sentence.start)) < 0:
        if end <= sentence.start:
            return None
        start = sentence.start if _ends(tokens, sentence.start) else start
    if end > sentence.end and page.quoted.find(1, max(start, sentence.end), end) < 0:
        if start >= sentence.end:
            return None
        end = sentence.end if _ends(tokens, sentence.end) else end
    return Span(start, end)


def _ends(tokens: Tokens, offset: int) -> bool:
    """True where a sentence surely ends: not after "Vs." or "No."."""
    last = tokens.last(offset) - 1
    return tokens.words[last] != "." or len(tokens.words[last - 1]) > _ABBREVIATED


_ABBREVIATED = 2  # letters of an abbreviation that is taken for the end of a sentence
