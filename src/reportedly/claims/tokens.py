"""Tokens of a text, with their offsets, and the few questions that are asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
    kind: str  # "number", "fraction", "word", "symbol"


_TOKEN = re.compile(
    rf"""
    (?P<number> [0-9]{{1,3}} (?:[{GROUP_SEPARATORS}][0-9]{{3}}(?![0-9]))+ (?:\.[0-9]+)?
              | [0-9]+ (?:\.[0-9]+)? | (?<![\w.])\.[0-9]+ )
  | (?P<fraction> [{VULGAR_FRACTIONS}] )
  | (?P<word> (?:[^\W\d_{VULGAR_FRACTIONS}]\.){{2,5}}
            | [^\W\d_{VULGAR_FRACTIONS}]+ (?:['’][^\W\d_]{{1,20}})? )
  | (?P<symbol> \S )
    """,
    re.VERBOSE,
)
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
    return [
        Token(m.group(), m.group().lower(), m.start(), m.end(), m.lastgroup or "symbol")
        for m in _TOKEN.finditer(text, start, end)
    ]


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
