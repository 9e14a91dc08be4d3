"""Quality may not drop unseen: scores belong to the shipped weights and stay above floors."""

from __future__ import annotations

import json

from benchmarks import HERE as BENCHMARKS
from benchmarks import shipped_weights


def test_recorded_scores_were_measured_with_the_shipped_weights() -> None:
    recorded = json.loads((BENCHMARKS / "scores.json").read_text())
    assert recorded["weights"] == shipped_weights(), "run `make bench RECORD=1` with the corpora"


def test_every_score_of_the_models_has_a_floor() -> None:
    scores = json.loads((BENCHMARKS / "scores.json").read_text())["scores"]
    floors = json.loads((BENCHMARKS / "floors.json").read_text())
    guarded = (
        *("attributions.", "accurate.", "factuality.", "robustness."),
        *("factchecks.", "grouping.", "stance."),
    )
    assert {name for name in scores if name.startswith(guarded)} <= set(floors)


def test_no_recorded_score_is_below_its_floor() -> None:
    scores = json.loads((BENCHMARKS / "scores.json").read_text())["scores"]
    floors = json.loads((BENCHMARKS / "floors.json").read_text())
    assert floors
    below = {
        name: (scores.get(name), floor)
        for name, floor in floors.items()
        if name not in scores or _worse(name, scores[name], floor)
    }
    assert below == {}


def _worse(name: str, score: float, floor: float) -> bool:
    """Of a mean absolute error, less is better."""
    return score > floor if name.endswith(".mae") else score < floor
