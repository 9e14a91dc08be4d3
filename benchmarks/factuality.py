"""How factual events are: the corpora of event factuality, through `score_factuality`.

    python -m benchmarks.factuality

The scale is that of UW's annotators; the other two corpora use it otherwise (an event that may
come is 0 in UW, down to -3 in UDS-IH2), so their figures tell how far the scale carries.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks import records, scorer
from reportedly import score_factuality
from reportedly.data import Span

CORPORA = ("uw_dev", "meantime_dev", "uds_ih2_dev")


def measure() -> dict[str, float]:
    """Print the table; return Pearson's r and the mean absolute error of each corpus."""
    scores: dict[str, float] = {}
    for name in CORPORA:
        gold = records(f"factuality/{name}.jsonl")
        started = time.process_time()
        predicted = [{"scores": _scored(row)} for row in gold]
        speed = sum(len(row["text"].split()) for row in gold) / (time.process_time() - started)
        found = scorer("score_factuality").score(gold, predicted)
        print(
            f"{name:12} {found['targets']:5} events  r {found['r']:.3f}  "
            f"mean absolute error {found['mae']:.3f}  {speed:,.0f} words/s"
        )
        scores[f"factuality.{name}.r"] = found["r"]
        scores[f"factuality.{name}.mae"] = found["mae"]
    return scores


def _scored(row: dict[str, Any]) -> list[float]:
    """The scores of a row's targets, which are given by indices of its tokens."""
    starts = [0]
    for token in row["text"].split(" "):
        starts.append(starts[-1] + len(token) + 1)
    spans = [Span(starts[i], starts[j] - 1) for i, j in (t["span1"] for t in row["targets"])]
    return score_factuality(row["text"], spans)


if __name__ == "__main__":
    measure()
