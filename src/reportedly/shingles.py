"""Shingles: runs of eight words as numbers, and the few of them by which a text is found again.

    text ─► words ─► a hash of each ─► of every eight in a row ─► sample: the least of every window

Words are compared without case and punctuation, so that a quotation is found again however it
is set. The hashes are the same on every machine and for ever: ledgers keep them.

The sample is that of winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): any stretch of
`WIDTH + WINDOW - 1` words that two texts share leaves at least one hash in both samples, however
short the one text and however long the other.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH = 8  # words of a shingle
WINDOW = 16  # shingles of which at least one is in the sample

Hashes = NDArray[np.uint64]
_SPACE, _STRAIGHT, _CURLY = map(ord, " '’")
_APOSTROPHES = str.maketrans("", "", "'’")
# Odd numbers without structure: of the polynomial, and of the finaliser of SplitMix64
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_MOST_KNOWN = 1 << 17  # words of a language, and the names of some thousand pages
_POWERS = np.array([pow(int(_BASE), i, 1 << 64) for i in range(WIDTH)], np.uint64)


class Words(NamedTuple):
    """The words of a text: the hash of each, and where it stands."""

    hashes: Hashes
    starts: NDArray[np.int64]  # code points
    ends: NDArray[np.int64]


def words_of(text: str) -> Words:
    """The words of `text` in order, without case and punctuation."""
    codes, starts, ends = _taken_apart(text)
    return Words(_hashes(codes), starts, ends)


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
    return sample_of(_hashes(_taken_apart(text)[0]))


def sample_of(words: Hashes) -> NDArray[np.int64]:
    """The same of a text whose words are known."""
    every = shingles(words)
    if len(every) > WINDOW:
        wide = 1  # that of the windows of which `every` has the least by now
        while wide < WINDOW:
            every = np.minimum(every[:-wide], every[wide:])
            wide *= 2
    return distinct(every).view(np.int64)


def distinct(hashes: Hashes) -> Hashes:
    """Each once, in order; many times as fast as `numpy.unique` for some hundreds of them."""
    ordered = np.sort(hashes)
    first: NDArray[np.bool_] = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return ordered[first]


def _taken_apart(text: str) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """The characters of `text`, those between words as spaces; where words start and end.

    A word is letters and figures, with an apostrophe between two of them.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").copy()
    inside = np.zeros(len(codes) + 2, bool)  # between two that are not
    inside[1:-1] = _of_words(codes)
    quotes = np.flatnonzero((codes == _STRAIGHT) | (codes == _CURLY)) + 1
    inside[quotes[inside[quotes - 1] & inside[quotes + 1]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    codes[~inside[1:-1]] = _SPACE
    return codes, edges[::2], edges[1::2]


def _of_words(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which characters words are made of."""
    if codes.max(initial=0) < len(_COMMON):
        return _COMMON[codes]
    each, where = np.unique(codes, return_inverse=True)
    return np.array([_is_of_words(code) for code in each.tolist()], bool)[where]


def _is_of_words(code: int) -> bool:
    return chr(code).isalnum()  # `\w` in regular expressions, but for the underscore


def _hashes(codes: NDArray[np.uint32]) -> Hashes:
    """Those of the words between spaces."""
    words = codes.tobytes().decode("utf-32-le", "surrogatepass").split()
    return np.array([_KNOWN[word] for word in words], np.uint64)


class _Known(dict[str, int]):
    """The hash of each word, as it is asked for."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        plain = word.casefold().translate(_APOSTROPHES)
        digest = blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return self.setdefault(word, int.from_bytes(digest, "little"))


_COMMON = np.array([_is_of_words(code) for code in range(0x2100)])  # Latin, Greek, Cyrillic ...
_KNOWN = _Known()
