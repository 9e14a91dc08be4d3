"""Whether a headline's figure is one of the body's: equal, rounded, bounded, or a sum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reportedly.claims.stems import stem
from reportedly.claims.telling import MONEY
from reportedly.data import Bound, Quantity, Span

_LOOSELY = 0.2  # part of a figure by which "about" may be off
_FROM_BELOW = frozenset({Bound.AT_LEAST, Bound.OVER})
_FROM_ABOVE = frozenset({Bound.AT_MOST, Bound.UNDER})
_LIMIT = re.compile(
    r"\b(?:up to|as many as|as much as|at most|no more than|a maximum of|between|from) \Z", re.I
)
_NEAR = 100  # code points from a figure to another of the same number beside it
_BEFORE = 20  # code points in which such words fit
_ROUGH = frozenset({Bound.ABOUT, Bound.NEARLY})
_CURRENCIES = {
    "dollars": "$",
    "bucks": "$",
    "pounds": "£",
    "sterling": "£",
    "euros": "€",
    "yen": "¥",
    "rupees": "₹",
    "roubles": "₽",
    "rubles": "₽",
}


def agree(shown: Quantity, told: Quantity) -> bool:
    """True where `shown` can stand for `told`, whatever they count: equal, rounded or bounded."""
    if shown.bound in _FROM_BELOW:
        return told.high >= shown.low
    if shown.bound in _FROM_ABOVE:
        return told.low <= shown.high
    slack = max(grain(shown.low), grain(told.low)) / 2
    if not _ROUGH.isdisjoint((shown.bound, told.bound)):
        slack = max(slack, abs(shown.high) * _LOOSELY)
    return shown.low - slack <= told.high and told.low - slack <= shown.high


def is_limit(told: Quantity, *, of: Quantity) -> bool:
    """True for the most that a figure may be: "up to 40", "between 20 and 40" of the same."""
    return told.bound is Bound.AT_MOST or (told.low < told.high and counted(told) == counted(of))


def limited(text: str, span: Span) -> Span:
    """A figure together with the words before it that make it a limit: "up to 300 jobs"."""
    limit = _LIMIT.search(text, max(0, span.start - _BEFORE), span.start)
    return Span(limit.start(), span.end) if limit else span


def is_sum(shown: Quantity, told: Sequence[Quantity]) -> bool:
    """True where two figures add up to `shown`: six shots, then four. Of one number they must stand
    near each other, since most are one figure told twice: "four at Orsa and four at Dorn"."""
    places: dict[float, list[int]] = {}
    for quantity in told:
        if quantity.value is not None:
            places.setdefault(quantity.value, []).append(quantity.span.start)
    if shown.value is None:
        return False
    if any(shown.value - value in places for value in places if 2 * value != shown.value):
        return True
    return any(b - a <= _NEAR for a, b in pairwise(places.get(shown.value / 2, ())))


def is_definite(quantity: Quantity) -> bool:
    """True for one number of things that are not counted on from others: no "dozens", "4 more"."""
    first = (quantity.unit or "").partition(" ")[0].lower()
    single = quantity.value is not None and quantity.low == quantity.high != 1
    return single and first not in ("more", "other", "additional", "further", "extra")


def counted(quantity: Quantity) -> str:
    """What a figure counts, in one form: "shot" of "pistol shots"; empty where it is not said."""
    unit, _, rate = (quantity.unit or "").partition(" per ")
    word = currency(quantity) or unit.rpartition(" ")[2]
    return f"{stem(word)} {rate}".strip()


def currency(quantity: Quantity) -> str:
    """The sign of a sum of money; empty for figures of other things."""
    unit = (quantity.unit or "").partition(" per ")[0]
    for sign in (unit[:1], unit[-1:]):
        if sign in MONEY:
            return sign
    return _CURRENCIES.get(unit.rpartition(" ")[2].lower(), "")


def grain(value: float) -> float:
    """The place of a figure's last digit that is not zero: 100 of 1,300, 1 of 43; 0 of 2.5."""
    if not value or value % 1:
        return 0.0
    digits = f"{value:.0f}"
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))
