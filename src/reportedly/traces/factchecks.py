"""Which published fact-checks answer a claim.

    text ─► evidence on every check (words, letters, meaning) ─► ranked ─► or none of them

The combination is a linear one, learned by `training/matching.py` with the likelihood of the
right check among all (a conditional logit); a second one says whether any of them answers.
Verdicts are the publishers', never ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.traces import embeddings
from reportedly.traces.embeddings import SIZE, Embedder
from reportedly.traces.retrieval import Words
from reportedly.traces.weights import linear
from reportedly.traces.words import grams, level, post, stems

MOST = 20  # checks that are named
_DECIMALS = 5  # checks that differ by less are told apart by their order alone

Floats = npt.NDArray[np.float64]
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
        self._ids = [check.id for check in checks]
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
        cls, ids: Sequence[str], parts: Mapping[str, npt.NDArray[Any]], embedder: Embedder
    ) -> Matcher:
        """The matcher of checks with these ids that had these parts."""
        made = cls([], embedder)
        made._ids, made._meaning = list(ids), parts["meaning"]
        made._titles, made._claims, made._both, made._grams = (
            Words.restored({part: parts[f"{name}.{part}"] for part in made._titles.parts()})
            for name in _INDEXES
        )
        return made

    def evidence(self, text: str) -> Floats:
        """[checks, features] what speaks for each check as an answer to `text`."""
        plain = post(text)
        said = stems(plain)
        words, letters = self._both.bm25(said), self._grams.bm25(grams(said))
        whole = self._embedder.vector(level(text))
        title, claim, pair = (vectors @ whole for vectors in self._meaning)
        mass = sum(self._both.rarity(term) for term in set(said)) or 1.0
        columns = [
            words / max(float(words.max(initial=0)), 1.0),
            words / mass,
            letters / max(float(letters.max(initial=0)), 1.0),
            title,
            claim,
            pair,
            self._titles.covered(said),
            self._claims.covered(said),
        ]
        found = np.stack([np.asarray(column, np.float64) for column in columns], 1)
        return np.concatenate([found, found[:, [0, 4, 5]] ** 2], 1)

    def match(self, text: str) -> Match:
        """The checks that may answer `text`, best first."""
        if not self._ids:
            return Match((), (), 0.0)
        evidence = self.evidence(text)
        scores = np.round(linear("checks").scores(evidence), _DECIMALS)
        order = np.argsort(-scores, kind="stable")[:MOST]
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        answered = linear("answers").chance(summary(evidence, scores)[None])[0]
        return Match(
            tuple(self._ids[n] for n in order.tolist()),
            tuple(float(share) for share in shares[order]),
            float(answered),
        )


def summary(evidence: Floats, scores: Floats) -> Floats:
    """[features] of the whole ranking: what tells whether the first check answers at all."""
    # Checks that say the same are no rivals.
    tops = np.unique(scores)[::-1]
    first = scores == tops[0]
    best, rivals = evidence[int(first.argmax())], evidence[~first][:, _RANKERS]
    alone = best[_RANKERS]
    nearest = rivals.max(0, initial=0.0)
    second = tops[1] if len(tops) > 1 else tops[0] - 10.0
    tenth, thirtieth = (tops[min(n, len(tops) - 1)] for n in (9, 29))
    ranks = np.log1p((rivals > alone).sum(0))  # where each way of ranking alone has it
    told = [tops[0], tops[0] - second, tops[0] - tenth, tops[0] - thirtieth]
    return np.array([*best, *told, *ranks, *(alone - nearest)])


_RANKERS = [0, 2, 3, 4, 5, 6, 7]  # words, letters, meanings, and what is covered
