"""Published fact-checks for posts (Snopes dev), beside BM25 and BM25 with MiniLM.

    python -m benchmarks.factchecks

Our combinations are fitted in five folds, parted by answer, and scored on what they were not
fitted on. `none`: every fourth post whose answers no other post shares has them left out, as
if they had never been published. Of some answers the collection holds the same text twice, of
which one is given as the answer and the other stays; so it is measured both ways, as the lists
have it and with all that say the same left out. How much of that could be said at all is shown
by the same chances once somebody tells which of the first checks answer: where the first is not
the answer, none would be said of a post that has one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import scorer, shared
from reportedly.traces.factchecks import MOST, Matcher, evidence, ranked
from reportedly.traces.weights import Linear
from training import answering
from training.answering import Bools, Floats, Posed

Json = dict[str, Any]
_TIMED = 100  # posts
_WRONGLY = 0.05  # of the posts that have an answer, none may be said
_TOLD = (1, 3)


def measure() -> dict[str, float]:
    """Print each system's ranking scores, and ours for saying none and for speed."""
    folder = shared() / "data"
    rows, known = answering.queries(folder), answering.checks(folder)
    began = time.process_time()
    matcher = Matcher(known)
    print(f"fact-checks: {len(known):,} indexed in {time.process_time() - began:.0f} s of CPU")
    posts = answering.posed(rows, known, matcher)
    score = scorer("score_factchecks").score
    peers: dict[str, Callable[[Posed], Floats]] = {
        "BM25": lambda post: post.measures[:, 0],
        "MiniLM": lambda post: post.measures[:, 5],
        "BM25 + MiniLM": lambda post: evidence(post.measures)[:, [0, 5]] @ [1.0, 2.0],
    }
    for name, judge in peers.items():
        found = score(rows, [_ranked(judge(post), post) for post in posts])
        print(f"  {name:14} MRR {found['mrr']:.3f}  MAP@5 {found['map5']:.3f}")
    fits = {fold: _fitted(posts, fold) for fold in sorted({post.fold for post in posts})}
    found = score(rows, _ours(posts, fits))
    print(f"  {'reportedly':14} MRR {found['mrr']:.3f}  MAP@5 {found['map5']:.3f}  (five folds)")
    empty = answering.unanswered(rows)
    asked = [
        _without(posts, [_listed(*pair) for pair in zip(rows, posts, strict=True)], empty),
        _without(posts, [post.right for post in posts], empty),
    ]
    listed, every = (_none(rows, each, empty, fits, score) for each in asked)
    for name, told in (("as listed", listed), ("and what says the same", every)):
        said, wrongly, number = (told[x] for x in ("none_said", "wrongly_none", "without_answer"))
        print(
            f"  none said {said:.3f}, wrongly {wrongly:.3f} ({number} posts, answers {name} gone)"
        )
    for first in _TOLD:
        both = "  ".join(f"{_told(each, empty, fits, first):.3f}" for each in asked)
        print(f"  none said {both}, wrongly {_WRONGLY:.3f}, were it told of the first {first}")
    milliseconds = _speed(matcher, [row["text"] for row in rows[:_TIMED]])
    print(f"  {milliseconds:.1f} ms of CPU a post, one thread")
    return {
        "factchecks.mrr": found["mrr"],
        "factchecks.map5": found["map5"],
        "factchecks.none_said": listed["none_said"],
        "factchecks.none_said.same_gone": every["none_said"],
        "factchecks.rightly_answered": round(1 - listed["wrongly_none"], 3),
    }


def _ranked(scores: Floats, post: Posed) -> Json:
    order = np.argsort(-np.round(scores, 5), kind="stable")[:MOST]
    return {"ranked": [post.checks[n].id for n in order.tolist()]}


@dataclass(frozen=True, slots=True)
class _Fit:
    """What was learned from the posts of the other folds."""

    ranking: Linear
    answers: Linear
    least: float  # the chance below which none is said


def _fitted(posts: Sequence[Posed], fold: int) -> _Fit:
    rest = [post for post in posts if post.fold != fold]
    ranking = answering.fit_checks(rest)
    return _Fit(ranking, answering.fit_answers(rest, ranking), answering.threshold(rest))


def _ours(posts: Sequence[Posed], fits: Mapping[int, _Fit]) -> list[Json]:
    return [_ranked(ranked(fits[post.fold].ranking, post.measures), post) for post in posts]


def _listed(row: Json, post: Posed) -> Bools:
    """[checks] that are given as answers."""
    ids = {str(one) for one in row["relevant"]}
    return np.array([check.id in ids for check in post.checks])


def _without(posts: Sequence[Posed], gone: Sequence[Bools], empty: Sequence[bool]) -> list[Posed]:
    """The posts, those marked in `empty` without the checks that are `gone`."""
    trio = zip(posts, gone, empty, strict=True)
    return [post.without(checks) if none else post for post, checks, none in trio]


def _none(
    rows: Sequence[Json],
    asked: Sequence[Posed],
    empty: Sequence[bool],
    fits: Mapping[int, _Fit],
    score: Callable[..., Json],
) -> Json:
    gold = [{**row, "relevant": []} if none else row for row, none in zip(rows, empty, strict=True)]
    none = [_chance(post, fits) < fits[post.fold].least for post in asked]
    return score(gold, [{"ranked": [], "none": each} for each in none])


def _chance(post: Posed, fits: Mapping[int, _Fit]) -> float:
    fit = fits[post.fold]
    return float(answering.chances([post], fit.ranking, fit.answers)[0])


def _told(
    asked: Sequence[Posed], empty: Sequence[bool], fits: Mapping[int, _Fit], first: int
) -> float:
    """The share of the posts without answer of which none would be said, were the chances those of
    now and surely high where one of the `first` checks answers."""
    chances = np.array([_chance(post, fits) + _answers(post, fits, first) for post in asked])
    without = np.array(empty)
    return float(np.mean(chances[without] < np.quantile(chances[~without], _WRONGLY)))


def _answers(post: Posed, fits: Mapping[int, _Fit], first: int) -> bool:
    order = np.argsort(-ranked(fits[post.fold].ranking, post.measures), kind="stable")
    return bool(post.right[order[:first]].any())


def _speed(matcher: Matcher, texts: Sequence[str]) -> float:
    for text in texts[:5]:
        matcher.match(text)
    began = time.process_time()
    for text in texts:
        matcher.match(text)
    return 1000 * (time.process_time() - began) / len(texts)


if __name__ == "__main__":
    measure()
