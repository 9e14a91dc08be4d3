"""What grouping compares of a page: its words, its names and figures, its meaning.

Reading ─► digest ─► Digest ◄─► bytes        Digests ─► likenesses (`likeness.py`)

A digest is some kilobytes, and the same whatever else there is: a ledger keeps it.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reportedly.data import Reading
from reportedly.traces.embeddings import LONGEST, SIZE, Embedder, Floats
from reportedly.traces.words import level, stems

FORMAT = 1  # of the bytes, and of what stands in them
LEAD, OPENING = 700, 300  # code points
SENTENCES = 8  # of a page, from its beginning, whose meanings are averaged
CODE = SIZE // 8  # bytes of a code
_READ = 200_000  # code points of a text that are compared
_WEIGHT = 16  # steps of a term's weight a unit
_STEP = 127  # of a vector's largest part
_MEANINGS = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"'])")
_BEGUN = 4000  # code points in which the first sentences are sought
_SHORT, _LONG = 30, 300  # code points: what is shorter is no sentence; what is longer is cut

Terms = npt.NDArray[np.uint32]


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
    """Terms by their hash, in order, each once, with 1 + log of how often it stands there."""

    terms: Terms
    weights: Floats


@dataclass(frozen=True, slots=True)
class Digest:
    """What is compared of one page."""

    bags: tuple[Bag, ...]  # one a `Space`
    meanings: Floats  # [3, SIZE]: `lead`, `whole`, `told`
    length: float  # natural logarithm of 1 + its words that mean something

    @property
    def lead(self) -> Floats:
        """[SIZE] the meaning of how it begins."""
        return np.asarray(self.meanings[0])

    @property
    def whole(self) -> Floats:
        """[SIZE] the same with what follows."""
        return np.asarray(self.meanings[1])

    @property
    def told(self) -> Floats:
        """[SIZE] what its first sentences mean in the mean."""
        return np.asarray(self.meanings[2])


def digest(reading: Reading, embedder: Embedder) -> bytes:
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
    told = embedder.vectors(_sentences(text)).mean(0)
    vectors = np.stack([embedder.vector(text), embedder.vector(text, LONGEST), told])
    scale = np.abs(vectors).max(1, keepdims=True) / _STEP + 1e-12
    counted = [_counted(space, bag) for space, bag in zip(Space, bags, strict=True)]
    head = np.array([len(words), *(len(terms) for terms, _ in counted)], np.uint32)
    return b"".join(
        (
            head.tobytes(),
            *(terms.tobytes() for terms, _ in counted),
            scale.astype(np.float32).tobytes(),
            *(weights.tobytes() for _, weights in counted),
            np.round(vectors / scale).astype(np.int8).tobytes(),
        )
    )


def undigested(kept: bytes) -> Digest:
    """The digest of its bytes."""
    words, *sizes = np.frombuffer(kept, np.uint32, 1 + len(Space)).tolist()
    at, total = 4 * (1 + len(sizes)), sum(sizes)
    terms = np.frombuffer(kept, np.uint32, total, at)
    scale = np.frombuffer(kept, np.float32, _MEANINGS, at + 4 * total)
    at += 4 * (total + _MEANINGS)
    weights = np.frombuffer(kept, np.uint8, total, at).astype(np.float32) / np.float32(_WEIGHT)
    vectors = np.frombuffer(kept, np.int8, _MEANINGS * SIZE, at + total).reshape(-1, SIZE)
    meanings = vectors * scale[:, None]
    meanings /= np.maximum(np.linalg.norm(meanings, axis=1, keepdims=True), 1e-9)
    bags, start = [], 0
    for size in sizes:
        bags.append(Bag(terms[start : start + size], weights[start : start + size]))
        start += size
    return Digest(tuple(bags), meanings, float(np.log1p(words)))


def code(kept: bytes) -> bytes:
    """The signs of the meaning of how a page begins, by which its neighbours are found."""
    return np.packbits(undigested(kept).lead > 0).tobytes()


def _counted(space: Space, terms: Iterable[str]) -> tuple[Terms, npt.NDArray[np.uint8]]:
    """The words of text, lead and opening are the same terms; other spaces have their own."""
    kind = 0 if space <= Space.OPENING else int(space)
    counts: Counter[int] = Counter()
    for term, times in Counter(terms).items():
        counts[zlib.crc32(f"{kind} {term}".encode("utf-8", "replace"))] += times
    hashes = np.array(sorted(counts), np.uint32)
    often = np.array([counts[each] for each in hashes.tolist()], np.float64)
    weights = np.minimum(np.round(_WEIGHT * (1 + np.log(np.maximum(often, 1)))), 255)
    return hashes, weights.astype(np.uint8)


def _sentences(text: str) -> list[str]:
    found = [each[:_LONG] for each in _SENTENCE.split(text[:_BEGUN]) if len(each) > _SHORT]
    return found[:SENTENCES] or [text[:_LONG]]


def _names(reading: Reading) -> Iterator[str]:
    for claim in reading.claims:
        for entity in claim.entities:
            yield " ".join(stems(level(entity.name)))
