"""How the word lists and the signs of this room are written."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple


def words(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(" ".join(lines).split())


MAY = (  # a pattern for the verb, and not the month
    r"(?<!in )(?<!on )(?<!by )(?<!of )(?<!since )(?<!until )(?<!till )(?<!last )(?<!this )"
    r"(?<!next )(?<!late )(?<!early )(?<!mid-)(?<!\d )may(?! \d)"
)
_RATE = r"(?! (?:\w+ ){0,12}?than (?!not\b))"
LIKELY = (  # a pattern for the word, and not "less likely to fall than others", "as likely as men"
    r"(?:(?<!more )(?<!less )(?<!\bas )likely|(?<=\bas )likely as not"
    rf"|(?<=\bmore )likely{_RATE}|(?<=\bless )likely{_RATE})"
)
NOBODYS = (  # a pattern for what stands before reports that are nobody's in particular
    "a|an|the|some|recent|latest|unconfirmed|media|press|news|multiple|several|many"
)
_TELLS = re.compile(
    r"\b(?:according|says?|said|told|reports?|reported(?:ly)?|claim(?:s|ed)?|shows|alleg\w+"
    r"|per (?:the|an?|its|his|her))\b",
    re.IGNORECASE,
)


def tells(sentence: str) -> bool:
    """True for a sentence that says whom it has it from, whatever the tagger made of it."""
    return _TELLS.search(sentence) is not None


_VERBS = words(
    """
    is are was were be been has have had will would can could may might do does did won lost said
    made took got went came saw knew left found held kept broke fell rose began gave told wrote ran
    met sent built paid sold shot struck stole fled grew led hid spent brought bought thought fought
    caught taught sought heard read sat stood spoke drove drew threw flew wore tore swore chose
    froze sank shook lay lied died bore became
    """
)
_VERB = re.compile(
    rf"\b(?:{'|'.join(sorted(_VERBS))}|[^\W\d_]{{2,30}}ed"
    r"|(?:he|she|it|they|we|i|who) [^\W\d_]+)\b"
    r"|['’](?:s|re|ve|ll|d)\b"
)


def has_verb(text: str) -> bool:
    """True for words that say something, and do not only name it."""
    said = text.lower()
    # most texts by the first, and quick to tell
    return not _VERBS.isdisjoint(said.split()) or _VERB.search(said) is not None


class Sign(NamedTuple):
    """A pattern that can only match a text with one of its `triggers` among the words.

    Looking the words up first saves most of the searching.
    """

    triggers: frozenset[str]
    pattern: re.Pattern[str]

    def shows(self, text: str, among: Set[str]) -> bool:
        """True when the pattern is found in `text`, whose words are `among`."""
        return not self.triggers.isdisjoint(among) and self.pattern.search(text) is not None


_BIDS = re.compile(r"\b(?:tell(?:s|ing)?|told|warn(?:s|ed|ing)?)\b")
_TO_DO = re.compile(r"(?:not )?to (?!have\b|be\b|the\b|an?\b|my\b|our\b|all\b|those\b)\w")


def orders(said: str, cue: str) -> bool:
    """True for "told them to leave": a content that begins with what somebody is told to do."""
    return _TO_DO.match(said) is not None and _BIDS.search(cue) is not None
