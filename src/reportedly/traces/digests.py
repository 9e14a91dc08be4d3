"""What grouping compares of a page: its words, its names and figures, its meaning.

Reading ─► digest ─► Digest        Digests ─► likenesses (`likeness.py`)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reportedly.data import Reading
from reportedly.traces.embeddings import LONGEST, Embedder, Floats
from reportedly.traces.words import level, stems

LEAD, OPENING = 700, 300  # code points
CLAIMS = 12  # of a page, from its beginning, whose meaning is compared
_READ = 200_000  # code points of a text that are compared

Ints = npt.NDArray[np.int64]


class Space(IntEnum):
    """In what two pages are compared as bags of terms."""

    TEXT = 0
    LEAD = 1
    OPENING = 2
    PAIRS = 3  # of words
    ENTITIES = 4
    FIGURES = 5
    SPEAKERS = 6


@dataclass(frozen=True, slots=True)
class Bag:
    """Terms by their number, each once, with 1 + log of how often it stands there."""

    terms: Ints
    weights: Floats


@dataclass(frozen=True, slots=True)
class Digest:
    """What is compared of one page."""

    bags: tuple[Bag, ...]  # one a `Space`
    lead: Floats  # [SIZE] the meaning of how it begins
    whole: Floats  # [SIZE] the same with what follows
    said: Floats  # [claims, SIZE] the meaning of its first claims
    length: float  # natural logarithm of 1 + its words that mean something


class Terms:
    """Numbers for terms; one for all pages that are compared."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, str], int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def bag(self, space: Space, terms: Iterable[str]) -> Bag:
        """The words of text, lead and opening are the same terms; other spaces have their own."""
        kind = 0 if space <= Space.OPENING else int(space)
        counts = Counter(terms)
        numbers = [self._numbers.setdefault((kind, t), len(self._numbers)) for t in counts]
        order = np.argsort(numbers, kind="stable")
        often = np.fromiter(counts.values(), np.float32, len(counts))
        weights = (1 + np.log(often)).astype(np.float32)
        return Bag(np.array(numbers, np.int64)[order], weights[order])


def digest(reading: Reading, terms: Terms, embedder: Embedder) -> Digest:
    """What is compared of a page. Its title, where it has one, is read before its text."""
    title, text = reading.article.title, reading.article.text[:_READ]
    text = level(f"{title}. {text}" if title else text)
    words = stems(text)
    bags = (
        words,
        stems(text[:LEAD]),
        stems(text[:OPENING]),
        [f"{a} {b}" for a, b in pairwise(words)],
        list(_names(reading)),
        [f"{q.low:g}" for claim in reading.claims for q in claim.quantities],
        [word for source in reading.sources for word in stems(level(source.name or ""))],
    )
    lead = embedder.vector(text)
    whole = embedder.vector(text, LONGEST)
    return Digest(
        tuple(terms.bag(space, bag) for space, bag in zip(Space, bags, strict=True)),
        lead,
        whole,
        embedder.vectors(level(claim.text)[:400] for claim in reading.claims[:CLAIMS]),
        float(np.log1p(len(words))),
    )


def _names(reading: Reading) -> Iterator[str]:
    for claim in reading.claims:
        for entity in claim.entities:
            yield " ".join(stems(level(entity.name)))
