"""Which side headlines and articles take: `reportedly.traces.sides`, fitted on FNC-1.

The corpus says of pairs only whether they agree, disagree or discuss. But nearly all of that
(99 pairs in 100) follows from a side of each headline and of each article, for the claim,
against it, or neither: they agree on one side, disagree across, and discuss where one has none.
So the sides are found first, cluster by cluster, and learned then. Which of a cluster's two
sides is against, the pairs cannot tell; words of refutation do at first, what was learned later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportedly.traces.sides import Sides, counted, weighed
from reportedly.traces.weights import Linear
from training.combine import scale, spread

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
FLIPS = 2  # times that sides are named anew by what was learned
_AGAINST = 0.25  # of those that take a side, about so many are against
_WORDS = 0.5  # root of the mean square of what a stretch's words add, beside measures of 1
_SIGN = {"agree": 1, "disagree": -1, "discuss": 0}


@dataclass(frozen=True, slots=True)
class Kind:
    """All texts of one kind, headlines or articles."""

    measures: Floats  # [texts, features]; the first tells how much is refuted
    counts: tuple[list[Counter[str]], ...]  # of each stretch, text by text
    clusters: npt.NDArray[np.str_]  # [texts]
    folds: Ints  # [texts]
    least: tuple[int, ...]  # clusters that a word of each stretch must come in
    ridges: tuple[float, float]  # for whether a side is taken, and which
    side: Ints  # [texts] 1, -1 or 0: none

    @classmethod
    def of(
        cls,
        measures: Sequence[Floats],
        stretches: Iterable[Sequence[str]],
        where: tuple[Sequence[str], Sequence[int]],
        least: tuple[int, ...],
        ridges: tuple[float, float],
    ) -> Kind:
        """`where`: of each text its cluster and fold."""
        counts = tuple([counted(text) for text in each] for each in zip(*stretches, strict=True))
        clusters, folds = np.array(where[0]), np.array(where[1])
        nothing = np.zeros(len(folds), np.int64)
        return cls(np.stack(measures), counts, clusters, folds, least, ridges, nothing)


def find(heads: Kind, bodies: Kind, pairs: Sequence[tuple[int, int, str]]) -> float:
    """Set the sides of both. `pairs`: a headline, an article, a stance. Returns the share of the
    pairs that the sides explain."""
    told = [(h, b, _SIGN[stance]) for h, b, stance in pairs]
    of_heads, of_bodies = defaultdict(list), defaultdict(list)
    for h, b, sign in told:
        of_heads[h].append((b, sign))
        of_bodies[b].append((h, sign))
    refuting = heads.measures[:, 0] > 0
    best: dict[str, tuple[int, Ints, Ints]] = {}
    for begin in (np.ones(len(refuting), np.int64), np.where(refuting, -1, 1)):
        h_side, b_side = begin.copy(), np.zeros(len(bodies.side), np.int64)
        for _ in range(10):
            for mine, theirs, seen in ((b_side, h_side, of_bodies), (h_side, b_side, of_heads)):
                for n, others in seen.items():
                    mine[n] = max(
                        (1, 0, -1), key=lambda v: sum(v * theirs[m] == sign for m, sign in others)
                    )
        right: Counter[str] = Counter()
        for h, b, sign in told:
            right[str(heads.clusters[h])] += int(h_side[h] * b_side[b] == sign)
        for cluster, count in right.items():
            if cluster not in best or count > best[cluster][0]:
                best[cluster] = count, h_side, b_side
    for cluster, (_, h_side, b_side) in best.items():
        for kind, found in ((heads, h_side), (bodies, b_side)):
            mine = kind.clusters == cluster
            kind.side[mine] = found[mine]
    refutes = [_centred(kind.measures[:, 0]) for kind in (heads, bodies)]
    _turn(heads, bodies, refutes, sorted(best))
    return sum(count for count, _, _ in best.values()) / len(told)


def _centred(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())


def _turn(heads: Kind, bodies: Kind, against: Sequence[Floats], clusters: Iterable[str]) -> None:
    """Name the sides of each cluster the other way round where `against` speaks for that."""
    for cluster in clusters:
        mine = [kind.clusters == cluster for kind in (heads, bodies)]
        pairs = zip((heads, bodies), mine, against, strict=True)
        if sum(float(kind.side[m] @ value[m]) for kind, m, value in pairs) > 0:
            for kind, m in zip((heads, bodies), mine, strict=True):
                kind.side[m] *= -1


@dataclass(frozen=True, slots=True)
class _Design:
    """The features of all texts of a kind as some of them shape them."""

    mean: Floats
    deviation: Floats
    measures: Floats  # [texts, features]
    terms: tuple[list[str], ...]
    factors: tuple[Floats, ...]  # [terms] of each stretch
    words: tuple[npt.NDArray[np.float32], ...]  # [texts, terms] of each stretch
    kernel: Floats  # [texts, texts]


def _design(kind: Kind, among: Bools) -> _Design:
    mean, deviation = scale(kind.measures[among])
    measures = (kind.measures - mean) / deviation
    terms, factors, words = [], [], []
    kernel = measures @ measures.T
    for counts, least in zip(kind.counts, kind.least, strict=True):
        seen: defaultdict[str, set[str]] = defaultdict(set)
        often: Counter[str] = Counter()
        for n in np.flatnonzero(among).tolist():
            often.update(counts[n].keys())
            for term in counts[n]:
                seen[term].add(kind.clusters[n])
        known = {t: i for i, t in enumerate(sorted(t for t in seen if len(seen[t]) >= least))}
        table = np.zeros((len(counts), len(known)), np.float32)
        for n, each in enumerate(counts):
            for term, share in weighed({t: c for t, c in each.items() if t in known}).items():
                table[n, known[term]] = share
        rarity = np.log(among.sum() / np.array([often[term] for term in known])) + 1
        length = float(np.sqrt(np.square(table[among] * rarity).sum(1).mean()))
        factor = _WORDS * rarity / length
        table *= factor.astype(np.float32)
        kernel += table @ table.T
        terms.append(list(known))
        factors.append(factor)
        words.append(table)
    return _Design(mean, deviation, measures, tuple(terms), tuple(factors), tuple(words), kernel)


def learn(heads: Kind, bodies: Kind, without: Collection[int]) -> list[tuple[Sides, Floats]]:
    """Of both kinds the sides learned from the folds not in `without`, and what they say of all
    texts [texts, 2]."""
    heads, bodies = (
        Kind(k.measures, k.counts, k.clusters, k.folds, k.least, k.ridges, k.side.copy())
        for k in (heads, bodies)
    )
    kinds = (heads, bodies)
    among = [~np.isin(kind.folds, list(without)) for kind in kinds]
    designs = [_design(kind, chosen) for kind, chosen in zip(kinds, among, strict=True)]
    taken, against = (
        [_fitted(kind, design, chosen & (kind.side != 0) if signs else chosen, signs)
         for kind, design, chosen in zip(kinds, designs, among, strict=True)]
        for signs in (False, True)
    )  # fmt: skip
    for _ in range(FLIPS):
        said = [design.kernel @ adds + bias
                for design, (adds, bias) in zip(designs, against, strict=True)]  # fmt: skip
        _turn(heads, bodies, said, sorted(set(bodies.clusters[among[1]].tolist())))
        against = [_fitted(kind, design, chosen & (kind.side != 0), True)
                   for kind, design, chosen in zip(kinds, designs, among, strict=True)]  # fmt: skip
    return [_made(*each) for each in zip(designs, taken, against, strict=True)]


def _fitted(kind: Kind, design: _Design, chosen: Bools, signs: bool) -> tuple[Floats, float]:
    """[texts] how much each adds to the weights, and the bias."""
    rows = np.flatnonzero(chosen)
    truth = (kind.side[rows] < 0 if signs else kind.side[rows] != 0).astype(np.float64)
    sizes = Counter(kind.clusters.tolist())
    share = np.array([sizes[one] ** -0.5 for one in kind.clusters[rows].tolist()])
    share *= len(share) / share.sum()
    if signs:  # both sides count the same, and their frequency comes in again with the bias
        share *= np.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    kernel = design.kernel[np.ix_(rows, rows)]
    adds, bias = spread(kernel, truth, kind.ridges[signs], share)
    found = np.zeros(len(kind.side))
    found[rows] = adds
    return found, bias


def _made(
    design: _Design, taken: tuple[Floats, float], against: tuple[Floats, float]
) -> tuple[Sides, Floats]:
    adds = np.stack([taken[0], against[0]], 1)
    bias = np.array([taken[1], against[1] + np.log(_AGAINST / (1 - _AGAINST))])
    line = Linear(design.mean, design.deviation, design.measures.T @ adds, bias, 0.5)
    words = []
    for terms, factor, table in zip(design.terms, design.factors, design.words, strict=True):
        weights = (table.T @ adds) * factor[:, None]
        words.append({t: (a, b) for t, (a, b) in zip(terms, weights.tolist(), strict=True)})
    return Sides(line, tuple(words)), design.kernel @ adds + bias
