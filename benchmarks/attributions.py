"""Attribution on the development split of PolNeAR: quality, speed and memory, peers beside.

    python -m benchmarks.attributions

Speed is the median of five rounds over all articles, one core; words are what white space
parts. Absolute figures drift on shared machines, so the ratio comes first.
"""

from __future__ import annotations

import statistics
from importlib.util import find_spec
from typing import Any

from benchmarks import records, scorer
from benchmarks.plots import bars
from benchmarks.systems import SYSTEMS, Found, Round, workers

ROUNDS = 5
OURS = {"reportedly, attributions": "attributions", "reportedly, accurate": "accurate"}
DEFAULT = next(iter(OURS))
NEEDS = {"spaCy en_core_web_sm": "spacy", "textacy quotations": "textacy"}


def measure() -> dict[str, float]:
    """Print the table; return this project's quality, by name of the score."""
    gold = records("attribution/polnear_dev.jsonl")
    names = [name for name in SYSTEMS if find_spec(NEEDS.get(name, "reportedly"))]
    texts = [article["text"] for article in gold]
    words = sum(len(text.split()) for text in texts)
    rounds: dict[str, list[Round]] = {name: [] for name in names}
    with workers(names) as running:
        for worker in running.values():
            worker.round(texts[:3])  # warm
        for _ in range(ROUNDS):
            for name, worker in running.items():
                rounds[name].append(worker.round(texts))
    speed = {
        name: words / statistics.median(each.seconds for each in done)
        for name, done in rounds.items()
    }
    print(f"PolNeAR dev, {len(gold)} articles, {words:,} words, one core, median of {ROUNDS}")
    print(f"{'':28}{'ratio':>7}{'words/s':>10}{'peak MB':>9}   F1: all  quoted  unquoted")
    scores: dict[str, float] = {}
    for name in names:
        found = rounds[name][0].found
        quality = ""
        if any(found):
            table = score(gold, found)
            quality = "".join(f"{value:9.1f}" for value in table.values())
            if name in OURS:
                scores |= {f"{OURS[name]}.{key}": value for key, value in table.items()}
        peak = max(each.peak_bytes for each in rounds[name]) / 1e6
        ratio = speed[name] / speed[DEFAULT]
        print(f"{name:28}{ratio:7.2f}{speed[name]:10,.0f}{peak:9.0f}   {quality}")
    for name in sorted(set(SYSTEMS) - set(names)):
        print(f"{name:28} not installed: `make bench` installs it")
    bars("attributions", "Words a second, one core", speed)
    return scores


def score(gold: list[dict[str, Any]], found: list[Found]) -> dict[str, float]:
    predicted = [
        {"article": article["article"], "attributions": attributions}
        for article, attributions in zip(gold, found, strict=True)
    ]
    table, _ = scorer("score_attributions").score(gold, predicted)
    names = {"all": "all", "direct": "quoted", "indirect": "unquoted"}
    return {name: round(table[part]["attr"]["F1"], 1) for part, name in names.items()}


if __name__ == "__main__":
    measure()
