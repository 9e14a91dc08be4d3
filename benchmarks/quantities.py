"""Figures of NewsQuant sentences, and of the gold contents of the chains corpus.

    python -m benchmarks.quantities

Figures are written for the scorer as `READING.md` beside the corpora says: the direction of
change if there is one, else the bound; ranges and vague plurals as [low, high].
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from benchmarks import records, scorer
from reportedly.claims import find_quantities
from reportedly.data import Bound, Quantity

Json = dict[str, Any]
_SIGNS = {
    Bound.EXACT: "=",
    Bound.ABOUT: "~",
    Bound.NEARLY: "~",
    Bound.AT_LEAST: ">",
    Bound.OVER: ">",
    Bound.AT_MOST: "<",
    Bound.UNDER: "<",
}


def written(quantity: Quantity) -> Json:
    """One figure in the form of the scorer."""
    spread = quantity.low < quantity.high
    vague = spread and quantity.value is not None  # its bound is in the pair already
    sign = "=" if vague else _SIGNS[quantity.bound]
    return {
        "value": [quantity.low, quantity.high] if spread else quantity.low,
        "unit": quantity.unit or "",
        "change": str(quantity.change or sign),
    }


def measure() -> dict[str, float]:
    """Print the table; return this project's quality, by name of the score."""
    newsquant = records("quantities/newsquant_dev.jsonl")
    started = time.process_time()
    found = {str(r["id"]): find_quantities(r["text"]) for r in newsquant}
    speed = sum(len(r["text"].split()) for r in newsquant) / (time.process_time() - started)
    predicted = {
        key: {"quantities": [written(q) for q in figures]} for key, figures in found.items()
    }
    table: dict[str, Json] = scorer("score_quantities").score(newsquant, predicted)
    print(f"NewsQuant dev, {len(newsquant)} sentences: {speed:,.0f} words/s")
    for name, row in table.items():
        print(f"  {name:13}", "  ".join(f"{k} {v}" for k, v in row.items()))
    scores = {f"quantities.{name}": float(row["f1"]) for name, row in table.items()}
    scores["quantities.contents"] = _in_contents()
    print(
        f"  value and bound in the gold contents of chains_dev: F1 {scores['quantities.contents']}"
    )
    return scores


def _in_contents() -> float:
    """F1 of value and bound, in per cent, over the figures of the gold contents."""
    hits = gold = predicted = 0
    for record in records("chains/chains_dev.jsonl"):
        text, figures = record["text"], find_quantities(record["text"])
        for claim in record["claims"]:
            starts = [(text.find(part), len(part)) for part in claim["content"]]
            mine = Counter(
                (q.low, str(q.bound))
                for q in figures
                if any(s <= q.span.start and q.span.end <= s + n for s, n in starts if s >= 0)
            )
            theirs = Counter((float(q["value"]), q["bound"]) for q in claim["quantities"])
            hits += (mine & theirs).total()
            gold += theirs.total()
            predicted += mine.total()
    return round(200 * hits / (gold + predicted), 1)


if __name__ == "__main__":
    measure()
