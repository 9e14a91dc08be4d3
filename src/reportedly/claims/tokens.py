"""Tokens of a text, with their offsets, and the few questions that are asked of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from operator import add
from typing import NamedTuple

GROUP_SEPARATORS = ",\u00a0\u202f\u2009"  # what may stand between groups of three digits
DASHES = frozenset("-–—‑‒−")
VULGAR_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅛⅜⅝⅞"
_MAX_STRETCH = 20_000  # code points that are tokenised at a time: bounds memory


class Token(NamedTuple):
    """A number, a word or a single other character; offsets into the whole text."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """ "number", "fraction", "word" or "symbol"."""
        first = self.text[0]
        if "0" <= first <= "9" or (first == "." and len(self.text) > 1):
            return "number"
        if first in VULGAR_FRACTIONS:
            return "fraction"
        return "word" if first.isalnum() and not first.isdecimal() else "symbol"


_LETTER = rf"[^\W\d_{VULGAR_FRACTIONS}]"
_WITH_DECIMALS = (  # what tells that a comma stands before decimals: "1,5 million", "12,5 %"
    r"%|€|[mb]illions?\b|trillions?\b|bn\b|per[ ]?cent\b|euros?\b|°|degrees\b|k[mg]\b|ton(?:ne)?s\b"
    r"|(?:kilo|centi|milli)?met(?:er|re)s\b|kilogram(?:me)?s\b"
)
_TOKEN = re.compile(  # with the space after it; most words by the first line, the fastest
    rf"""
    (?: [A-Za-z]++ (?! \.{_LETTER}\. | ' | [^\x00-\x7F] )                            # word
      | (?:{_LETTER}\.){{2,5}}
      | {_LETTER}+ (?:['’][^\W\d_]{{1,20}})?
      | (?=[0-9]) (?:                                             # number
          [0-9]{{1,3}} (?:[{GROUP_SEPARATORS}][0-9]{{3}}(?![0-9]))+ (?:\.[0-9]+)?
        | (?<![0-9],) [0-9]{{1,2}} (?:,[0-9]{{2}})+ ,[0-9]{{3}} (?![0-9])  # lakhs, crores
        | [0-9]{{1,3}} ,[0-9]{{1,2}} (?=[ -]?(?:{_WITH_DECIMALS}))
        | (?<=[€£$]) [0-9]{{1,3}} ,[0-9]{{1,2}} (?! ,?[0-9])
        | [0-9]+ (?:\.[0-9]+)?)
      | (?<![\w.])\.[0-9]+
      | \S                                                        # fraction or symbol
    ) \s*
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_BREAK = re.compile(r"\n[ \t\r]*\n")


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Cut `text` at blank lines, and longer paragraphs at white space, into small stretches."""
    start = 0
    for end in [*(m.start() for m in _BREAK.finditer(text)), len(text)]:
        while end - start > _MAX_STRETCH:
            cut = max(text.rfind(" ", start, start + _MAX_STRETCH), start + _MAX_STRETCH // 2)
            yield start, cut
            start = cut
        if start < end:
            yield start, end
            start = end


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of `text[start:end]`; white space is no token."""
    spaced: list[str] = _TOKEN.findall(text, start, end)
    texts = list(map(str.rstrip, spaced))
    lead = _SPACE.match(text, start, end)
    starts = list(accumulate(map(len, spaced), initial=lead.end() if lead else start))
    ends = map(add, starts, map(len, texts))
    # past the checks of a named tuple, which cost more than all the rest
    return list(map(_MADE, zip(texts, map(str.lower, texts), starts, ends, strict=False)))


_MADE: Callable[[tuple[str, str, int, int]], Token] = partial(tuple.__new__, Token)


def adjacent(a: Token, b: Token) -> bool:
    """True when nothing stands between the two tokens."""
    return a.end == b.start


def word_at(tokens: Sequence[Token], i: int) -> str:
    """The lower-case token at `i`; empty beyond either end."""
    return tokens[i].lower if 0 <= i < len(tokens) else ""


def hyphen_at(tokens: Sequence[Token], i: int) -> bool:
    """True when token `i` is a dash that joins its neighbours."""
    return (
        0 < i < len(tokens) - 1
        and tokens[i].text in DASHES
        and adjacent(tokens[i - 1], tokens[i])
        and adjacent(tokens[i], tokens[i + 1])
    )
