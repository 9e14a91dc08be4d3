"""The learned combinations of `reportedly.traces`, fitted and shipped.

    python -m training.matching --corpora ../shared/data

writes matching.json and sides.json in src/reportedly/models. Some minutes on one core, without
torch. What they score on text that they were not fitted on is measured in folds, by
`benchmarks.factchecks`, `benchmarks.grouping` and `benchmarks.stance`, with the functions of
this module.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reportedly.encoder import MODELS
from reportedly.traces.sides import ARRAYS, Sides
from reportedly.traces.weights import Linear
from training import answering, grouping, stances

PARTS = (answering, grouping, stances)


def as_json(one: Linear) -> dict[str, object]:
    parts = {
        part: getattr(one, part).round(5).tolist()
        for part in ("mean", "deviation", "weights", "bias")
    }
    return {**parts, "threshold": round(one.threshold, 4)}


def sides_as_json(one: Sides) -> dict[str, object]:
    words = [
        {term: [round(a, 2), round(b, 2)] for term, (a, b) in known.items()} for known in one.words
    ]
    return {**{part: getattr(one, part).round(4).tolist() for part in ARRAYS}, "words": words}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.matching", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--only", choices=[part.__name__.split(".")[-1] for part in PARTS])
    asked = parser.parse_args()
    place = MODELS / "matching.json"
    kept = json.loads(place.read_text()) if place.exists() else {}
    for part in PARTS:
        if asked.only in (None, part.__name__.split(".")[-1]):
            found = part.fit(asked.corpora)
            kept |= {name: as_json(one) for name, one in found.items() if isinstance(one, Linear)}
            sides = {
                name: sides_as_json(one) for name, one in found.items() if isinstance(one, Sides)
            }
            if sides:
                text = json.dumps(sides, sort_keys=True, separators=(",", ":"))
                (MODELS / "sides.json").write_text(text + "\n")
    place.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
