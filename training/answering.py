"""Which fact-check answers a post, and whether any does: the two combinations of
`reportedly.traces.factchecks`, fitted on Snopes (Shaar et al., ACL 2020)."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.traces.factchecks import Check, Matcher, details, evidence, ranked, summary
from reportedly.traces.weights import Linear
from reportedly.traces.words import level, stems
from training.combine import conditional, logit

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
RIDGE, RIDGE_ANSWERS = 3.0, 10.0
WRONGLY_NONE = 0.045  # of the posts that have an answer; the bar is 0.05 on others
_CANDIDATES = 200  # of each post, the likeliest by hand
_EVERY = 100  # of the nearest checks makes a collection of few
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Posed:
    """A post with the checks nearest to it, and which of them answer it."""

    text: str
    checks: Sequence[Check]
    measures: Floats  # [checks, measures]
    right: Bools  # [checks]; a check that says the same as an answer is one
    fold: int  # posts that share an answer share it

    def without(self, gone: Bools) -> Posed:
        """The same, had those checks never been published."""
        kept = ~gone
        checks = [check for check, stays in zip(self.checks, kept, strict=True) if stays]
        return replace(self, checks=checks, measures=self.measures[kept], right=self.right[kept])


def queries(folder: Path) -> list[dict[str, Any]]:
    return _lines(folder / "factchecks" / "snopes_queries_dev.jsonl")


def checks(folder: Path) -> list[Check]:
    rows = _lines(folder / "factchecks" / "snopes_claims.jsonl")
    return [Check(str(row["id"]), row["title"], row["claim"]) for row in rows]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def posed(rows: Sequence[dict[str, Any]], known: Sequence[Check], matcher: Matcher) -> list[Posed]:
    """The posts with the checks nearest to them; folds are parted by answer."""
    saying = [_saying(check) for check in known]
    place = {check.id: n for n, check in enumerate(known)}
    found = []
    for row in rows:
        answers = {saying[place[str(one)]] for one in row["relevant"]}
        places, measures = matcher.measures(row["text"])
        near = places.tolist()
        right = np.array([saying[n] in answers for n in near])
        fold = zlib.crc32(str(min(row["relevant"])).encode()) % _FOLDS
        found.append(Posed(row["text"], [known[n] for n in near], measures, right, fold))
    return found


def _saying(check: Check) -> tuple[str, ...]:
    """The same of checks that say the same: Snopes has some hundred twice, in other quotation
    marks, of which only one is given as the answer."""
    return (*stems(level(check.title)), "", *stems(level(check.claim)))


def unanswered(rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Every fourth of the posts whose answers no other post shares."""
    shared = Counter(one for row in rows for one in row["relevant"])
    own = [n for n, row in enumerate(rows) if all(shared[one] == 1 for one in row["relevant"])]
    chosen = set(own[::4])
    return [n in chosen for n in range(len(rows))]


def fit_checks(posts: Sequence[Posed]) -> Linear:
    lists, right = [], []
    for post in posts:
        if not post.right.any():
            continue
        features = evidence(post.measures)
        likely = features[:, :6].sum(1) + 10 * post.right
        chosen = np.sort(np.argsort(-likely, kind="stable")[:_CANDIDATES])
        lists.append(features[chosen])
        right.append(post.right[chosen])
    return conditional(lists, right, RIDGE)


def fit_answers(posts: Sequence[Posed], ranking: Linear) -> Linear:
    """Each post among all checks and among few, and each twice: as it is, and with its answers left
    out. A first check that is not the answer answers nothing either, but saying none there is
    counted as wrong; it is left out."""
    told, truth = [], []
    for post in [*posts, *map(_among_few, posts)]:
        for one, answered in ((post, 1.0), (post.without(post.right), 0.0)):
            scores = ranked(ranking, one.measures)
            if answered and not one.right[int(scores.argmax())]:
                continue
            told.append(_told(one, scores))
            truth.append(answered)
    return logit(np.array(told), np.array(truth), RIDGE_ANSWERS)


def _among_few(post: Posed) -> Posed:
    """As in a collection that has little about what the post speaks of."""
    few = np.arange(len(post.right)) % _EVERY == 0
    return post.without(~(few | post.right))


def chances(posts: Sequence[Posed], ranking: Linear, answers: Linear) -> Floats:
    """[posts] that the first check answers."""
    told = [_told(post, ranked(ranking, post.measures)) for post in posts]
    return np.asarray(answers.chance(np.array(told)))


def _told(post: Posed, scores: Floats) -> Floats:
    best = post.checks[int(scores.argmax())]
    return np.append(summary(post.measures, scores), details(post.text, best))


def threshold(posts: Sequence[Posed]) -> float:
    """The chance below which none is said, from posts that were not fitted on."""
    held: list[float] = []
    for fold in {post.fold for post in posts}:
        rest = [post for post in posts if post.fold != fold]
        ranking = fit_checks(rest)
        answers = fit_answers(rest, ranking)
        mine = [post for post in posts if post.fold == fold]
        held += chances(mine, ranking, answers).tolist()
    return float(np.quantile(held, WRONGLY_NONE))


def fit(folder: Path) -> dict[str, Linear]:
    known = checks(folder)
    posts = posed(queries(folder), known, Matcher(known))
    ranking = fit_checks(posts)
    answers = fit_answers(posts, ranking)
    fitted = Linear(
        answers.mean, answers.deviation, answers.weights, answers.bias, threshold(posts)
    )
    return {"checks": ranking, "answers": fitted}
