"""Quotations across pages: the same words, trimmed, cut in the middle, or altered.

Quotations are compared word by word, without case and punctuation. What one of them leaves out
matters when it is a word like "if", "not" or "may".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import Indel

from reportedly.claims.lexicon import words
from reportedly.data import Span

_QUOTED = re.compile(r"“([^“”]{8,1500})”|(?<![\w\"])\"([^\"“”\n]{8,1500})\"(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CUT = re.compile(r"…|\.{3}|\[[^\]]{0,40}\]")
_END = re.compile(r"[.!?](?=\s)|;")
_FEWEST = 4  # words of a quotation that can be told from others
_TOLD = 0.2  # part of a sentence's words from which it is quoted; the rest is chance
_ALIKE = 0.6  # of Indel's normalised similarity, for a quotation that was altered
_WHOLE = 0.999
_MOST = 60  # quotations of a page that are looked at
TELLING = words(
    "if unless only not no never neither nobody nothing none cannot may might could would should",
    "perhaps possibly probably likely unlikely maybe believe think suppose allegedly reportedly",
    "almost nearly about some until except but without hardly barely",
)


class Change(StrEnum):
    SAME = "same"
    CUT = "cut"  # words are left out that change its sense
    ALTERED = "altered"  # words are changed or added


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands between quotation marks in a text."""

    span: Span  # without the marks
    words: tuple[str, ...]
    sentences: tuple[int, ...]  # the number of the sentence that each word stands in
    gaps: bool  # it says itself that something is left out or put in


@dataclass(frozen=True, slots=True)
class Match:
    """A quotation of one page beside the one of another that it goes back to."""

    before: Quoted
    after: Quoted
    change: Change
    lost: tuple[str, ...]  # words that change the sense and are gone


@lru_cache(maxsize=512)  # the pages of a trace are compared with one another
def quotations(text: str) -> tuple[Quoted, ...]:
    """The quotations of a text of four words or more, in order."""
    found = []
    for match in _QUOTED.finditer(text):
        span = Span(*match.span(1 if match[1] is not None else 2))
        inner = span.cut(text)
        said = list(_WORD.finditer(inner))
        if len(said) >= _FEWEST:
            ends = [m.start() for m in _END.finditer(inner)]
            pieces = [
                (piece, bisect_left(ends, word.start()))
                for word in said
                for piece in _plain(word.group())
            ]
            plain, sentences = zip(*pieces, strict=True)
            found.append(Quoted(span, plain, sentences, _CUT.search(inner) is not None))
    return tuple(found[:_MOST])


def compare_quotations(before: Sequence[Quoted], after: Sequence[Quoted]) -> list[Match]:
    """Each quotation of the later text with the one of the earlier that it is nearest to."""
    matches = []
    for quoted in after:
        best = max(before, key=lambda each: _alike(each, quoted), default=None)
        if best is not None and _alike(best, quoted) >= _ALIKE:
            change, lost = _change(best, quoted)
            matches.append(Match(best, quoted, change, lost))
    return matches


def _alike(before: Quoted, after: Quoted) -> float:
    """1 where all of the later one's words stand in the earlier in this order."""
    shared = Indel.similarity(before.words, after.words) // 2
    if shared == len(after.words):
        return 1.0
    return shared / min(len(before.words), len(after.words))


def _change(before: Quoted, after: Quoted) -> tuple[Change, tuple[str, ...]]:
    shared = Indel.similarity(before.words, after.words) // 2
    left_out = _left_out(before, after)
    lost = tuple(word for word in left_out if word in TELLING)
    if shared == len(before.words):
        return Change.SAME, ()  # at more length
    if shared == len(after.words):
        return (Change.CUT, lost) if lost else (Change.SAME, ())
    if after.gaps and shared >= len(after.words) - 2:
        return Change.CUT if lost else Change.ALTERED, lost
    return Change.ALTERED, lost


def _left_out(before: Quoted, after: Quoted) -> list[str]:
    """The words of the earlier quotation that are gone from sentences that are still there: to
    quote one sentence of three is no cut."""
    kept = [False] * len(before.words)
    for edit in Indel.opcodes(before.words, after.words):
        if edit.tag == "equal":
            kept[edit.src_start : edit.src_end] = [True] * (edit.src_end - edit.src_start)
    words_kept = Counter(n for n, is_kept in zip(before.sentences, kept, strict=True) if is_kept)
    length = Counter(before.sentences)
    told = {n for n, number in words_kept.items() if number >= max(2, _TOLD * length[n])}
    return [
        word
        for word, number, is_kept in zip(before.words, before.sentences, kept, strict=True)
        if not is_kept and number in told
    ]


def _plain(word: str) -> tuple[str, ...]:
    """A word as it is compared: "don't" is "do not"."""
    low = word.casefold().replace("’", "'")
    if low in _IRREGULAR:
        return _IRREGULAR[low], "not"
    for ending, full in _CONTRACTED.items():
        if low.endswith(ending):
            return low.removesuffix(ending), full
    return (low,)


_IRREGULAR = {"can't": "can", "cannot": "can", "won't": "will", "shan't": "shall"}
_CONTRACTED = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
