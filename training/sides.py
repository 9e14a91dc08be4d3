"""Which side headlines and articles take: `reportedly.traces.sides`, fitted on FNC-1.

The corpus says of pairs only whether they agree, disagree or discuss. But all of that follows
from a side of each headline and of each article, for the claim, against it, or neither: they
agree on one side, disagree across, and discuss where one has none. So whoever agrees or disagrees
with anything takes a side, and whoever only discusses takes none. Which of two sides is against,
the pairs do not tell; words of refutation do at first, what was learned later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from reportedly.traces.sides import Sides, counted, crossed, weighed
from training.combine import scale, spread

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
FLIPS = 2  # times that sides are named anew by what was learned
_TAKEN, _WHICH = 0, 1  # what is learned: whether a text takes a side, and which
_AGAINST = 0.25  # of those that take a side, about so many are against
_RARE = float(np.log(_AGAINST / (1 - _AGAINST)))
_REFUTED = 1.5  # log-odds that a deviation more of refutation speaks for being against
_SINGLE = 0.5  # how much a measure counts beside its products
_WORDS = 0.7  # root of the mean square of what a stretch's words add, beside measures of 1
_SIGN = {"agree": 1, "disagree": -1, "discuss": 0}


@dataclass(frozen=True, slots=True)
class Fitting:
    """How the sides of one kind are fitted; of pairs the first is for whether a side is taken,
    the second for which."""

    least: tuple[int, ...]  # clusters that a word of each stretch must come in
    ridges: tuple[float, float]
    meaning: tuple[float, float]  # mean square of what the meaning adds, as `_WORDS`


@dataclass(frozen=True, slots=True)
class Kind:
    """All texts of one kind, headlines or articles."""

    measures: Floats  # [texts, features]; the first tells how much is refuted
    meanings: Floats  # [texts, dimensions]
    counts: tuple[list[Counter[str]], ...]  # of each stretch, text by text
    clusters: npt.NDArray[np.str_]  # [texts]
    folds: Ints  # [texts]
    fitting: Fitting
    side: Ints  # [texts] 1, -1 or 0: none
    part: Ints  # [texts] a number that texts share whose sides hang together; -1: none

    @classmethod
    def of(
        cls,
        measures: Sequence[Floats],
        meanings: Sequence[Floats],
        stretches: Iterable[Sequence[str]],
        where: tuple[Sequence[str], Sequence[int]],
        fitting: Fitting,
    ) -> Kind:
        """`where`: of each text its cluster and fold."""
        counts = tuple([counted(text) for text in each] for each in zip(*stretches, strict=True))
        clusters, folds = np.array(where[0]), np.array(where[1])
        side, part = np.zeros(len(folds), np.int64), np.full(len(folds), -1)
        return cls(
            np.stack(measures), np.stack(meanings), counts, clusters, folds, fitting, side, part
        )


def find(heads: Kind, bodies: Kind, pairs: Sequence[tuple[int, int, str]]) -> float:
    """Set the sides of both. `pairs`: a headline, an article, a stance. Returns the share of the
    pairs that the sides explain."""
    first = len(heads.side)  # articles are numbered on from there
    told = [(h, first + b, _SIGN[stance]) for h, b, stance in pairs]
    joined = defaultdict(list)
    for h, b, sign in told:
        if sign:
            joined[h].append((b, sign))
            joined[b].append((h, sign))
    side, part = (np.full(first + len(bodies.side), value) for value in (0, -1))
    for start in joined:
        if part[start] < 0:
            side[start], part[start], reached = 1, start, [start]
            for one in reached:
                for other, sign in joined[one]:
                    if part[other] < 0:
                        side[other], part[other] = side[one] * sign, start
                        reached.append(other)
    for kind, mine in ((heads, slice(None, first)), (bodies, slice(first, None))):
        kind.side[:], kind.part[:] = side[mine], part[mine]
    _turn(heads, bodies, [_REFUTED * _refuting(kind) + _RARE for kind in (heads, bodies)])
    return float(np.mean([side[h] * side[b] == sign for h, b, sign in told]))


def _refuting(kind: Kind) -> Floats:
    mean, deviation = scale(kind.measures)
    return np.asarray(((kind.measures - mean) / deviation)[:, 0])


def _turn(heads: Kind, bodies: Kind, against: Sequence[Floats]) -> None:
    """Name the sides of each part the other way round where `against`, log-odds, speaks for
    that."""
    kinds = (heads, bodies)
    wrong = np.zeros(len(heads.side) + len(bodies.side))
    for kind, odds in zip(kinds, against, strict=True):
        taken = kind.part >= 0
        np.add.at(wrong, kind.part[taken], kind.side[taken] * odds[taken])
    for kind in kinds:
        taken = kind.part >= 0
        kind.side[taken] *= np.where(wrong[kind.part[taken]] > 0, -1, 1)


@dataclass(frozen=True, slots=True)
class _Design:
    """The features of all texts of a kind as some of them shape them."""

    mean: Floats
    deviation: Floats
    strength: Floats  # [features and products] of two
    measures: Floats  # [texts, features and products]
    middle: Floats  # [dimensions] of the meanings
    width: float  # root of their mean square distance from there
    terms: tuple[list[str], ...]
    factors: tuple[Floats, ...]  # [terms] of each stretch
    words: tuple[npt.NDArray[np.float32], ...]  # [texts, terms] of each stretch
    meanings: Floats  # [texts, dimensions] from the middle, in widths
    kernels: tuple[Floats, Floats]  # [texts, texts] for whether a side is taken, and which


def _design(kind: Kind, among: Bools) -> _Design:
    mean, deviation = scale(kind.measures[among])
    features = len(mean)
    measures = crossed((kind.measures - mean) / deviation)
    strength = np.full(measures.shape[1], 1 / features)
    strength[:features] = _SINGLE
    measures *= strength
    terms, factors, words = [], [], []
    kernel = measures @ measures.T
    for counts, least in zip(kind.counts, kind.fitting.least, strict=True):
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
    middle = kind.meanings[among].mean(0)
    meanings = kind.meanings - middle
    width = float(np.sqrt(np.square(meanings[among]).sum(1).mean()))
    meanings /= width
    near = meanings @ meanings.T
    taken, against = (kernel + much * near for much in kind.fitting.meaning)
    return _Design(
        mean, deviation, strength, measures, middle, width,
        tuple(terms), tuple(factors), tuple(words), meanings, (taken, against),
    )  # fmt: skip


def learn(heads: Kind, bodies: Kind, without: Collection[int]) -> list[tuple[Sides, Floats]]:
    """Of both kinds the sides learned from the folds not in `without`, and what they say of all
    texts [texts, 2]."""
    heads, bodies = (replace(kind, side=kind.side.copy()) for kind in (heads, bodies))
    kinds = (heads, bodies)
    among = [~np.isin(kind.folds, list(without)) for kind in kinds]
    designs = [_design(kind, chosen) for kind, chosen in zip(kinds, among, strict=True)]

    def fitted(target: int) -> list[tuple[Floats, float]]:
        return [_fitted(*each, target) for each in zip(kinds, designs, among, strict=True)]

    taken, against = fitted(_TAKEN), fitted(_WHICH)
    for _ in range(FLIPS):
        odds = [design.kernels[_WHICH] @ adds + bias + _RARE
                for design, (adds, bias) in zip(designs, against, strict=True)]  # fmt: skip
        _turn(heads, bodies, odds)
        against = fitted(_WHICH)
    return [_made(*each) for each in zip(kinds, designs, taken, against, strict=True)]


def _fitted(kind: Kind, design: _Design, among: Bools, target: int) -> tuple[Floats, float]:
    """[texts] how much each adds to the weights, and the bias."""
    rows = np.flatnonzero(among & (kind.side != 0) if target == _WHICH else among)
    truth = (kind.side[rows] < 0 if target == _WHICH else kind.side[rows] != 0).astype(np.float64)
    share = np.ones(len(rows))
    if target == _WHICH:  # both count the same, and their frequency comes in again with the bias
        share = np.where(truth > 0, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    kernel = design.kernels[target][np.ix_(rows, rows)]
    adds, bias = spread(kernel, truth, kind.fitting.ridges[target], share)
    found = np.zeros(len(kind.side))
    found[rows] = adds
    return found, bias


def _made(kind: Kind, design: _Design, *fits: tuple[Floats, float]) -> tuple[Sides, Floats]:
    """`fits`: whether a side is taken, and which."""
    adds = np.stack([one for one, _ in fits], 1)
    bias = np.array([bias for _, bias in fits]) + np.array([0, _RARE])
    said = np.stack([k @ one for k, one in zip(design.kernels, adds.T, strict=True)], 1) + bias
    meaning = design.meanings.T @ adds * np.array(kind.fitting.meaning) / design.width
    bias = bias - design.middle @ meaning
    weights = (design.measures.T @ adds) * design.strength[:, None]
    words = []
    for terms, factor, table in zip(design.terms, design.factors, design.words, strict=True):
        known = ((table.T @ adds) * factor[:, None]).tolist()
        words.append({t: (a, b) for t, (a, b) in zip(terms, known, strict=True)})
    return Sides(design.mean, design.deviation, weights, bias, meaning, tuple(words)), said
