"""All benchmarks in one run; see the package's docstring."""

from __future__ import annotations

import argparse
import json

from benchmarks import (
    HERE,
    articles,
    attributions,
    certainty,
    chains,
    factuality,
    quantities,
    robustness,
)
from reportedly.encoder import MODELS, NAMES


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write scores.json")
    record = parser.parse_args().record
    scores: dict[str, float] = {}
    for part in (attributions, robustness, articles, chains, certainty, factuality, quantities):
        scores |= part.measure()
        print()
    if record:
        weights = {
            name: json.loads((MODELS / name / "model.json").read_text())["sha256"] for name in NAMES
        }
        recorded = {"weights": weights, "scores": dict(sorted(scores.items()))}
        (HERE / "scores.json").write_text(json.dumps(recorded, indent=1) + "\n")
        print("quality recorded in benchmarks/scores.json")


if __name__ == "__main__":
    main()
