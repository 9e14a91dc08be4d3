"""Outlets that pass a statement on because they have it: they were told, or hold what somebody
wrote. Patterns over tokens, precise rather than complete."""

from __future__ import annotations

from reportedly.attributions import lexicon
from reportedly.attributions.page import Page
from reportedly.attributions.phrases import STOPS, WINDOW, outlet
from reportedly.attributions.tokens import Tokens, possessive
from reportedly.data import Attribution, Span


def hearer(page: Page, attribution: Attribution) -> Span | None:
    """The outlet that was told, which passes the statement on; other hearers are no link."""
    cue = attribution.cue
    if cue is None:
        return None
    tokens = page.tokens
    verb = _verb(tokens, cue)
    if verb is None:
        return None
    venue = _venue(page, attribution) or _reported_by(page, attribution)
    if venue is not None:
        return venue
    limit = _next_content(page, attribution, cue.start)
    if lexicon.REPORTING.get(tokens.low[verb]) in lexicon.HEARD_BY:
        if limit <= verb + 1:  # the tagger took the hearer into the content
            limit = tokens.last(tokens.sentence(cue.start).end)
        found = outlet(page, verb + 1, limit)
        if found is not None:
            return found
    for i in range(verb + 1, min(limit, verb + WINDOW)):
        word = tokens.low[i]
        if word in STOPS and i > verb + 1:
            break
        if word == "to" and (i <= verb + 2 or tokens.low[i - 1] in _SENT):
            return outlet(page, i + 1, limit)
        if word == "with" and tokens.low[i - 1] in ("interview", "conversation", "chat"):
            return outlet(page, i + 1, limit)
        if word in _PASSED_ON and tokens.low[i + 1] == "by":
            return outlet(page, i + 2, limit)
    return None


def _venue(page: Page, attribution: Attribution) -> Span | None:
    """The outlet to which a source was talking, at the head of the sentence: "In an interview
    with the Courier, Ana Soto said …"."""
    tokens, source, cue = page.tokens, attribution.source, attribution.cue
    if source is None or cue is None:
        return None
    begin = tokens.sentence(source.start).start
    if source.start - begin < len("in the Courier, "):
        return None  # most sources, and quick to tell
    first = tokens.first(begin)
    opens = tokens.low[first]
    if opens not in _TALKING and opens != "in":
        return None
    last = min(tokens.first(min(source.start, cue.start)), first + WINDOW)
    for i in range(first + 1, last):
        if tokens.low[i] not in _TOWARDS:
            continue
        if opens == "in" and tokens.low[i - 1] not in _SENT:
            continue
        found = outlet(page, i + 1, last)
        if found is None or tokens.low[tokens.last(found.end) - 1] in lexicon.SOCIAL:
            return None
        after = tokens.last(found.end)
        return found if "," in tokens.words[after : after + _WHEN] else None
    return None


_WHEN = 4  # tokens in which a time may stand after an outlet: "the Courier on Monday,"


def _reported_by(page: Page, attribution: Attribution) -> Span | None:
    """The outlet of "Ana Soto, in comments reported by the Courier, said …"."""
    tokens, source, cue = page.tokens, attribution.source, attribution.cue
    if source is None or cue is None or tokens.text[source.end : source.end + 1] != ",":
        return None
    first, last = tokens.last(source.end), tokens.first(cue.start)
    if tokens.words[first] != "," or not first < last < first + 2 * WINDOW:
        return None
    for i in range(first + 1, last - 1):
        spoke = tokens.low[i] in _TALKING and tokens.low[i + 1] in _TOWARDS
        if spoke and tokens.words[i - 1] == ",":
            return outlet(page, i + 2, last)  # "Ana Soto, speaking to the Courier, said …"
        by = tokens.low[i + 1] == "by" and tokens.low[i - 1] in _SENT
        if by and (tokens.low[i] in _PASSED_ON or tokens.low[i] in ("reported", "published")):
            return outlet(page, i + 2, last)
    return None


_TALKING = lexicon.words("speaking talking writing")
_TOWARDS = frozenset({"to", "with", "in", "on", "for"})


def carrier(page: Page, source: Span) -> tuple[Span, Span] | None:
    """The outlet by which a source is known, and the source itself: "a memo seen by Reuters",
    "a diplomat, quoted by Interfax,"."""
    tokens = page.tokens
    within = tokens.within(source)
    stop = within.stop + 1 + (tokens.words[within.stop] == ",")
    theirs = len(within) > 1 and tokens.low[within.stop - 1] in ("source", "sources")
    if len(within) < 3 and not theirs and tokens.low[stop - 1] not in _TELLS_HOW:
        return None  # most sources, and quick to tell
    words = tokens.low[within.start + 1 : stop]
    if tokens.low[stop - 1] in ("which", "that"):
        found = outlet(page, stop, tokens.last(tokens.sentence(source.start).end))
        after = tokens.last(found.end) if found is not None else 0
        has = not _PASSED_ON.isdisjoint(tokens.low[after : after + 2])  # "saw", "has seen"
        return (found, source) if found is not None and has else None
    if theirs:
        return _sources_of(page, source)
    if _PASSED_ON.isdisjoint(words) and _HANDED.isdisjoint(words):
        return None
    limit = tokens.last(tokens.sentence(source.start).end)
    for i, word in enumerate(words, within.start + 1):
        by = word in _PASSED_ON and tokens.low[i + 1] == "by"
        by = by or (word in ("quoted", "cited") and tokens.low[i + 1] in ("in", "on"))
        if by or (word in _HANDED and tokens.low[i + 1] in ("to", "with")):
            found = outlet(page, i + 2, limit)
            last = i - (tokens.words[i - 1] == ",")
            if found is None or last <= within.start or found == source:
                return None
            last = min(last, within.stop)
            while last - within.start > 1 and tokens.low[last - 1] in _UNFINISHED:
                last -= 1  # "a memo [that was] leaked to Reuters"
            return found, tokens.span(within.start, last)
    return None


# What an outlet does with what another says: "obtained by Reuters", "leaked to Reuters".
_PASSED_ON = lexicon.words(
    """
    seen obtained acquired reviewed viewed verified quoted cited carried aired broadcast polled
    surveyed interviewed
    """
)


def _sources_of(page: Page, source: Span) -> tuple[Span, Span] | None:
    """The outlet whose sources they are: "[the site’s] sources"."""
    tokens, within = page.tokens, page.tokens.within(source)
    if not possessive(tokens.words[within.stop - 2]):
        return None
    found = outlet(page, within.start, within.stop - 1)
    return (found, source) if found is not None else None


_UNFINISHED = lexicon.RELATIVES | lexicon.AUXILIARIES | {","}
_HANDED = lexicon.words("leaked given sent supplied provided shown shared speaking talking")
_TELLS_HOW = _PASSED_ON | _HANDED | {"which", "that"}
_SENT = lexicon.words(
    "statement email e-mail letter interview comment comments remarks speaking message"
)


def _verb(tokens: Tokens, cue: Span) -> int | None:
    for i in tokens.within(cue):
        if tokens.low[i] in lexicon.REPORTING:
            return i
    return None


def _next_content(page: Page, attribution: Attribution, after: int) -> int:
    """The token where the content after `after` begins, else where the sentence ends."""
    tokens = page.tokens
    starts = [span.start for span in attribution.content if span.start > after]
    end = page.tokens.sentence(after).end
    return tokens.first(min(starts)) if starts and min(starts) < end else tokens.last(end)
