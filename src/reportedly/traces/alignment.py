"""Two texts, and what they share word for word, aligned to spans on both sides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.data import Copy, Sameness, Span
from reportedly.shingles import WIDTH, Hashes, Words, distinct, shingles, words_of

_MOST = 0.5  # containment from which a text is contained in the other
_NEARLY = 0.5  # resemblance from which both are near-duplicates
_LEAST = 12  # words in a row that are worth telling where little else is shared
_OFTEN = 8  # places of one shingle on the right that are looked at: a refrain is no copy
_REST = 4  # words that may be left of a stretch of which a longer one has taken the rest


class Prepared(NamedTuple):
    """A text, ready to be compared with others."""

    words: Words
    shingles: Hashes  # by the place of their first word
    distinct: Hashes  # each once, in order


class Block(NamedTuple):
    """The same words in two texts; numbers of words, counted from 0."""

    left: int
    right: int
    length: int


def prepare(text: str) -> Prepared:
    """Takes a text apart, once for all comparisons."""
    return prepared(words_of(text))


def prepared(words: Words) -> Prepared:
    """The same of a text that has been taken apart into words."""
    every = shingles(words.hashes)
    return Prepared(words, every, distinct(every))


def compare(
    left: str, one: Prepared, right: str, other: Prepared, agency: str | None = None
) -> Copy | None:
    """What the texts of two pages share; None where that is next to nothing."""
    common = np.intersect1d(one.distinct, other.distinct, assume_unique=True)
    if not common.size:
        return None
    sizes = len(one.distinct), len(other.distinct)
    containment = len(common) / min(sizes)
    resemblance = len(common) / (sum(sizes) - len(common))
    blocks = align(one, other, common)
    if containment < _MOST and max(block.length for block in blocks) < _LEAST:
        return None
    return Copy(
        left,
        right,
        tuple((_span(one, b.left, b.length), _span(other, b.right, b.length)) for b in blocks),
        round(containment, 4),
        round(resemblance, 4),
        _sameness(containment, resemblance),
        agency,
    )


def align(one: Prepared, other: Prepared, common: Hashes) -> list[Block]:
    """The stretches that both have, in order of the left text; they overlap none there.

    The longest is taken first. `common` are the shingles that both have, each once, in order.
    """
    left, right = _matches(one.shingles, other.shingles, common)
    order = np.lexsort((left, right - left))
    left, right = left[order], right[order]
    # A stretch is a run of shingles on one diagonal
    begins = np.ones(len(left), bool)
    begins[1:] = (np.diff(left) != 1) | (np.diff(right) != 1)
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.append(starts, len(left))) + WIDTH - 1
    free = np.ones(len(one.words.hashes), bool)
    blocks = []
    for i in np.lexsort((left[starts], -lengths)):
        start, length = int(left[starts[i]]), int(lengths[i])
        rest = np.flatnonzero(free[start : start + length])
        if len(rest) >= _REST and rest[-1] - rest[0] + 1 == len(rest):
            skipped = int(rest[0])
            free[start : start + length] = False
            to = int(right[starts[i]]) + skipped
            blocks.append(Block(start + skipped, to, len(rest)))
    return sorted(blocks)


def _matches(
    one: Hashes, other: Hashes, common: Hashes
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every place of a common shingle on the left, with the first `_OFTEN` on the right."""
    left, wanted = _placed(one, common)
    right, has = _placed(other, common)
    order = np.argsort(has, kind="stable")
    right, has = right[order], has[order]
    first = np.searchsorted(has, wanted)
    count = np.minimum(np.searchsorted(has, wanted, "right") - first, _OFTEN)
    each = np.repeat(np.arange(len(left)), count)
    within = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
    return left[each], right[first[each] + within]


def _placed(every: Hashes, common: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of common shingles in a text, and the number of the shingle at each."""
    number = np.minimum(np.searchsorted(common, every), len(common) - 1)
    places = np.flatnonzero(common[number] == every)
    return places, number[places]


def _span(text: Prepared, first: int, length: int) -> Span:
    return Span(int(text.words.starts[first]), int(text.words.ends[first + length - 1]))


def _sameness(containment: float, resemblance: float) -> Sameness:
    if resemblance >= _NEARLY:
        return Sameness.NEAR_DUPLICATE
    return Sameness.CONTAINED if containment >= _MOST else Sameness.EXCERPT
