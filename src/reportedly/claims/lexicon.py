"""How the word lists and the signs of this room are written."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(" ".join(lines).split())


class Sign(NamedTuple):
    """A pattern that can only match a text with one of its `triggers` among the words.

    Looking the words up first saves most of the searching.
    """

    triggers: frozenset[str]
    pattern: re.Pattern[str]

    def shows(self, text: str, among: Set[str]) -> bool:
        """True when the pattern is found in `text`, whose words are `among`."""
        return not self.triggers.isdisjoint(among) and self.pattern.search(text) is not None
