"""Weighty figures for which a page names nobody.

    claims ─► on nobody's word ─► weighty figures ─► less what is settled or planned ─► Finding

A reader may ask "who counted?" of estimates of people, and of sums and shares that a page leads
with. Nobody asks it of what is laid down, counted in public or only intended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from reportedly.claims.anonymity import Anonymity
from reportedly.claims.figures import agree, counted
from reportedly.claims.humans import counts_people
from reportedly.claims.lexicon import tells, words
from reportedly.claims.telling import MONEY, listed, spoken
from reportedly.data import (
    Article,
    Bound,
    Certainty,
    Claim,
    Evidence,
    Finding,
    FindingKind,
    Place,
    Quantity,
    Severity,
    Span,
)

_SHOWN = 3  # figures that a message names
_WEIGHTY = 100.0  # counts of people or things below this need nobody's name
_COSTLY = 10_000.0  # nor do smaller sums of money


def find_unattributed(
    article: Article, claims: Sequence[Claim], anonymity: Anonymity
) -> Iterator[Finding]:
    """Weighty figures for which nobody is named, in one finding.

    On hearsay any is told; in the article's own voice estimates of people, and sums, shares and
    people at the beginning or in the headline: much of the rest is common knowledge.
    """
    text, shown = article.text, _shown(claims)
    named = _Named(claims, anonymity)
    polls = _Polls(text)
    found: dict[tuple[float, float], tuple[Quantity, Claim]] = {}
    for claim in claims:
        if claim.quantities and _is_nobodys(claim, anonymity):
            for quantity in claim.quantities:
                key = (quantity.low, quantity.high)
                if key in found or not _is_weighty(quantity) or named.has(quantity):
                    continue
                if not claim.chain and not _needs_somebody(text, quantity, key in shown):
                    continue
                if _is_settled(text, quantity):
                    continue
                if not (_is_polled(quantity) and polls.near(quantity.span.start)):
                    found[key] = quantity, claim
    if found:
        told = [spoken(quantity) for quantity, _ in found.values()]
        if len(told) > _SHOWN:
            told[_SHOWN:] = [f"{len(told) - _SHOWN} more"]
        verb = "stands" if len(told) == 1 else "stand"
        message = f"Nobody is named for {listed(told)}, which {verb} in the text."
        evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in found.values())
        yield Finding(FindingKind.FIGURE_UNATTRIBUTED, Severity.INFO, message, evidence)


class _Named:
    """The figures of a page for which somebody is named."""

    def __init__(self, claims: Sequence[Claim], anonymity: Anonymity) -> None:
        self._values: set[tuple[float, float]] = set()
        self._counting: defaultdict[str, list[Quantity]] = defaultdict(list)
        for claim in claims:
            if claim.quantities and claim.chain and not anonymity.hides(claim.chain[-1]):
                for quantity in claim.quantities:
                    self._values.add((quantity.low, quantity.high))
                    alike = self._counting[counted(quantity)]
                    if len(alike) < _COMPARED:
                        alike.append(quantity)

    def has(self, quantity: Quantity) -> bool:
        """True for a figure that is one of them, or a rounded form of one."""
        if (quantity.low, quantity.high) in self._values:
            return True
        alike = self._counting.get(counted(quantity), ())
        return any(agree(quantity, told) for told in alike)


_COMPARED = 50  # figures of one unit that a figure is compared with
_LEAD = 400  # code points in which an article tells what it is about
_ESTIMATED = 10_000.0  # people whom nobody has counted one by one
_LIVING = re.compile(  # what a census, or a body's own books, tell
    r"\b(?:lives?|living|population|inhabitants|residents|home to"
    r"|(?:town|city|village|district|county|region|province|state|nation|country|island) of"
    r"|represent(?:s|ed|ing)?|employ(?:s|ed|ing)?|staff of|members(?:hip)?)\b",
    re.IGNORECASE,
)
_SENTENCE = 120  # code points before a figure in which its year may stand
_LONG_AGO = re.compile(r"\b[Ii]n (?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d\b")


def _needs_somebody(text: str, quantity: Quantity, shown: bool) -> bool:
    """True for a figure in the article's own voice that a reader may ask the source of. `shown`:
    the headline has it, too."""
    people = counts_people(quantity.unit)
    leads = shown or quantity.span.start < _LEAD
    if leads and (people or _is_share(quantity) or _is_money(quantity)):
        return True
    if _LONG_AGO.search(text, max(0, quantity.span.start - _SENTENCE), quantity.span.start):
        return False
    rough = quantity.bound is not Bound.EXACT or quantity.high >= _ESTIMATED
    return people and rough


def _shown(claims: Sequence[Claim]) -> frozenset[tuple[float, float]]:
    """The figures of the headline."""
    return frozenset(
        (q.low, q.high) for c in claims if c.place is Place.TITLE for q in c.quantities
    )


def _is_nobodys(claim: Claim, anonymity: Anonymity) -> bool:
    """True for what the text tells as a fact on nobody's word, not for plans and sums done
    aloud ("you would need $5,000")."""
    if claim.place is not Place.TEXT or claim.certainty not in _FACTUAL:
        return False
    if claim.chain:
        return anonymity.hides(claim.chain[-1])
    return not tells(claim.text) and _ALOUD.search(claim.text) is None


_FACTUAL = frozenset({Certainty.ASSERTED, Certainty.PROBABLE})
_ALOUD = re.compile(r"\b(?:would|could|must|required?|you|your|we|our|I|if)\b|['’](?:d|ll)\b")


def _is_weighty(quantity: Quantity) -> bool:
    """True for sums of money, shares and large counts; not for ages, ranks and durations, nor
    for what is only said vaguely ("thousands")."""
    unit = (quantity.unit or "").lower()
    vague = quantity.value is not None and quantity.low < quantity.high
    if not unit or vague or unit in ("years", "times"):
        return False
    if _is_money(quantity):
        return quantity.high >= _COSTLY
    if _is_share(quantity):
        return quantity.value != 100.0  # "not 100 percent behind her"
    parts = set(unit.replace("-", " ").split())
    return quantity.high >= _WEIGHTY and _SPANS.isdisjoint(parts) and _SEEN.isdisjoint(parts)


_RATE = re.compile(  # shares that are laid down, or quoted on a market
    r"\b(?:tax(?:es)?|surtax|rates?|surcharge|tariffs?|interest|dut(?:y|ies)|levy|margin"
    r"|shares?|stocks?|index|trading|closed)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(  # what is counted in public
    r"\b(?:vot(?:e[ds]?|ing|ers?)|ballots?|by \d+ points|defeated|polled|precincts?"
    r"|delegates|turnout|caucus(?:es)?|runoff|viewed|viewers|watched|tuned in|audience)\b",
    re.IGNORECASE,
)
_INTENDED = re.compile(  # what somebody sets out to do, and has not done
    r"\b(?:goals?|targets?|pledge[sd]?|promise[sd]?|vow(?:s|ed)?|plan(?:s|ned)?"
    r"|proposals?|propose[sd]?"
    r"|announcement|budget(?:s|ed)?|deadline|permit|offer(?:s|ed)?|seek(?:s|ing)?|hop(?:es|ing))\b"
    r"|\bto (?:raise|spend|cut|reduce|lower|add|pay|invest|build|hire|create|send|increase|save"
    r"|give|buy|sell|fund|provide|deploy|bring|admit|accept|resettle|deport|host|recruit|train)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(?:an?|his|her|its|their) $", re.IGNORECASE)
_THING = re.compile(r"[ -](?!(?:in|of|from|to|on|for|an?|per|and|or|by|at)\b)[^\W\d_]")
_JOINED = re.compile(r"-([^\W\d_]+)")
_BESIDE = 40  # code points beside a figure that tell what it is


def _is_settled(text: str, quantity: Quantity) -> bool:
    """True for a figure that is laid down, counted in public, intended, or a mere adjective
    ("a 120-room hotel", "a billion-dollar business")."""
    span = quantity.span
    if quantity.unit in _JOINED.findall(span.cut(text)):
        return True
    around = _around(text, span)
    if _is_share(quantity) and _RATE.search(around):
        return True
    if counts_people(quantity.unit) and _LIVING.search(around):
        return True
    before = text[max(0, span.start - _BESIDE) : span.start]
    if _is_money(quantity) and _OWNED.search(before) and _THING.match(text, span.end):
        return True
    return _COUNTED.search(around) is not None or _INTENDED.search(before) is not None


def _around(text: str, span: Span) -> str:
    """A figure and what stands beside it in the same paragraph."""
    before = text[max(0, span.start - _BESIDE) : span.start].rpartition("\n")[2]
    return before + text[span.start : span.end + _BESIDE].partition("\n")[0]


def _is_money(quantity: Quantity) -> bool:
    unit = (quantity.unit or "").lower()
    return unit[:1] in MONEY or unit.endswith(("dollars", "pounds", "euros", "$"))


def _is_share(quantity: Quantity) -> bool:
    return quantity.unit == "%"


_POLL = re.compile(r"\b(?:polls?|polling|survey(?:s|ed)?|margin of error)\b", re.I)
_NEAR_POLL = 800  # code points after which a figure is no longer a poll's
_ASKED = words("respondents voters adults points")


def _is_polled(quantity: Quantity) -> bool:
    """True for what polls count: shares, and those who were asked."""
    unit = (quantity.unit or "").lower()
    return _is_share(quantity) or unit.rpartition(" ")[2] in _ASKED


class _Polls:
    """Where a text speaks of polls, looked for once somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _places(self) -> list[int]:
        return [match.start() for match in _POLL.finditer(self._text)]

    def near(self, at: int) -> bool:
        """True when a poll is spoken of a little before, or in the sentence after."""
        i = bisect_left(self._places, at - _NEAR_POLL)
        return i < len(self._places) and self._places[i] <= at + _NEAR_POLL // 4


_SPANS = words(  # what is measured, or numbered, and not counted
    "country countries nation nations state states year years month months week weeks weekday",
    "weekdays day days hours hour minutes minute mile miles km kilometres kilometers metres meters",
    "m ft foot feet inch inches mph square sq acre acres hectares pound lb lbs kg ton tons tonnes",
    "kilotons calories degrees watts volts litres gallons block lasts pixels gb mb mm cm",
)
_SEEN = words(  # what anybody can look up where it stands
    "views view viewers shares share followers follower subscribers subscriber likes retweets rts",
    "tweets downloads hits comments users listeners fans signatures posts times",
)
