"""Quality and speed, measured beside the peers in one run.

    python -m benchmarks              all that can be measured here, in about a quarter of an hour
    python -m benchmarks --write      the same, and write docs/benchmarks.md with its plots
    python -m benchmarks --record     the same, and write the quality to `scores.json`
    python -m benchmarks.stages       where the time of a reading goes, and cold starts
    python -m benchmarks.faults       what was tried to break it, how often, and what was lost
    python -m benchmarks.soak         memory over a long run
    python -m benchmarks.dependencies    write docs/dependencies.md
    python -m benchmarks.curve        time over the length of the text

Corpora and their scorers are found through REPORTEDLY_SHARED (default: `../shared`). Processor
time is that of one thread, unless the environment says how many.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent

# Before numpy is imported: threads that wait for work would count as work done.
for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")


def shared() -> Path:
    """The folder with the corpora and their scorers. Exits with a clear word without it."""
    folder = Path(os.environ.get("REPORTEDLY_SHARED", HERE.parent.parent / "shared"))
    if not (folder / "data").is_dir():
        sys.exit(f"no corpora in {folder}: set REPORTEDLY_SHARED to the folder that holds data/")
    return folder


def shipped_weights() -> dict[str, str]:
    """The SHA-256 of whatever was learned or counted and is shipped, by its path among the
    models."""
    from reportedly.encoder import MODELS  # here, so that peers do not load what they do not use

    combined = [MODELS / f"{name}.json" for name in ("matching", "rarities", "sides")]
    learned = sorted([*MODELS.glob("*/model.onnx"), *combined])
    return {
        path.relative_to(MODELS).parts[0].removesuffix(".json"): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in learned
    }


def records(name: str) -> list[dict[str, Any]]:
    """The rows of a corpus, such as `chains/chains_dev.jsonl`."""
    with (shared() / "data" / name).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def scorer(name: str) -> ModuleType:
    """One of the scorers that lie beside the corpora, such as `score_attributions`."""
    path = shared() / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
