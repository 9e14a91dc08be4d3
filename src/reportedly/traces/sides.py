"""Which side a text takes of what it tells: that it is so, that it is not so, or neither.

A headline and a text agree where they are on the same side, disagree where they are on two, and
discuss where either takes none. So each is judged alone, by what a reader goes by: words that
call a thing a hoax, deny it, doubt it or leave it to others; which words, is learned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.encoder import MODELS
from reportedly.traces.weights import chances, read_learned

Floats = npt.NDArray[np.float64]
LEAD = 800  # characters of a text whose words count by themselves
ARRAYS = ("mean", "deviation", "weights", "bias", "meaning")  # of `Sides`
_FAR = 2.0  # deviations, more of which count as so many
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[?!:‘“\"]|[0-9]+")


@dataclass(frozen=True, slots=True)
class Side:
    """The side a text takes; natural logarithms of odds."""

    taken: float  # that it takes one
    against: float  # that it is against, if it takes one


@dataclass(frozen=True, slots=True)
class Sides:
    """What tells the sides of one kind of text: some measures, its meaning, and its words.

    Weights add to [taken, against].
    """

    mean: Floats  # [features] of the measures
    deviation: Floats  # [features]
    weights: Floats  # [features and products, 2] of `crossed`
    bias: Floats  # [2]
    meaning: Floats  # [dimensions, 2]
    words: tuple[Mapping[str, tuple[float, float]], ...]  # of each stretch that is looked at

    def of(self, measures: Floats, meaning: Floats, stretches: Sequence[str]) -> Side:
        """`measures` [features]; `meaning` [dimensions]; `stretches`: as many as `words`."""
        scores = crossed((measures - self.mean) / self.deviation) @ self.weights + self.bias
        scores = scores + meaning @ self.meaning
        for text, known in zip(stretches, self.words, strict=True):
            shares = weighed({term: n for term, n in counted(text).items() if term in known})
            for term, share in shares.items():
                scores = scores + share * np.array(known[term])
        return Side(float(scores[0]), float(scores[1]))


def crossed(measures: Floats) -> Floats:
    """[..., features and products of two] of measures of mean 0 and deviation 1 [..., features]."""
    near = np.clip(measures, -_FAR, _FAR)
    one, other = np.triu_indices(near.shape[-1])
    return np.concatenate([near, near[..., one] * near[..., other]], -1)


def counted(text: str) -> Counter[str]:
    """How often a text has each word, mark and pair of neighbours; a number is a number."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    said = ["0" if word.isdigit() else word for word in found]
    return Counter([*said, *map(" ".join, pairwise(said))])


def weighed(counts: Mapping[str, int]) -> dict[str, float]:
    """The share of each term, their squares 1 together; what comes often counts little more."""
    shares = {term: 1 + np.log(count) for term, count in counts.items()}
    length = float(np.sqrt(sum(share * share for share in shares.values()))) or 1.0
    return {term: float(share / length) for term, share in shares.items()}


def between(headline: Side, text: Side) -> list[float]:
    """Evidence of two texts' sides: each alone, and whether they are on the same one."""
    taken = float(chances(headline.taken) * chances(text.taken))
    one, other = float(chances(headline.against)), float(chances(text.against))
    same = one * other + (1 - one) * (1 - other)
    return [
        headline.taken,
        headline.against,
        text.taken,
        text.against,
        headline.against * text.against,
        taken,
        same,
        taken * same,
        taken * (1 - same),
        float(np.log(taken + _LEAST)),
        float(np.log(same + _LEAST)),
        float(np.log(1 - same + _LEAST)),
    ]


_LEAST = 1e-4


def sides(name: str) -> Sides:
    """The shipped ones, of `headline` or `body`. Raises `ModelError` where they are missing or
    damaged."""
    return _read(MODELS / "sides.json")[name]


@cache
def _read(path: Path) -> dict[str, Sides]:
    return read_learned(path, _parsed)


def _parsed(one: Any) -> Sides:
    """Sides as they are kept in JSON."""
    mean, deviation, weights, bias, meaning = (np.array(one[part]) for part in ARRAYS)
    words = tuple({term: (a, b) for term, (a, b) in known.items()} for known in one["words"])
    return Sides(mean, deviation, weights, bias, meaning, words)
