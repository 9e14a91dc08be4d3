"""Unit nouns: which two count the same, and which measure the same in another measure."""

from __future__ import annotations

from typing import NamedTuple

from reportedly.claims.stems import stem
from reportedly.data import Quantity

_WRITTEN = {  # as one may be written in letters
    "$": "dollars", "us$": "dollars", "usd": "dollars", "€": "euros", "eur": "euros",
    "£": "pounds", "gbp": "pounds", "km": "kilometres", "kilometers": "kilometres",
    "kg": "kilograms", "kilogrammes": "kilograms", "m": "metres", "meters": "metres",
    "cm": "centimetres", "centimeters": "centimetres", "tons": "tonnes", "°c": "celsius",
    "°f": "fahrenheit", "a$": "australian dollars", "c$": "canadian dollars",
    "nz$": "new zealand dollars", "hk$": "hong kong dollars", "s$": "singapore dollars",
    "₹": "rupees", "rs": "rupees", "¥": "yen", "₽": "roubles", "rubles": "roubles", "₩": "won",
    "mm": "millimetres", "millimeters": "millimetres", "ft": "feet", "foot": "feet", "mi": "miles",
    "in": "inches", "ha": "hectares", "lb": "lbs", "oz": "ounces",
}  # fmt: skip
_MONEY = ("dollars", "pounds")
_POWERS = {"sq": "square", "square": "square", "cu": "cubic", "cubic": "cubic"}
_PLAIN = frozenset(stem(word) for word in ("people", "persons", "others", "more", "individuals"))
_ROUGHLY = 0.07  # part of a measure that may go where it is told in another: 20 miles, 30 km


def same_unit(one: str | None, other: str | None) -> bool:
    """True for nouns that count the same things, and where one of the two is not given."""
    if not one or not other:
        return True
    return _head(one) == _head(other)


def is_measure(unit: str) -> bool:
    """True for lengths, weights and areas, which are told in round figures; ages are not."""
    return _measure(unit).kind in ("length", "weight", "area")


def same_measure(one: str | None, other: str | None) -> bool:
    """True for measures of one kind: "miles", "km"."""
    first, second = _measure(one), _measure(other)
    return first.kind == second.kind != ""


def same_amount(one: Quantity, other: Quantity) -> bool:
    """True for one amount in two measures, in round figures: "100 miles", "160 km"."""
    if not same_measure(one.unit, other.unit) or same_unit(one.unit, other.unit):
        return False
    size, another = _measure(one.unit).size, _measure(other.unit).size
    pairs = (one.low * size, other.low * another), (one.high * size, other.high * another)
    return all(abs(a - b) <= _ROUGHLY * max(abs(a), abs(b)) for a, b in pairs)


def _measure(unit: str | None) -> _Measure:
    return _MEASURES.get(_head(unit), _NONE) if unit else _NONE


def _head(unit: str) -> str:
    thing, _, rate = unit.lower().strip().partition(" per ")
    *before, last = thing.split()
    if last in _MONEY and before and before[-1] not in ("us", "u.s.", "american"):
        word = thing  # "Canadian dollars"
    else:
        word = stem(_WRITTEN.get(last, last))
        word = "people" if word in _PLAIN else word
    if before and before[-1] in _POWERS:
        word = f"{_POWERS[before[-1]]} {word}"
    return f"{word} per {_head(rate)}" if rate else word


class _Measure(NamedTuple):
    kind: str  # what it measures
    size: float  # how many of the first of its kind one is


_NONE = _Measure("", 0.0)
_MEASURES = {
    _head(name): _Measure(kind, size)
    for kind, sizes in {
        "length": {
            "metres": 1.0, "kilometres": 1000.0, "centimetres": 0.01, "millimetres": 0.001,
            "miles": 1609.344, "yards": 0.9144, "feet": 0.3048, "inches": 0.0254,
        },
        "weight": {"kilograms": 1.0, "tonnes": 1000.0, "lbs": 0.4536, "ounces": 0.02835},
        "area": {"hectares": 1.0, "acres": 0.4047, "square kilometres": 100.0,
                 "square miles": 259.0},
        "time": {"hours": 1.0, "days": 24.0, "weeks": 168.0},
        "months": {"months": 1.0, "years": 12.0},
    }.items()
    for name, size in sizes.items()
}  # fmt: skip
