"""Shingles: runs of eight words as numbers, and the few of them by which a text is found again.

    text ─► words ─► a hash of each ─► of every eight in a row ─► sample: the least of every window

Words are compared without case and punctuation, so that a quotation is found again however it
is set. The hashes are the same on every machine and for ever: ledgers keep them.

The sample is that of winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): any stretch of
`WIDTH + WINDOW - 1` words that two texts share leaves at least one hash in both samples, however
short the one text and however long the other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

WIDTH = 8  # words of a shingle
WINDOW = 16  # shingles of which at least one is in the sample

Hashes = NDArray[np.uint64]
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHES = str.maketrans("", "", "'’")
# Odd numbers without structure: of the polynomial, and of the finaliser of SplitMix64
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_POWERS = np.array([pow(int(_BASE), i, 1 << 64) for i in range(WIDTH)], np.uint64)


class Words(NamedTuple):
    """The words of a text: the hash of each, and where it stands."""

    hashes: Hashes
    starts: NDArray[np.int64]  # code points
    ends: NDArray[np.int64]


def words_of(text: str) -> Words:
    """The words of `text` in order, without case and punctuation."""
    found = [(_hash(m.group()), *m.span()) for m in _WORD.finditer(text)]
    if not found:
        nothing = np.zeros(0, np.int64)
        return Words(np.zeros(0, np.uint64), nothing, nothing)
    hashes, starts, ends = zip(*found, strict=True)
    return Words(np.array(hashes, np.uint64), np.array(starts), np.array(ends))


def shingles(words: Hashes, width: int = WIDTH) -> Hashes:
    """A hash of every `width` words in a row, by the place of the first of them."""
    if len(words) < width:
        return np.zeros(0, np.uint64)
    with np.errstate(over="ignore"):
        sums: Hashes = np.zeros(len(words) - width + 1, np.uint64)
        for i in range(width):
            sums += words[i : i + len(sums)] * _POWERS[i]
        sums ^= sums >> np.uint64(30)
        sums *= _MIX[0]
        sums ^= sums >> np.uint64(27)
        sums *= _MIX[1]
        return sums ^ (sums >> np.uint64(31))


def sample(text: str) -> NDArray[np.int64]:
    """The hashes by which `text` is found again, each once and in order, as signed numbers,
    which is what databases have."""
    hashes = np.array([_hash(word) for word in _WORD.findall(text)], np.uint64)
    every = shingles(hashes)
    if len(every) > WINDOW:
        every = sliding_window_view(every, WINDOW).min(axis=1)
    return np.unique(every).view(np.int64)


@lru_cache(maxsize=1 << 17)  # words of a language, and the names of some thousand pages
def _hash(word: str) -> int:
    plain = word.casefold().translate(_APOSTROPHES)
    digest = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
