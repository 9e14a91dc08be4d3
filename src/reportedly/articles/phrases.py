"""Phrases by which lines give themselves away, as expressions that look for all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.articles.lines import phrases

Branches = dict[str, "Branches"]  # by the next sign of a phrase; "" where one ends


def openings(patterns: str) -> re.Pattern[str]:
    """One expression of several, one a line; they match from the start of a line in small
    letters, since Python tries alternatives faster where it need not ignore the case."""
    return re.compile("|".join(line.strip() for line in patterns.strip().splitlines()))


def anywhere(*listed: str) -> re.Pattern[str]:
    """One expression of all the phrases in these lists, which looks for them wherever they stand
    in a line in small letters."""
    return re.compile(any_of(phrase for each in listed for phrase in phrases(each)))


def any_of(words: Iterable[str]) -> str:
    """An expression of words, the longest that fits first; what several begin with is looked for
    once, which takes a quarter of the time."""
    root: Branches = {}
    for word in words:
        branches = root
        for sign in word:
            branches = branches.setdefault(sign, {})
        branches[""] = {}
    return _expression(root)


def _expression(branches: Branches) -> str:
    ways = [re.escape(sign) + _expression(more) for sign, more in branches.items() if sign]
    if "" not in branches:
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{'|'.join(ways)})?" if ways else ""
