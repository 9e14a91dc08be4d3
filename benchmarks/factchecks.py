"""Published fact-checks for posts (Snopes dev), beside BM25 and BM25 with MiniLM.

    python -m benchmarks.factchecks

Our combinations are fitted in five folds, parted by answer, and scored on what they were not
fitted on. `none`: every fourth post whose answers no other post shares has them left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import scorer, shared
from reportedly.traces.factchecks import MOST, Matcher
from training import answering
from training.answering import Posed

Json = dict[str, Any]
Floats = npt.NDArray[np.float64]
_TIMED = 100  # posts


def measure() -> dict[str, float]:
    """Print each system's ranking scores, and ours for saying none and for speed."""
    folder = shared() / "data"
    rows, known = answering.queries(folder), answering.checks(folder)
    began = time.process_time()
    matcher = Matcher(known)
    print(f"fact-checks: {len(known):,} indexed in {time.process_time() - began:.0f} s of CPU")
    posts = answering.posed(rows, known, matcher)
    ids = [check.id for check in known]
    score = scorer("score_factchecks").score
    peers: dict[str, Callable[[Posed], Floats]] = {
        "BM25": lambda post: post.evidence[:, 0],
        "MiniLM": lambda post: post.evidence[:, 5],
        "BM25 + MiniLM": lambda post: post.evidence[:, 0] + 2 * post.evidence[:, 5],
    }
    for name, judge in peers.items():
        found = score(rows, [_ranked(judge(post), ids) for post in posts])
        print(f"  {name:14} MRR {found['mrr']:.3f}  MAP@5 {found['map5']:.3f}")
    found = score(rows, _ours(posts, ids))
    print(f"  {'reportedly':14} MRR {found['mrr']:.3f}  MAP@5 {found['map5']:.3f}  (five folds)")
    nothing = _none(rows, posts, ids, score)
    told = f"none said {nothing['none_said']:.3f}, wrongly {nothing['wrongly_none']:.3f}"
    print(f"  {told} ({nothing['without_answer']} posts without an answer)")
    milliseconds = _speed(matcher, [row["text"] for row in rows[:_TIMED]])
    print(f"  {milliseconds:.1f} ms of CPU a post, one thread")
    return {
        "factchecks.mrr": found["mrr"],
        "factchecks.map5": found["map5"],
        "factchecks.none_said": nothing["none_said"],
        "factchecks.rightly_answered": round(1 - nothing["wrongly_none"], 3),
    }


def _ranked(scores: Floats, ids: Sequence[str]) -> Json:
    order = np.argsort(-np.round(scores, 5), kind="stable")[:MOST]
    return {"ranked": [ids[n] for n in order.tolist()]}


def _ours(posts: Sequence[Posed], ids: Sequence[str]) -> list[Json]:
    found: dict[int, Json] = {}
    for fold in {post.fold for post in posts}:
        ranking = answering.fit_checks([post for post in posts if post.fold != fold])
        for n, post in enumerate(posts):
            if post.fold == fold:
                found[n] = _ranked(ranking.scores(post.evidence), ids)
    return [found[n] for n in range(len(posts))]


def _none(
    rows: Sequence[Json], posts: Sequence[Posed], ids: Sequence[str], score: Callable[..., Json]
) -> Json:
    empty = answering.unanswered(rows)
    gold = [{**row, "relevant": []} if gone else row for row, gone in zip(rows, empty, strict=True)]
    said: dict[int, Json] = {}
    for fold in {post.fold for post in posts}:
        rest = [post for post in posts if post.fold != fold]
        ranking = answering.fit_checks(rest)
        answers = answering.fit_answers(rest, ranking)
        least = answering.threshold(rest)
        for n, post in enumerate(posts):
            if post.fold == fold:
                chance = answering.chances([post], ranking, answers, left_out=empty[n])[0]
                said[n] = {"ranked": [], "none": bool(chance < least)}
    return score(gold, [said[n] for n in range(len(posts))])


def _speed(matcher: Matcher, texts: Sequence[str]) -> float:
    for text in texts[:5]:
        matcher.match(text)
    began = time.process_time()
    for text in texts:
        matcher.match(text)
    return 1000 * (time.process_time() - began) / len(texts)


if __name__ == "__main__":
    measure()
