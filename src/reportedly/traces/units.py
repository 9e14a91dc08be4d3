"""Unit nouns: which two count the same."""

from __future__ import annotations

from reportedly.claims.stems import stem

_PLAIN = frozenset(stem(word) for word in ("people", "persons", "others", "more", "individuals"))


def same_unit(one: str | None, other: str | None) -> bool:
    """True for nouns that count the same things, and where one of the two is not given."""
    if not one or not other:
        return True
    return _head(one) == _head(other)


def _head(unit: str) -> str:
    word = stem(unit.split()[-1])
    return "people" if word in _PLAIN else word
