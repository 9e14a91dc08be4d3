"""What changed on the way from one page's version of a claim to another's.

Each rule looks at one thing, and says where it was and where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.claims.stems import stems_of
from reportedly.claims.wording import without_may
from reportedly.data import (
    Bound,
    Certainty,
    Drift,
    DriftKind,
    Passage,
    Place,
    Quantity,
    Source,
    SourceType,
    Span,
    Statement,
    Variant,
)
from reportedly.traces.figures import are_opposed, pair_figures, step_of
from reportedly.traces.outlets import is_outlet, is_own, passes_on, same_name
from reportedly.traces.polarity import denies
from reportedly.traces.quotations import Change, compare_quotations, quotations
from reportedly.traces.units import same_amount, same_measure, same_unit

_FIRMNESS = {
    Certainty.QUESTIONED: 0,
    Certainty.CONDITIONAL: 1,
    Certainty.POSSIBLE: 1,
    Certainty.PROBABLE: 2,
    Certainty.INTENDED: 3,
    Certainty.ASSERTED: 4,
    Certainty.DENIED: 4,
}
_HEDGE = re.compile(
    r"\b(?:may|might|could|would|possibly|probably|perhaps|(?:un)?likely|reportedly|allegedly"
    r"|believed?|thought|expected|feared|said to|appears?|seems?|if)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"\b(?:may|might|possibly|probably|perhaps|reportedly|allegedly)\b", re.I)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided(?: that)?|on condition that|only (?:if|when)|in case|as long as)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|would|may|might|could|to be|plans? to|planning to|going to|about to"
    r"|intends? to|wants? to|set to|(?:is|are|was|were) due to (?!\w+(?:s|ing)\b|the\b|an?\b)\w+"
    r"|ready to|in talks to|close to \w+ing|hop(?:es?|ing) to"
    r"|(?:threaten|offer|agree|promise|vow|pledge|decide)(?:s|e?d)? to"
    r"|vote[sd]?(?: [\w-]+){0,4}? to|considers?|considering|weighs?|proposes?|proposed)\b|[’']ll\b"
    r"|\A\W*+(?:\S+ ){1,4}to (?-i:(?!(?:the|an?|its|his|her|their|this|that)\b)[a-z])\w+",
    re.IGNORECASE,
)
_NOT_YET = (  # who has vowed to go has not gone
    r"(?!(?:agreed|announced|asked|decided|demanded|expected|hoped|intended|invited|offered|ordered"
    r"|pledged|prepared|promised|refused|said|scheduled|sworn|thought|threatened|told|urged|voted"
    r"|vowed|wanted|warned)(?: [\w-]+){0,4}? (?:to|that)\b|considered\b|planned\b|proposed\b"
    r"|(?:made|given) (?:\w+ ){0,2}?(?:offer|bid|proposal|promise|pledge|threat|plan)s?\b)"
)
_DONE = re.compile(
    rf"\b(?:has|have|had)(?: (?:been|already|now))* {_NOT_YET}(?:\w+ed|sent|gone|taken|made|begun"
    r"|won|lost|sold|bought|built|given|left|put|set|shut|cut|hit|found|held|met|paid|told|done|become"
    rf"|come)\b|\b(?:was|were) {_NOT_YET}"
    r"(?:\w+ed|sent|sold|bought|built|given|found|held|made|taken|shot|hit)\b",
    re.IGNORECASE,
)
_BOUNDS = {
    Bound.ABOUT: "about",
    Bound.NEARLY: "nearly",
    Bound.AT_LEAST: "at least",
    Bound.OVER: "more than",
    Bound.AT_MOST: "up to",
    Bound.UNDER: "fewer than",
}
_BOUNDED = re.compile(r"\bor (?:more|less|fewer|so)\b|-odd\b|\+", re.IGNORECASE)  # in a figure


def find_drift(before: Variant, after: Variant) -> tuple[Drift, ...]:
    """What changed between the version of a page and that of one that took it from there."""
    one, other = before.statement, after.statement
    rules = (_figures, _certainty, _condition, _denial, _plan, _speakers)
    found = [drift for rule in rules for drift in rule(one, other)]
    return (*found, *_quotations(one, other))


# ── Where things stand ───────────────────────────────────────────────────────────────────


def whole(statement: Statement) -> Passage:
    """All of a statement's content."""
    content = statement.claim.content
    return _at(statement, Span(content[0].start, content[-1].end))


def _at(statement: Statement, span: Span) -> Passage:
    return Passage(statement.page, statement.claim.place, span)


def _find(statement: Statement, sign: re.Pattern[str]) -> Passage | None:
    """Where a sign stands in the content of a statement."""
    found = sign.search(without_may(statement.words(whole(statement).span)))
    if found is None:
        return None
    first = statement.claim.content[0].start
    return _at(statement, Span(first + found.start(), first + found.end()))


def _words(statement: Statement, passage: Passage) -> str:
    return statement.words(passage.span)


# ── Figures ──────────────────────────────────────────────────────────────────────────────


def _figures(before: Statement, after: Statement) -> Iterator[Drift]:
    for one, other in pair_figures(before, after):
        if same_amount(one, other):
            continue
        was, now = _at(before, one.span), _at(after, other.span)
        said, says = _words(before, was), _words(after, now)
        stands = (one.low, one.high) == (other.low, other.high)
        ways = step_of(before, one), step_of(after, other)
        if are_opposed(*ways):
            message = f"“{said}” {ways[0]} has become “{says}” {ways[1]}"
            yield Drift(DriftKind.FIGURE, was, now, message)
        elif not stands:
            yield Drift(DriftKind.FIGURE, was, now, f"“{said}” has become “{says}”")
        elif one.bound is not other.bound:
            yield Drift(DriftKind.FIGURE, was, now, _bound_message(one, other, said, says))
        if same_unit(one.unit, other.unit):
            continue
        if stands or not same_measure(one.unit, other.unit):
            yield Drift(DriftKind.UNIT, was, now, f"“{one.unit}” have become “{other.unit}”")


def _bound_message(one: Quantity, other: Quantity, said: str, says: str) -> str:
    if _BOUNDED.search(said) or _BOUNDED.search(says):
        return f"“{said}” has become “{says}”"
    if other.bound is Bound.EXACT:
        return f"“{_BOUNDS[one.bound]}” is gone from “{says}”"
    if one.bound is Bound.EXACT:
        return f"“{_BOUNDS[other.bound]}” was put before “{says}”"
    return f"“{_BOUNDS[one.bound]}” before “{said}” has become “{_BOUNDS[other.bound]}”"


# ── Certainty ────────────────────────────────────────────────────────────────────────────


def _certainty(before: Statement, after: Statement) -> Iterator[Drift]:
    was, now = _FIRMNESS[before.claim.certainty], _FIRMNESS[after.claim.certainty]
    if denies(before) != denies(after):
        return
    if was == now:
        yield from _within(before, after)
    elif was < now:
        hedge = _find(before, _HEDGE)
        message = (
            f"“{_words(before, hedge)}” is gone"
            if hedge
            else f"what was {before.claim.certainty} is {after.claim.certainty}"
        )
        yield Drift(DriftKind.CERTAINTY_RAISED, hedge or whole(before), whole(after), message)
    else:
        hedge = _find(after, _HEDGE)
        message = (
            f"“{_words(after, hedge)}” was put in"
            if hedge
            else f"what was {before.claim.certainty} is {after.claim.certainty}"
        )
        yield Drift(DriftKind.CERTAINTY_LOWERED, whole(before), hedge or whole(after), message)


def _within(before: Statement, after: Statement) -> Iterator[Drift]:
    """What is told alike but for a doubt about a part of it: "because the handle may come off"."""
    if (doubted := _doubted(before, after)) is not None:
        message = f"“{_words(before, doubted[0])}” is gone"
        yield Drift(DriftKind.CERTAINTY_RAISED, *doubted, message)
    elif (doubted := _doubted(after, before)) is not None:
        message = f"“{_words(after, doubted[0])}” was put in"
        yield Drift(DriftKind.CERTAINTY_LOWERED, doubted[1], doubted[0], message)


def _doubted(one: Statement, other: Statement) -> tuple[Passage, Passage] | None:
    """A word of doubt in one version, and in another without doubts the word that it was about."""
    doubt = _find(one, _DOUBT)
    if doubt is None or _find(other, _HEDGE):
        return None
    whole_of = whole(one).span, whole(other).span
    text = one.words(Span(0, whole_of[0].end))
    about = next(stems_of(text, Span(doubt.span.end, len(text))), None)
    text = other.words(Span(0, whole_of[1].end))
    for stem in stems_of(text, whole_of[1]):
        if about is not None and stem.form == about.form:
            return doubt, _at(other, stem.span)
    return None


def _condition(before: Statement, after: Statement) -> Iterator[Drift]:
    condition = _find(before, _CONDITION)
    if condition and not _find(after, _CONDITION) and (denies(before) or not denies(after)):
        span = Span(condition.span.start, whole(before).span.end)
        lost = _at(before, span)
        message = f"the condition “{_shortened(_words(before, lost))}” is gone"
        yield Drift(DriftKind.CONDITION_LOST, lost, whole(after), message)


def _denial(before: Statement, after: Statement) -> Iterator[Drift]:
    if denies(before) and not denies(after):
        message = "what was denied is told as so"
        yield Drift(DriftKind.DENIAL_LOST, whole(before), whole(after), message)


def _plan(before: Statement, after: Statement) -> Iterator[Drift]:
    ahead, done = _find(before, _AHEAD), _find(after, _DONE)
    planned = before.claim.certainty is Certainty.INTENDED or ahead
    if planned and done and not _find(before, _DONE) and not denies(after):
        message = f"what was ahead (“{_words(before, ahead or whole(before))}”) is told as done"
        yield Drift(DriftKind.PLAN_AS_DONE, ahead or whole(before), done, message)


# ── Speakers ─────────────────────────────────────────────────────────────────────────────


def links_of(statement: Statement) -> list[tuple[Source, Passage]]:
    """The chain without the article's own paper, each link with where it is mentioned."""
    found = []
    for source, link in zip(statement.chain, statement.claim.chain, strict=True):
        if not is_own(source.name, statement.site, statement.url):
            span = link.mention or link.cue or whole(statement).span
            found.append((source, _at(statement, span)))
    return found


def _speakers(before: Statement, after: Statement) -> Iterator[Drift]:
    earlier, later = links_of(before), links_of(after)
    if not earlier or (after.chain and not later):
        return  # nobody to drop; or a paper that speaks of its own report
    source, where = earlier[-1]
    if source.name and (is_own(source.name, after.site, after.url) or source.name in after.text):
        return
    called = source.name or f"“{_words(before, where)}”"
    if not later:
        message = f"{called} is not named any more: the page says so itself"
        yield Drift(DriftKind.SPEAKER_DROPPED, where, whole(after), message)
        return
    if any(_same(source, each) for each, _ in later):
        return
    last, there = later[-1]
    if _is_unnamed(last):
        if source.name:
            message = f"{called} has become “{_words(after, there)}”"
            yield Drift(DriftKind.NAME_DROPPED, where, there, message)
    elif all(passes_on(each) or is_outlet(each.name, before.site, before.url) for each, _ in later):
        message = f"{called} is gone: it is now the word of {last.name}"
        yield Drift(DriftKind.LINK_DROPPED, where, there, message)


def _same(one: Source, other: Source) -> bool:
    if one.name and other.name:
        return same_name(one.name, other.name)
    return _is_unnamed(one) and _is_unnamed(other)


def _is_unnamed(source: Source) -> bool:
    return source.name is None or source.type is SourceType.UNNAMED


# ── Quotations ───────────────────────────────────────────────────────────────────────────


def _quotations(before: Statement, after: Statement) -> Iterator[Drift]:
    for match in compare_quotations(quotations(before.text), quotations(after.text)):
        if match.change is Change.SAME:
            continue
        was = Passage(before.page, Place.TEXT, match.before.span)
        now = Passage(after.page, Place.TEXT, match.after.span)
        lost = ", ".join(f"“{word}”" for word in dict.fromkeys(match.lost))
        kind = DriftKind.QUOTATION_ALTERED
        if match.change is Change.CUT:
            kind = DriftKind.QUOTATION_CUT
            left_out = "is left out" if len(set(match.lost)) == 1 else "are left out"
            message = f"the quotation is cut: {lost} {left_out}"
        else:
            message = f"the quotation is altered{f', without {lost}' if lost else ''}"
        yield Drift(kind, was, now, message)


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)] + " …"
