"""From whom a page that names nobody may have a claim: who told it before in nearly the same words,
or quoted the same.

Pages are held against those alone that can be near enough: that have one of their rarest words.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz.distance import Indel

from reportedly.data import Edge, Ground, Passage, Place, Relation, Variant
from reportedly.shingles import words_of
from reportedly.traces.citations import Papers
from reportedly.traces.dates import are_weeks_apart, is_later
from reportedly.traces.drift import whole
from reportedly.traces.polarity import denies
from reportedly.traces.quotations import Change, compare_quotations, quotations

_WORDED = 0.75  # likeness of two wordings from which the later may have it from the earlier
_WORDED_CONFIDENCE = 0.3, 0.4
_QUOTED = 0.5
_SHARED_QUOTATION = 6  # words
_GAPS = 2  # words of a quotation that are put in, at most, where it says that some are left out

_Word = TypeVar("_Word", str, tuple[int, int])


class Wordings:
    """How the pages of a trace, in order, word a claim, and what they quote."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        self._variants = variants
        self._numbers = {variant.page: number for number, variant in enumerate(variants)}
        self._words = [tuple(words_of(v.statement.claim.text).hashes.tolist()) for v in variants]
        told = [_numbered(words) for words in self._words]
        often = Counter(word for words in told for word in words)
        self._rare = [_rarest(words, often, _prefix(len(words))) for words in told]
        self._telling = _index(enumerate(self._rare))
        self._quoted = [
            [frozenset(each.words) for each in quotations(v.statement.text)] for v in variants
        ]
        self._often = Counter(word for quoted in self._quoted for words in quoted for word in words)
        self._quoting = _index(
            (n, word) for n, quoted in enumerate(self._quoted) for word in quoted
        )
        self._shortest = _index(
            (n, _rarest(words, self._often, 1))
            for n, quoted in enumerate(self._quoted)
            for words in quoted
        )

    def likeness(self, one: Variant, other: Variant) -> float:
        """How alike they tell it, word by word, in [0, 1]."""
        first, second = (self._words[self._numbers[each.page]] for each in (one, other))
        return Indel.normalized_similarity(first, second) if first and second else 0.0

    def near(self, variant: Variant) -> list[Variant]:
        """Among them all whose likeness is `_WORDED` or more. Such two have six words in ten of
        either in common, and so one of the four in ten and one that are the rarest of either."""
        rare = self._rare[self._numbers[variant.page]]
        return self._at(number for word in rare for number in self._telling[word])

    def quoting(self, variant: Variant) -> list[Variant]:
        """Among them all that quote something of which a quotation of the page is a part, or
        which is a part of one, words that were put in apart."""
        found: set[int] = set()
        for quoted in self._quoted[self._numbers[variant.page]]:
            for word in _rarest(quoted, self._often, _GAPS + 1):
                found.update(self._quoting[word])
            for word in quoted:
                found.update(self._shortest[word])
        return self._at(found)

    def _at(self, numbers: Iterable[int]) -> list[Variant]:
        return [self._variants[number] for number in sorted(set(numbers))]


def _numbered(words: Iterable[int]) -> list[tuple[int, int]]:
    """Words with how many times each stood there before."""
    before: Counter[int] = Counter()
    found = []
    for word in words:
        found.append((word, before[word]))
        before[word] += 1
    return found


def _prefix(length: int) -> int:
    """Of so many words, how many are looked at, those first that are rarest."""
    return length - math.ceil(length * _WORDED / (2 - _WORDED) - 1e-9) + 1


def _rarest(words: Iterable[_Word], often: Counter[_Word], most: int) -> list[_Word]:
    return sorted(words, key=lambda word: (often[word], word))[:most]


def _index(found: Iterable[tuple[int, Iterable[_Word]]]) -> defaultdict[_Word, set[int]]:
    """Words with the numbers of the pages that have them."""
    index: defaultdict[_Word, set[int]] = defaultdict(set)
    for number, words in found:
        for word in words:
            index[word].add(number)
    return index


def worded(variant: Variant, papers: Papers, wordings: Wordings) -> Iterator[Edge]:
    """From an earlier page that tells it in nearly the same words, or quotes the same."""
    near = [
        other
        for other in _earlier(wordings.near(variant), variant, papers)
        if (denies(other.statement) or not denies(variant.statement))
        and not are_weeks_apart(other.statement, variant.statement)
    ]  # who denies a thing has it from nobody who says it, though in the same words
    best = max(near, key=lambda other: wordings.likeness(other, variant), default=None)
    if best is not None and (like := wordings.likeness(best, variant)) >= _WORDED:
        base, more = _WORDED_CONFIDENCE
        confidence = base + more * (like - _WORDED) / (1 - _WORDED)
        evidence = (whole(variant.statement), whole(best.statement))
        yield Edge(
            best.page,
            variant.page,
            Relation.DERIVED,
            Ground.NEAR_COPY,
            evidence,
            (),
            round(confidence, 2),
        )
        return
    yield from _quoting(variant, _earlier(wordings.quoting(variant), variant, papers))


def _earlier(others: Iterable[Variant], variant: Variant, papers: Papers) -> list[Variant]:
    """Those of others that were there before a page, and may have given it a claim."""
    day = variant.statement.published
    return [
        other
        for other in others
        if other.body is not None
        and is_later(day, other.statement.published)
        and not papers.credits(other, variant)
    ]


def _quoting(variant: Variant, earlier: Sequence[Variant]) -> Iterator[Edge]:
    mine = quotations(variant.statement.text)
    for other in earlier:
        for match in compare_quotations(quotations(other.statement.text), mine):
            if len(match.after.words) >= _SHARED_QUOTATION and match.change is not Change.ALTERED:
                evidence = (
                    Passage(variant.page, Place.TEXT, match.after.span),
                    Passage(other.page, Place.TEXT, match.before.span),
                )
                yield Edge(
                    other.page,
                    variant.page,
                    Relation.QUOTED,
                    Ground.QUOTATION,
                    evidence,
                    (),
                    _QUOTED,
                )
                return
