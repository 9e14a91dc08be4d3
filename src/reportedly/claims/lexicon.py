"""How the word lists and the signs of this room are written."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(" ".join(lines).split())


_TELLS = re.compile(
    r"\b(?:according|says?|said|told|reports?|reported(?:ly)?|claim(?:s|ed)?|shows|alleg\w+"
    r"|per (?:the|an?|its|his|her))\b",
    re.IGNORECASE,
)


def tells(sentence: str) -> bool:
    """True for a sentence that says whom it has it from, whatever the tagger made of it."""
    return _TELLS.search(sentence) is not None


class Sign(NamedTuple):
    """A pattern that can only match a text with one of its `triggers` among the words.

    Looking the words up first saves most of the searching.
    """

    triggers: frozenset[str]
    pattern: re.Pattern[str]

    def shows(self, text: str, among: Set[str]) -> bool:
        """True when the pattern is found in `text`, whose words are `among`."""
        return not self.triggers.isdisjoint(among) and self.pattern.search(text) is not None
