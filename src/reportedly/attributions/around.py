"""Reporting that stands around an attribution: who passes its statement on.

The outlet that was told, ", according to the Courier", "citing officials", "reportedly":
patterns over tokens, precise rather than complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from reportedly.attributions import lexicon
from reportedly.attributions.inside import clause, closing
from reportedly.attributions.mentions import Sort
from reportedly.attributions.page import Page, Step
from reportedly.attributions.phrases import (
    CLOSERS,
    PASSIVES,
    WINDOW,
    in_outlet,
    phrase,
    reports,
    speaks,
)
from reportedly.attributions.tokens import Tokens
from reportedly.data import Attribution, SourceType, Span


def hedge(page: Page, attribution: Attribution) -> Span | None:
    """ "reportedly" beside the cue: somebody unnamed says that the source says so."""
    tokens, source, cue = page.tokens, attribution.source, attribution.cue
    if cue is None or source is None:
        return None
    begin = tokens.first(cue.start)
    last = min(tokens.last(cue.end), begin + 2)
    beside = source.end <= cue.start and cue.start - source.end < _BESIDE
    first = tokens.last(source.end) if beside else begin
    opening = tokens.first(source.start) - 2  # "Reportedly, the ministry has asked …"
    if tokens.low[opening] in lexicon.HEDGES and tokens.words[opening + 1] == ",":
        return tokens.span(opening, opening + 1)
    for i in range(max(first - 1, 0) if first == begin else first, last):
        if tokens.low[i] in lexicon.HEDGES:
            return tokens.span(i, i + 1)
    return None


_BESIDE = 40  # code points between a source and its cue


def citing(page: Page, attribution: Attribution) -> Step | None:
    """ ", citing officials": whom the source itself names for what it says."""
    cue = attribution.cue
    if cue is None:
        return None
    tokens = page.tokens
    sentence = tokens.sentence(cue.start)
    first, last = tokens.first(sentence.start), tokens.last(max(sentence.end, cue.end))
    credited = _credited(page, attribution.source, last) if attribution.source else None
    if credited is not None:
        return credited
    words = tokens.low[first : min(last, first + _FARTHEST)]
    if lexicon.CITING.isdisjoint(words):
        return None  # most sentences, and quick to tell
    for i, word in enumerate(words, first):
        if word not in lexicon.CITING or tokens.starts[i] in _range(cue):
            continue
        opens = i == first and tokens.low[i] in ("citing", "quoting")
        follows = tokens.words[i - 1] == "," and tokens.low[i] in ("citing", "quoting")
        relative = tokens.words[i - 2] == "," and tokens.low[i - 1] in ("which", "who")
        if not (opens or ((follows or relative) and tokens.starts[i] > cue.start)):
            continue
        inside = any(tokens.starts[i] in _range(span) for span in attribution.content)
        if inside and (page.quoted[tokens.starts[i]] or tokens.starts[i] < cue.start):
            continue
        begin = i + 1 + (tokens.low[i + 1] == "from")
        end = phrase(page, begin, last)
        if end > begin:
            span = tokens.span(begin, end)
            if speaks(page, span) is not None and not _hull(attribution).start > span.end:
                return Step(span, tokens.span(i, i + 1))
            if opens and speaks(page, span) is not None:
                return Step(span, tokens.span(i, i + 1))
    return None


def _credited(page: Page, source: Span, last: int) -> Step | None:
    """Whom a source credits: "a report in the Courier that was attributed to [a diver]"."""
    tokens = page.tokens
    if "attributed" not in tokens.text[source.end : source.end + _CREDIT]:
        return None  # most sources, and quick to tell
    first = tokens.last(source.end)
    words = tokens.low[first : first + 4]
    if "attributed" not in words:
        return None
    verb = first + words.index("attributed")
    end = phrase(page, verb + 2, last)
    if tokens.low[verb + 1] != "to" or end <= verb + 2:
        return None
    mention = tokens.span(verb + 2, end)
    return Step(mention, tokens.span(verb, verb + 2)) if reports(page, mention) else None


_CREDIT = len(" that has been attributed")


def citation(page: Page, attribution: Attribution) -> Step | None:
    """ "The report cited [a diver]": whom an attribution that states nothing itself cites."""
    tokens, cue = page.tokens, attribution.cue
    if cue is None or attribution.source is None or not attribution.content:
        return None
    verb = tokens.last(cue.end) - 1
    if tokens.low[verb] not in lexicon.CITING or attribution.content[0].start < cue.end:
        return None
    within = tokens.within(attribution.content[0])
    end = phrase(page, within.start, within.stop)
    if end == within.start or (tokens.low[end] == "as" and tokens.low[end + 1].endswith("ing")):
        return None
    mention = tokens.span(within.start, end)
    return Step(mention, tokens.span(verb, verb + 1)) if speaks(page, mention) else None


_FARTHEST = 120  # tokens of a sentence that are looked through


def _range(span: Span) -> range:
    return range(span.start, span.end)


def _hull(attribution: Attribution) -> Span:
    spans = [span for span in (attribution.source, attribution.cue) if span is not None]
    spans += attribution.content
    if not spans:
        return Span(0, 0)
    return Span(min(map(_START, spans)), max(map(_END, spans)))


_START, _END = attrgetter("start"), attrgetter("end")


def inner(page: Page, attribution: Attribution, taken: frozenset[int]) -> tuple[Step, ...]:
    """Whom the source passes on, beside the content: "“…,” said Ana Soto, according to the
    Courier", "Ana Soto said that …, according to the Courier"."""
    tokens, cue = page.tokens, attribution.cue
    if cue is None or not attribution.content or not _is_per(tokens, cue):
        return ()
    begin, end = attribution.content[0].start, attribution.content[-1].end
    at, stop = tokens.last(end), tokens.first(cue.start)
    steps: tuple[Step, ...] = ()
    if at < stop and page.quoted[tokens.starts[at - 1]] and tokens.sentence(cue.start).end > end:
        at += tokens.words[at] in CLOSERS
        steps = closing(page, at, stop)
    first = tokens.first(tokens.sentence(begin).start)
    if not steps and tokens.starts[first] < begin < cue.start:
        frame = clause(page, first, tokens.last(end))
        if frame is not None and begin <= frame.content <= begin + _THAT:
            steps = frame.steps
    own = attribution.source
    shared = (step for step in steps if own and step.mention and step.mention.overlaps(own))
    read = any(step.cue is not None and step.cue.start in taken for step in steps)
    return () if read or any(shared) else steps


def _is_per(tokens: Tokens, cue: Span) -> bool:
    """True for "according to", "per", "as reported by"."""
    first = tokens.first(cue.start)
    return tokens.low[first] in _PER or tokens.low[first : first + 2] == ["as", "reported"]


_THAT = len("that “")


def outer(page: Page, attribution: Attribution, taken: frozenset[int]) -> list[Step]:
    """Whose report the whole attribution stands in, where the sentence says so.

    `taken` holds where the cues of all attributions begin: those are read by themselves.
    """
    steps = [
        *_leading(page, attribution, taken),
        *_trailing(page, attribution, taken),
        *_between(page, attribution, taken),
        *_quoted_in(page, attribution),
    ]
    return [step for step in steps if step.mention != attribution.source]


def parted(
    page: Page, attribution: Attribution, steps: list[Step]
) -> tuple[list[Step], list[Step]]:
    """The steps around an attribution, and those of them that stand behind its source: an outlet
    passes on what others say, in whatever order: "According to police, …, the Courier says"."""
    source = attribution.source
    if not steps or source is None or not _is_media(page, source):
        return steps, []
    tokens = page.tokens
    behind = [
        step
        for step in steps
        if step.mention is not None
        and step.cue is not None
        and tokens.low[tokens.first(step.cue.start)] in _PER
        and not _is_media(page, step.mention)
    ]
    return [step for step in steps if step not in behind], behind


def _is_media(page: Page, span: Span) -> bool:
    mention = speaks(page, span)
    return mention is not None and mention.type is SourceType.MEDIA


def _between(page: Page, attribution: Attribution, taken: frozenset[int]) -> Iterator[Step]:
    """The outlet of "…, the Courier reported, according to the police"."""
    tokens, source, cue = page.tokens, attribution.source, attribution.cue
    if source is None or cue is None or not attribution.content:
        return
    if tokens.low[tokens.first(cue.start)] not in _PER:
        return
    at, stop = tokens.last(attribution.content[0].end), tokens.first(cue.start)
    if not at < stop < at + WINDOW or tokens.words[at] != ",":
        return
    step = _outlet_says(page, at + 1, stop)
    if step is not None and step.cue is not None and step.cue.start not in taken:
        yield step


def _trailing(page: Page, attribution: Attribution, taken: frozenset[int]) -> Iterator[Step]:
    """ ", according to the Courier" and ", the Courier reports" at the end of the sentence."""
    if attribution.source is None or attribution.cue is None:
        return
    tokens = page.tokens
    begin = max(attribution.source.end, attribution.cue.end)
    sentence = tokens.sentence(max(begin - 1, 0))
    if attribution.content and attribution.content[-1].start >= begin:
        sentence = tokens.sentence(max(attribution.content[-1].end - 1, 0))
    first, last = tokens.last(begin), tokens.last(sentence.end)
    far = min(last, first + _FARTHEST)
    if _PASSING_ON.isdisjoint(tokens.low[first : min(last, far + WINDOW)]):
        return  # most sentences, and quick to tell
    for i, mark in enumerate(tokens.words[first:far], first):
        closes = mark in CLOSERS
        if not (closes or mark == ",") or closes != page.quoted[tokens.starts[i]]:
            continue
        step = _according(page, i + 1, last)
        if step is None and not closes:
            step = _outlet_says(page, i + 1, last)
            step = None if step and step.cue and step.cue.start in taken else step
        if step is not None and step.cue != attribution.cue:
            yield step
            return


_PER = frozenset({"according", "per"})
_PASSING_ON = _PER | lexicon.CARRIED_BY


def _according(page: Page, i: int, last: int) -> Step | None:
    tokens = page.tokens
    if tokens.low[i] == "according" and tokens.low[i + 1] == "to":
        begin = i + 2
    elif tokens.low[i] == "per":
        begin = i + 1
    else:
        return None
    end = phrase(page, begin, last)
    if end == begin or speaks(page, tokens.span(begin, end)) is None:
        return None
    return Step(tokens.span(begin, end), tokens.span(i, begin))


def _outlet_says(page: Page, i: int, last: int) -> Step | None:
    """ "the Courier reports" up to the end of the sentence or a comma."""
    tokens = page.tokens
    for j in range(i + 1, min(i + 8, last)):
        word = tokens.low[j]
        if not word[0].isalnum():
            return None
        if word in lexicon.CARRIED_BY and (j + 1 >= last or tokens.words[j + 1] in ".,;"):
            first = j - 1 if tokens.low[j - 1] in ("has", "had", "have") else j
            if first <= i:
                return None
            mention = speaks(page, tokens.span(i, first))
            if mention is not None and mention.type is SourceType.MEDIA:
                return Step(tokens.span(i, first), tokens.span(first, j + 1))
            return None
    return None


def _leading(page: Page, attribution: Attribution, taken: frozenset[int]) -> Iterator[Step]:
    """ "According to the Courier, police said …" and "The Courier reported that police said …"."""
    tokens = page.tokens
    if attribution.source is None or attribution.cue is None:
        return
    whole = _hull(attribution)
    sentence = tokens.sentence(whole.start)
    first, last = tokens.first(sentence.start), tokens.last(whole.start)
    if not first < last or last - first > 40:
        return
    at = first
    if tokens.low[at] == "according":
        step = _according(page, at, last)
        if step is not None and step.cue is not None and step.cue.start not in taken:
            yield step
        return
    cited = tokens.low[last - 1]
    if cited in lexicon.CITING and last - 1 > first and tokens.starts[last - 1] not in taken:
        subject = _subject(page, first, last - 1)
        if subject is not None:
            yield Step(subject, tokens.span(last - 1, last))
        return
    frame = clause(page, first, tokens.last(whole.end))
    if frame is not None and tokens.last(frame.content) >= last and frame.content <= whole.start:
        cue = frame.steps[-1].cue
        if cue is None or cue.start not in taken:
            yield from frame.steps


def _subject(page: Page, first: int, last: int) -> Span | None:
    """The outlet or report that is the subject just before token `last`."""
    tokens = page.tokens
    begin = last
    while begin > first and last - begin < 8 and tokens.words[begin - 1][0].isalnum():
        begin -= 1
    if begin == last:
        return None
    span = tokens.span(begin, last)
    mention = speaks(page, span)
    return span if mention is not None and mention.sort is not Sort.PRONOUN else None


def _quoted_in(page: Page, attribution: Attribution) -> Iterator[Step]:
    """ "was quoted as saying in the Courier", "was quoted by Reuters as saying"."""
    cue = attribution.cue
    if cue is None:
        return
    tokens = page.tokens
    within = tokens.within(cue)
    first = max(within.start - 5, 0)
    words = tokens.low[first : within.stop]
    passive = next((word for word in PASSIVES if word in words), None)
    if passive == "quoted" or (passive and "as" in words):
        verb = first + words.index(passive)
        yield from in_outlet(page, verb, tokens.last(tokens.sentence(cue.start).end))
