"""Articles grouped by the claim that they carry (stories dev), beside TF-IDF.

    python -m benchmarks.grouping

Ours is fitted in five folds parted by topic, claims about one topic in one fold, and run with
the shipped threshold; TF-IDF with average linkage has the threshold that is best for it on dev.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks import carried, scorer, shared
from reportedly.traces.linkage import average_linkage
from reportedly.traces.words import level, stems
from training.grouping import compared, in_folds, readings, stories

_THRESHOLDS = (0.14, 0.16, 0.18, 0.2, 0.22)


def measure() -> dict[str, float]:
    """Print BCubed and pair F1 of both, over all stories and the hard part."""
    rows = stories(shared() / "data")
    score = scorer("score_stories").score
    ids = [str(row["id"]) for row in rows]

    def scored(groups: Sequence[Sequence[int]]) -> dict[str, Any]:
        of = {ids[page]: n for n, group in enumerate(groups) for page in group}
        found: dict[str, Any] = score(rows, of)
        return found

    texts = [row["text"] for row in rows]
    peer = max(map(scored, _tfidf(texts)), key=lambda one: float(one["all"]["bcubed_f1"]))
    _tell("TF-IDF, average linkage, best threshold", peer)
    read_rows = readings(rows)
    began = time.process_time()
    told = compared(rows, read_rows)
    each = 1000 * (time.process_time() - began) / len(rows)
    groups = in_folds(told)
    found = scored(groups)
    _tell("reportedly, in folds", found)
    print(f"  {each:.0f} ms of CPU a page, reading apart")
    carried.measure(rows, read_rows, groups)
    return {
        "grouping.all.bcubed": found["all"]["bcubed_f1"],
        "grouping.all.pairs": found["all"]["pair_f1"],
        "grouping.hard.bcubed": found["hard"]["bcubed_f1"],
    }


def _tell(system: str, found: dict[str, Any]) -> None:
    each = "; ".join(
        f"{part} BCubed {one['bcubed_f1']:.3f}, pairs {one['pair_f1']:.3f}"
        for part, one in found.items()
    )
    print(f"grouping: {system}: {each}")


def _tfidf(texts: Sequence[str]) -> list[list[list[int]]]:
    """The groups at each threshold."""
    counts = [Counter(stems(level(text))) for text in texts]
    often = Counter(term for one in counts for term in one)
    number = {term: n for n, term in enumerate(t for t, n in often.items() if n > 1)}
    matrix = np.zeros((len(texts), len(number)), np.float32)
    for row, one in enumerate(counts):
        for term, count in one.items():
            if term in number:
                rarity = math.log((1 + len(texts)) / (1 + often[term])) + 1
                matrix[row, number[term]] = (1 + math.log(count)) * rarity
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    near = matrix @ matrix.T
    pairs = np.argwhere(np.triu(near, 1) > 0.03)
    likeness = {(int(a), int(b)): float(near[a, b]) for a, b in pairs}
    return [average_linkage(range(len(texts)), likeness, least) for least in _THRESHOLDS]


if __name__ == "__main__":
    measure()
