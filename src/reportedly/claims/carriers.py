"""Which statements of the body carry a headline, and how much of it each of them holds.

Words are compared in one form each (`stems`), weighed by how few sentences of the article
hold them: a name that stands everywhere tells little. Linear in the length of the text, but
for the sorting of spans.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.claims.body import Body
from reportedly.claims.stems import Stem, find_stems
from reportedly.claims.title import Headline
from reportedly.data import Claim, Place, Span


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of the body and what of the headline stands in it."""

    span: Span  # of a claim's content from its first word to its last, or a sentence
    claim: Claim | None  # None: words of a sentence that no claim holds
    stems: frozenset[str]  # of the headline
    share: float  # [0, 1], of the weight of those stems of the headline that the body has


@dataclass(frozen=True, slots=True)
class Carriers:
    """The body as seen from a headline."""

    attributed: tuple[Statement, ...]  # claims that are on somebody's word
    own: tuple[Statement, ...]  # sentences, without what is on somebody's word in them
    sentences: tuple[Statement, ...]  # sentences as a whole
    places: tuple[Stem, ...]  # the body's words that the headline has, in reading order
    weights: dict[str, float]  # of the headline's stems that the body has

    def share(self, stems: Iterable[str]) -> float:
        """How much of the headline, as far as the body has its words, lies in `stems`."""
        return _share(self.weights, stems)


def find_carriers(body: Body, headline: Headline, claims: Sequence[Claim]) -> Carriers:
    """What of a headline each claim and each sentence of a body holds."""
    wanted = {each.form for each in headline.words}
    core = {each.form for each in headline.stems}
    met = find_stems(body.text, wanted)
    found = [each for each in met if each.form in core]
    sentences = body.sentences
    said = [claim for claim in claims if claim.place is Place.TEXT and claim.content]
    reported = [claim for claim in said if claim.chain]
    voiced = {claim.content[0].start: claim for claim in said if not claim.chain}

    everything = _Shelf(found)
    whole = [everything.inside(sentence) for sentence in sentences]
    frequency = Counter(form for forms in whole for form in forms)
    weights = {form: math.log(1 + len(sentences) / n) for form, n in frequency.items()}
    free = _Shelf(_outside(found, [span for claim in reported for span in claim.content]))
    shares: dict[frozenset[str], float] = {}  # most statements hold nothing of the headline

    def statement(span: Span, claim: Claim | None, forms: frozenset[str]) -> Statement:
        if forms not in shares:
            shares[forms] = _share(weights, forms)
        return Statement(span, claim, forms, shares[forms])

    return Carriers(
        tuple(
            statement(
                Span(claim.content[0].start, claim.content[-1].end),
                claim,
                frozenset().union(*map(everything.inside, claim.content)),
            )
            for claim in reported
        ),
        tuple(statement(s, voiced.get(s.start), free.inside(s)) for s in sentences),
        tuple(
            statement(s, voiced.get(s.start), forms)
            for s, forms in zip(sentences, whole, strict=True)
        ),
        tuple(met),
        weights,
    )


def _share(weights: dict[str, float], stems: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights.get(form, 0.0) for form in stems) / total if total else 0.0


class _Shelf:
    """Stems in reading order, looked up by where they stand."""

    def __init__(self, stems: Sequence[Stem]) -> None:
        self._stems = stems
        self._starts = [each.span.start for each in stems]

    def inside(self, span: Span) -> frozenset[str]:
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, first)
        return frozenset([each.form for each in self._stems[first:last]])


def _outside(stems: Sequence[Stem], spans: Sequence[Span]) -> list[Stem]:
    """The stems that stand in none of the spans; both may lie in any order of nesting."""
    outside: list[Stem] = []
    ordered = sorted(spans)
    reached = at = 0
    for each in stems:
        while at < len(ordered) and ordered[at].start <= each.span.start:
            reached = max(reached, ordered[at].end)
            at += 1
        if each.span.start >= reached:
            outside.append(each)
    return outside
