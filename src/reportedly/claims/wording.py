"""A content as plain words, taken apart once for all rules that look for signs in it."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(  # most words by the first pattern, which is the fastest
    r"[A-Za-z]++(?=[ ,.])|[^\W\d_]+(?:['’][^\W\d_]+)?|[?,;.]"
)
# The month or a name, which capitals and digits tell from the verb: not in "Bank May Cut Rates"
_MAY = re.compile(
    r"(\b(?:from|after|before|between|through|during|for|to|than|around|about|in|by|since|until|of"
    r"|last|next|early|late|(?:this|and)(?= May\b(?! [A-Z]))) "
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th)? )May\b(?! be\b)"
    r"|(?:^|(?<=[\w,] ))May(?= \d)"
    r"|(^|\b[A-Z]\w+ )May(?= (?!be\b|have\b|not\b)[a-z])"
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


def without_may(text: str) -> str:
    """The same with spaces in place of the month, or the name, of May: what is left is the verb."""
    return _MAY.sub(_blank, text) if "May" in text else text


def _blank(found: re.Match[str]) -> str:
    return (found[1] or found[2] or "") + "   "


def plain(text: str) -> str:
    """The words and some marks in lower case, one space apart, straight apostrophes; "don't"
    is "do not", "won't" "will not", and the month of May is left out. Looks at the first 400 code
    points."""
    said = " ".join(_WORD.findall(without_may(text[:_MAX_CHARS]))).lower()
    if "’" in said or "'" in said:
        said = said.replace("’", "'").replace("won't", "will not").replace("can't", "can not")
        said = said.replace("n't", " not")
    return said.strip(" ,;.")
