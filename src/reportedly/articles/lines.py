"""Lines of a page and what can be seen in a single one of them.

Everything here looks at one line at a time, in time linear in its length.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reportedly.articles.languages import FUNCTION_WORDS

LONG = 400  # code points of a line that are looked at for its words; more say nothing new
_UNSPACED = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")  # Han, kana and their punctuation
_ENDS = ".!?…。！？"
_CLOSERS = "\"”’'»)]*"
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{3}[.!?][\"”’'»)]{0,2}\s+[\"“‘'«(]?[A-Z0-9]")
_LONG_SENTENCE = 130  # code points; hardly a headline that ends in a full stop is longer
_SHORT_PARAGRAPH = 90  # code points; headlines of two sentences stay below


class Line(NamedTuple):
    """A non-blank line, stripped; `page_text[start:end] == text`."""

    start: int
    end: int
    text: str


def split_lines(text: str) -> list[Line]:
    """The non-blank lines of `text` in order, without the white space around them."""
    lines = []
    start = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            begin = start + len(raw) - len(raw.lstrip())
            lines.append(Line(begin, begin + len(stripped), stripped))
        start += len(raw) + 1
    return lines


def ends_sentence(text: str) -> bool:
    """True when the line closes a sentence: `said.`, `said.”`, `volunteers,”`, not `Share`."""
    if text[-1] in _ENDS:
        return not text.endswith("...")
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare != text and bare[-1] in _ENDS + ","


def function_share(text: str) -> float:
    """Share of function words among the line's words, 0 to 1; link lists have next to none."""
    words = text[:LONG].lower().split()
    return sum(map(FUNCTION_WORDS.__contains__, words)) / len(words) if words else 0.0


def unspaced(text: str) -> bool:
    """True for scripts that write without spaces, where words cannot be counted."""
    if text.isascii():
        return False
    head = text[:40]
    return len(_UNSPACED.findall(head)) * 2 > len(head)


def prose(text: str) -> float:
    """How much a line looks like running text: 0 for none, about 1 a short sentence, up to 12."""
    if unspaced(text):
        return min(len(text) / 8, 12.0) if ends_sentence(text) and len(text) > 12 else 0.0
    size = len(text)
    if size < 25:
        return 0.0
    share = function_share(text)
    if ends_sentence(text):
        return 0.0 if share < 0.1 else min(size / 20, 12.0) * min(1.0, share * 4)
    if size > 140 and share > 0.2:  # a paragraph that ends with a colon, a link, a footnote mark
        return min(size / 40, 6.0)
    return 0.0


def runs_on(text: str) -> bool:
    """True for a paragraph, which no headline looks like: it ends in a full stop and has
    several sentences or a long one."""
    bare = text.rstrip(_CLOSERS)
    if not bare.endswith((".", "。")) or bare.endswith("..") or not prose(text):
        return False
    size = len(text)
    return size > _LONG_SENTENCE or (size > _SHORT_PARAGRAPH and bool(_NEXT_SENTENCE.search(text)))


def fold(text: str) -> str:
    """Letters and digits only, lower case: equal for lines that differ in dress alone."""
    return "".join(filter(str.isalnum, text.casefold()))


def phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a list that is written with bars between them."""
    return tuple(phrase.strip() for phrase in listed.split("|"))
