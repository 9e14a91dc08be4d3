"""Which published fact-checks answer a claim.

    text ─► the checks nearest by words, letters or meaning, each with its evidence
         ─► ranked ─► or none of them

The combination is a linear one, learned by `training/matching.py` with the likelihood of the
right check among all (a conditional logit); a second one says whether any of them answers.
Verdicts are the publishers', never ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.traces import embeddings
from reportedly.traces.embeddings import SIZE, Embedder
from reportedly.traces.retrieval import Words
from reportedly.traces.weights import Linear, linear
from reportedly.traces.words import grams, level, post, stems

MOST = 20  # checks that are named
_NEAREST = 1000  # checks by each of words, letters and meaning, of which the evidence is taken
_LIKELY = 0.1  # an answer is so likely at least, beside the likeliest
_DECIMALS = 5  # checks that differ by less are told apart by their order alone
_FAR = 8.0  # log-odds behind the first; what is farther is no rival, however far

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Meaning = npt.NDArray[np.float32]  # [3, SIZE] of a check's title, its claim, and both
_INDEXES = ("titles", "claims", "both", "grams")


@dataclass(frozen=True, slots=True)
class Check:
    """A published review of a claim."""

    id: str
    title: str  # of the article that reviews it; may be empty
    claim: str  # as the reviewer words it


@dataclass(frozen=True, slots=True)
class Match:
    """The checks that may answer a text, best first."""

    ranked: tuple[str, ...]  # `Check.id`, at most `MOST`
    scores: tuple[float, ...]  # [0, 1] each one's share of the likelihood
    answered: float  # [0, 1] the chance that the first of them answers

    @property
    def none(self) -> bool:
        """True when none of them is likely enough to answer."""
        return self.answered < linear("answers").threshold

    @property
    def answers(self) -> list[tuple[str, float]]:
        """Those that are shown as answers, each with its share; many may say the same."""
        if self.none:
            return []
        least = _LIKELY * self.scores[0]
        pairs = zip(self.ranked, self.scores, strict=True)
        return [(each, share) for each, share in pairs if share >= least]


def digest_of(check: Check) -> str:
    """SHA-256 of all that is indexed of a check."""
    told = f"{check.title}\0{check.claim}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()


class Matcher:
    """Checks, indexed. Of checks that say the same, the one given first comes first."""

    def __init__(
        self,
        checks: Sequence[Check],
        embedder: Embedder | None = None,
        known: Mapping[str, Meaning] | None = None,
    ) -> None:
        """`known`: meanings of checks by their `digest_of`, as this embedder has them."""
        self._embedder = embedder or embeddings.load()
        self._checks = list(checks)
        titles = [level(check.title) for check in checks]
        claims = [level(check.claim) for check in checks]
        of_titles, of_claims = ([stems(text) for text in texts] for texts in (titles, claims))
        both = [a + b for a, b in zip(of_titles, of_claims, strict=True)]
        self._titles, self._claims = Words(of_titles), Words(of_claims)
        self._both = Words(both, b=0.6)
        self._grams = Words([grams(document) for document in both])
        meanings = [
            found
            if known and (found := known.get(digest_of(check))) is not None
            else self._embedder.vectors((title, claim, f"{title}. {claim}"))
            for check, title, claim in zip(checks, titles, claims, strict=True)
        ]
        whole = np.stack(meanings) if meanings else np.zeros((0, 3, SIZE), np.float32)
        self._meaning: Meaning = np.ascontiguousarray(whole.transpose(1, 0, 2))

    def parts(self) -> dict[str, npt.NDArray[Any]]:
        """What is indexed as arrays, for `restored`."""
        indexes = zip(_INDEXES, (self._titles, self._claims, self._both, self._grams), strict=True)
        found = {
            f"{name}.{part}": value for name, one in indexes for part, value in one.parts().items()
        }
        return found | {"meaning": self._meaning}

    @classmethod
    def restored(
        cls, checks: Sequence[Check], parts: Mapping[str, npt.NDArray[Any]], embedder: Embedder
    ) -> Matcher:
        """The matcher of these checks, which had these parts."""
        made = cls([], embedder)
        made._checks, made._meaning = list(checks), parts["meaning"]
        made._titles, made._claims, made._both, made._grams = (
            Words.restored({part: parts[f"{name}.{part}"] for part in made._titles.parts()})
            for name in _INDEXES
        )
        return made

    def measures(self, text: str) -> tuple[Places, Floats]:
        """The checks nearest to `text`, in their order, and [nearest, measures] of each by
        itself: of the others it matters only how rare their words are."""
        plain = post(text)
        said = stems(plain)
        words, letters = self._both.bm25(said), self._grams.bm25(grams(said))
        whole = self._embedder.vector(level(text))
        near = self._meaning[2] @ whole
        places = np.unique(np.concatenate([_best(one) for one in (words, letters, near)]))
        mass = fsum(self._both.rarity(term) for term in set(said)) or 1.0
        columns = [
            words[places],
            words[places] / mass,
            letters[places],
            self._meaning[0][places] @ whole,
            self._meaning[1][places] @ whole,
            near[places],
            self._titles.covered(said)[places],
            self._claims.covered(said)[places],
        ]
        return places, np.stack([np.asarray(column, np.float64) for column in columns], 1)

    def match(self, text: str) -> Match:
        """The checks that may answer `text`, best first."""
        if not self._checks:
            return Match((), (), 0.0)
        places, measures = self.measures(text)
        scores = ranked(linear("checks"), measures)
        order = np.argsort(-scores, kind="stable")[:MOST]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        best = [self._checks[n] for n in places[order].tolist()]
        told = np.append(summary(measures, scores), details(text, best[0]))
        return Match(
            tuple(check.id for check in best),
            tuple(float(share) for share in shares[order]),
            float(linear("answers").chance(told[None])[0]),
        )


def _best(scores: npt.NDArray[Any]) -> Places:
    """The places of the `_NEAREST` highest."""
    if len(scores) <= _NEAREST:
        return np.arange(len(scores))
    return np.argpartition(-scores, _NEAREST)[:_NEAREST]


def evidence(measures: Floats) -> Floats:
    """[checks, features] what speaks for each check, among those whose measures are given.

    Words and letters count relative to the best of these, so that whoever leaves some out must
    take the evidence anew: from shares of a best that is gone it could be told that it is.
    """
    found = measures.copy()
    found[:, [0, 2]] /= np.maximum(found[:, [0, 2]].max(0, initial=0.0), 1.0)
    return np.concatenate([found, found[:, [0, 4, 5]] ** 2], 1)


def ranked(ranking: Linear, measures: Floats) -> Floats:
    """[checks] the log-odds of each among those whose measures are given, rounded."""
    return np.round(ranking.scores(evidence(measures)), _DECIMALS)


def summary(measures: Floats, scores: Floats) -> Floats:
    """[features] of the whole ranking: what tells whether the first check answers at all."""
    shares = evidence(measures)[:, _RANKERS]
    # Checks that say the same are no rivals.
    tops = np.unique(scores)[::-1]
    first = scores == tops[0]
    at = int(first.argmax())
    alone, rivals = shares[at], shares[~first]
    nearest = rivals.max(0, initial=0.0)
    # Few checks are no reason to be sure of the first.
    behind = [min(tops[0] - tops[min(n, len(tops) - 1)], _FAR) for n in (1, 9, 29)]
    ranks = np.log1p((rivals > alone).sum(0))  # where each way of ranking alone has it
    return np.array([*measures[at], tops[0], *behind, *ranks, *(alone - nearest)])


def details(text: str, check: Check) -> list[float]:
    """[features] of a check beside a text: figures that both have and that the text has not, and
    whether both are about a picture, or the check alone."""
    said = set(_FIGURE.findall(text))
    figures = set(_FIGURE.findall(check.claim))
    pictured = _PICTURE.search(f"{check.title} {check.claim}") is not None
    shown = _PICTURE.search(text) is not None
    return [
        float(len(figures & said)),
        float(len(figures - said)),
        float(pictured and shown),
        float(pictured and not shown),
    ]


_RANKERS = [0, 2, 3, 4, 5, 6, 7]  # words, letters, meanings, and what is covered
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_PICTURE = re.compile(r"(?i:\bphoto|\bimage|\bpicture|\bvideo|\bfootage|\bpic\.twitter\.com)")
