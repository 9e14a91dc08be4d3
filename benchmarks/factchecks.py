"""Published fact-checks for posts (Snopes dev), beside BM25 and BM25 with MiniLM.

    python -m benchmarks.factchecks

Our combinations are fitted in five folds, parted by answer, and scored on what they were not
fitted on. `none`: every fourth post whose answers no other post shares has them left out, as
if they had never been published. Of some answers the collection holds the same text twice, of
which one is given as the answer and the other stays; so it is measured both ways, as the lists
have it and with all that say the same left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from benchmarks import scorer, shared
from reportedly.traces.factchecks import MOST, Matcher, evidence, ranked
from training import answering
from training.answering import Bools, Floats, Posed

Json = dict[str, Any]
_TIMED = 100  # posts


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
    found = score(rows, _ours(posts))
    print(f"  {'reportedly':14} MRR {found['mrr']:.3f}  MAP@5 {found['map5']:.3f}  (five folds)")
    listed = _none(rows, posts, [_listed(*pair) for pair in zip(rows, posts, strict=True)], score)
    every = _none(rows, posts, [post.right for post in posts], score)
    for name, told in (("as listed", listed), ("and what says the same", every)):
        said, wrongly, empty = (told[x] for x in ("none_said", "wrongly_none", "without_answer"))
        print(f"  none said {said:.3f}, wrongly {wrongly:.3f} ({empty} posts, answers {name} gone)")
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


def _ours(posts: Sequence[Posed]) -> list[Json]:
    found: dict[int, Json] = {}
    for fold in {post.fold for post in posts}:
        ranking = answering.fit_checks([post for post in posts if post.fold != fold])
        for n, post in enumerate(posts):
            if post.fold == fold:
                found[n] = _ranked(ranked(ranking, post.measures), post)
    return [found[n] for n in range(len(posts))]


def _listed(row: Json, post: Posed) -> Bools:
    """[checks] that are given as answers."""
    ids = {str(one) for one in row["relevant"]}
    return np.array([check.id in ids for check in post.checks])


def _none(
    rows: Sequence[Json],
    posts: Sequence[Posed],
    gone: Sequence[Bools],
    score: Callable[..., Json],
) -> Json:
    """`gone`: of each post the checks that are left out, where its turn comes."""
    empty = answering.unanswered(rows)
    gold = [{**row, "relevant": []} if none else row for row, none in zip(rows, empty, strict=True)]
    asked = [
        post.without(checks) if none else post
        for post, checks, none in zip(posts, gone, empty, strict=True)
    ]
    said: dict[int, Json] = {}
    for fold in {post.fold for post in posts}:
        rest = [post for post in posts if post.fold != fold]
        ranking = answering.fit_checks(rest)
        answers = answering.fit_answers(rest, ranking)
        least = answering.threshold(rest)
        mine = [n for n, post in enumerate(posts) if post.fold == fold]
        for n, chance in zip(
            mine, answering.chances([asked[n] for n in mine], ranking, answers), strict=True
        ):
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
