"""Unit nouns: which two count the same."""

from __future__ import annotations

from reportedly.claims.stems import stem

_WRITTEN = {  # as one may be written in letters
    "$": "dollars", "us$": "dollars", "usd": "dollars", "€": "euros", "eur": "euros",
    "£": "pounds", "gbp": "pounds", "km": "kilometres", "kilometers": "kilometres",
    "kg": "kilograms", "kilogrammes": "kilograms", "m": "metres", "meters": "metres",
    "cm": "centimetres", "centimeters": "centimetres", "tons": "tonnes", "°c": "celsius",
    "°f": "fahrenheit",
}  # fmt: skip
_MONEY = ("dollars", "pounds")
_PLAIN = frozenset(stem(word) for word in ("people", "persons", "others", "more", "individuals"))


def same_unit(one: str | None, other: str | None) -> bool:
    """True for nouns that count the same things, and where one of the two is not given."""
    if not one or not other:
        return True
    return _head(one) == _head(other)


def _head(unit: str) -> str:
    *before, last = unit.lower().split()
    if last in _MONEY and before and before[-1] not in ("us", "u.s.", "american"):
        return unit.lower()  # "Canadian dollars"
    word = stem(_WRITTEN.get(last, last))
    return "people" if word in _PLAIN else word
