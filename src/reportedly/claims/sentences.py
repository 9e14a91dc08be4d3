"""Sentences of a text, by punctuation, capitals and a list of abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.claims.lexicon import words
from reportedly.data import Span

_END = re.compile(  # by its first character, which is quick to find
    r"""
    (?P<mark>[\n.!?…])
    (?: (?<=\n) [ \t\r]*\n\s*                     # a blank line always ends a sentence
      | (?<!\n) [.!?…]{0,8} [”’"')\]]{0,3} (?=\s)
    )
    """,
    re.VERBOSE,
)
_BEFORE_WORD = re.compile(r"[\s(“‘\"'\[—–-]")
_NEXT = re.compile(r"\s{0,200}[“‘\"'(\[]{0,2}([^\W_]?)([^\W\d_]{0,14})")
# Never the end of a sentence: a name or number follows
_TITLES = words(
    "mr mrs ms mx dr prof rev fr sen rep gov gen col lt lt-col maj sgt cpl capt cmdr adm pres hon",
    "messrs mme mlle st mt ft vs v fig pp ca approx dept ex sec supt insp det cllr",
)
# The end only when what follows opens a sentence: "in the U.S. The …", "on Sept. 4"
_ABBREVIATIONS = words(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun",
    "inc ltd co corp plc llc bros jr sr esq phd md ba ma mba a.m p.m am pm u.s u.k u.n e.u u.s.a",
    "d.c l.a n.y n.j calif conn mass ave blvd rd etc al e.g i.e cf ed est hr hrs min",
)
_LONGEST = 1 + max(map(len, _TITLES | _ABBREVIATIONS))
_STARTERS = words(
    "the a an he she it they we i you in on at but and so this that these those his her its their",
    "our my there here when while if as after before since although though however meanwhile also",
    "some many most one two three no not for from with by what who why how yes according",
)


def split_sentences(text: str) -> Iterator[Span]:
    """The sentences of `text` in order, without the white space around them.

    A sentence ends at a blank line, or at a full stop, question or exclamation mark that is
    followed by white space and something that can begin a sentence. Work and memory are
    linear in the length of the text.
    """
    start = 0
    for match in _END.finditer(text):
        if match["mark"] == "\n" or _ends(text, match):
            span = _trimmed(text, start, match.end())
            if span is not None:
                yield span
            start = match.end()
    span = _trimmed(text, start, len(text))
    if span is not None:
        yield span


def _trimmed(text: str, start: int, end: int) -> Span | None:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    right = len(stretch.rstrip())
    return Span(start + left, start + right) if left < right else None


def _ends(text: str, match: re.Match[str]) -> bool:
    """True when the mark that `match` found closes a sentence."""
    after = _NEXT.match(text, match.end())
    first, rest = after.groups() if after else ("", "")
    if first.islower():
        return False
    if match["mark"] != ".":
        return True
    mark = match.start()
    if mark >= _LONGEST and text[mark - _LONGEST : mark].isalpha():
        return True  # after a longer word than any abbreviation
    word = _BEFORE_WORD.split(text[max(0, mark - _LONGEST) : mark])[-1].lower()
    if word in _TITLES or (word in ("no", "nos") and first.isdigit()):
        return False
    opens = (first + rest).lower() in _STARTERS
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i"):
        return opens  # an initial: "J. Doe"
    if "." in word and word.replace(".", "").isalpha() and len(word) <= 5:
        return opens  # "U.S.", "a.m."
    return True
