"""Which fact-check answers a post, and whether any does: the two combinations of
`reportedly.traces.factchecks`, fitted on Snopes (Shaar et al., ACL 2020)."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.traces.factchecks import Check, Matcher, summary
from reportedly.traces.weights import Linear
from training.combine import conditional, logit

Floats = npt.NDArray[np.float64]
RIDGE, RIDGE_ANSWERS = 3.0, 1.0
WRONGLY_NONE = 0.035  # of the posts that have an answer; the bar is 0.05 on others
_CANDIDATES = 200  # of each post, the likeliest by hand
_FOLDS = 5
_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class Posed:
    """A post with the evidence on every check, and which of them answer it."""

    evidence: Floats  # [checks, features]
    right: npt.NDArray[np.bool_]  # [checks]
    fold: int  # posts that share an answer share it


def queries(folder: Path) -> list[dict[str, Any]]:
    return _lines(folder / "factchecks" / "snopes_queries_dev.jsonl")


def checks(folder: Path) -> list[Check]:
    rows = _lines(folder / "factchecks" / "snopes_claims.jsonl")
    return [Check(str(row["id"]), row["title"], row["claim"]) for row in rows]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def posed(rows: Sequence[dict[str, Any]], known: Sequence[Check], matcher: Matcher) -> list[Posed]:
    """The posts with their evidence; folds are parted by answer."""
    place = {check.id: n for n, check in enumerate(known)}
    found = []
    for row in rows:
        right = np.zeros(len(known), np.bool_)
        right[[place[str(one)] for one in row["relevant"]]] = True
        fold = zlib.crc32(str(min(row["relevant"])).encode()) % _FOLDS
        found.append(Posed(matcher.evidence(row["text"]).astype(np.float32), right, fold))
    return found


def unanswered(rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Every fourth of the posts whose answers no other post shares."""
    shared = Counter(one for row in rows for one in row["relevant"])
    own = [n for n, row in enumerate(rows) if all(shared[one] == 1 for one in row["relevant"])]
    chosen = set(own[::4])
    return [n in chosen for n in range(len(rows))]


def without(post: Posed) -> Floats:
    """The evidence on the checks that do not answer."""
    return post.evidence[~post.right]


def fit_checks(posts: Sequence[Posed]) -> Linear:
    lists, right = [], []
    for post in posts:
        likely = post.evidence[:, :6].sum(1) + 10 * post.right
        chosen = np.sort(np.argsort(-likely, kind="stable")[:_CANDIDATES])
        lists.append(post.evidence[chosen].astype(np.float64))
        right.append(post.right[chosen])
    return conditional(lists, right, RIDGE)


def fit_answers(posts: Sequence[Posed], ranking: Linear) -> Linear:
    """Each post twice: as it is, and with its answers left out. A first check that is not the
    answer answers nothing either, but saying none there is counted as wrong; it is left out."""
    evidence, truth = [], []
    for post in posts:
        for rows, answered in ((post.evidence, 1.0), (without(post), 0.0)):
            scores = np.round(ranking.scores(rows), _DECIMALS)
            if answered and not post.right[int(scores.argmax())]:
                continue
            evidence.append(summary(rows, scores))
            truth.append(answered)
    return logit(np.array(evidence), np.array(truth), RIDGE_ANSWERS)


def chances(posts: Sequence[Posed], ranking: Linear, answers: Linear, *, left_out: bool) -> Floats:
    """[posts] that the first check answers."""
    found = []
    for post in posts:
        rows = without(post) if left_out else post.evidence
        scores = np.round(ranking.scores(rows), _DECIMALS)
        found.append(float(answers.chance(summary(rows, scores)[None])[0]))
    return np.array(found)


def threshold(posts: Sequence[Posed]) -> float:
    """The chance below which none is said, from posts that were not fitted on."""
    held: list[float] = []
    for fold in range(_FOLDS):
        rest = [post for post in posts if post.fold != fold]
        ranking = fit_checks(rest)
        answers = fit_answers(rest, ranking)
        mine = [post for post in posts if post.fold == fold]
        held += chances(mine, ranking, answers, left_out=False).tolist()
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
