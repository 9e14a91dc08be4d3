"""A content as plain words, taken apart once for all rules that look for signs in it."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(  # most words by the first pattern, which is the fastest
    r"[A-Za-z]++(?=[ ,.])|[^\W\d_]+(?:['’][^\W\d_]+)?|[?,;.]"
)
_MAX_CHARS = 400  # of a text that are looked at: the main clause stands near its beginning


class Wording(NamedTuple):
    """The words of a content."""

    text: str  # as written
    said: str  # the first 400 code points as `plain` has them
    words: list[str]  # what `said` has between its spaces

    @classmethod
    def of(cls, text: str) -> Wording:
        said = plain(text)
        return cls(text, said, said.split(" "))


def plain(text: str) -> str:
    """The words and some marks in lower case, one space apart, straight apostrophes; "don't"
    is "do not". Looks at the first 400 code points."""
    said = " ".join(_WORD.findall(text[:_MAX_CHARS])).lower()
    if "’" in said or "'" in said:
        said = said.replace("’", "'").replace("n't", " not")
    return said.strip(" ,;.")
