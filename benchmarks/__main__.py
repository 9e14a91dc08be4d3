"""All benchmarks in one run, each part in a process of its own; see the package's docstring.

python -m benchmarks                    print what can be measured here
python -m benchmarks --write            and write docs/benchmarks.md with its plots
python -m benchmarks --record           and the quality to scores.json
python -m benchmarks --parts ledger web
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks import HERE, shipped_weights
from benchmarks.plots import FOLDER
from reportedly import __version__

DOCS = HERE.parent / "docs"
PAGE = DOCS / "benchmarks.md"
LIMIT = 3600  # seconds for one part


@dataclass(frozen=True, slots=True)
class Part:
    """A module of this package: its `measure()`, which prints a table, gives its scores."""

    name: str
    title: str


PARTS = (
    Part("attributions", "Attributions: quality, speed and memory, peers beside"),
    Part("robustness", "The same on text as careless pages have it"),
    Part("articles", "Articles out of scrapes and HTML, trafilatura beside"),
    Part("chains", "Chains of sources"),
    Part("certainty", "Certainty"),
    Part("factuality", "Factuality of events"),
    Part("quantities", "Quantities"),
    Part("factchecks", "Matching claims to fact-checks"),
    Part("copies", "Copies and near-duplicates"),
    Part("traces", "Groups of claims, lineage and drift"),
    Part("curve", "Time over the length of the text"),
    Part("stages", "Where the time of a reading goes, and cold starts"),
    Part("executors", "What a second core brings"),
    Part("near_copies", "Near-copies over Parquet, by the number of pages"),
    Part("ledger", "The ledger: adding and searching"),
    Part("web", "The reading room"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part printed, or why it could not be measured."""

    part: Part
    printed: str
    problem: str | None
    scores: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write scores.json")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--parts", nargs="+", choices=[part.name for part in PARTS])
    parser.add_argument("--only", help=argparse.SUPPRESS)  # a part, in the process that runs it
    given = parser.parse_args()
    if given.only:
        _measure(given.only)
        return
    wanted = [part for part in PARTS if not given.parts or part.name in given.parts]
    outcomes = [run(part, plots=given.write) for part in wanted]
    if given.write:
        write(outcomes)
    if given.record:
        _record(outcomes, keep=bool(given.parts))
    if any(outcome.problem for outcome in outcomes):
        sys.exit(3)


def run(part: Part, *, plots: bool) -> Outcome:
    """Runs a part and passes on what it prints."""
    print(f"── {part.title} ──", flush=True)
    if importlib.util.find_spec(f"benchmarks.{part.name}") is None:
        print("there is no such part yet", end="\n\n")
        return Outcome(part, "", "there is no such part yet", {})
    environment = dict(os.environ)
    if plots:
        environment[FOLDER] = str(DOCS / "plots")
    with tempfile.TemporaryDirectory() as folder:
        scores = Path(folder, "scores.json")
        environment["BENCHMARKS_SCORES"] = str(scores)
        command = [sys.executable, "-m", "benchmarks", "--only", part.name]
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            return Outcome(part, "", f"not finished within {LIMIT:,} seconds", {})
        found = json.loads(scores.read_text()) if scores.exists() else {}
    said = done.stderr.strip().splitlines()
    problem = (said[-1] if said else "no word why") if done.returncode else None
    print(done.stdout + (f"not measured: {problem}\n" if problem else ""), flush=True)
    return Outcome(part, done.stdout.strip(), problem, found)


def write(outcomes: list[Outcome]) -> None:
    """The page in the docs. Parts that were not asked for are taken from the page that is there."""
    before = _sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    now = {outcome.part.name: _section(outcome) for outcome in outcomes}
    sections = [now.get(part.name) or before.get(part.name) for part in PARTS]
    PAGE.write_text(
        "# Benchmarks\n\n"
        "Written by `make bench`: each part in a process of its own, the peers in the same run "
        "and on the same pages, ratios first, since absolute figures drift with the machine. "
        "Corpora cannot be handed on with the project; the scores that guard quality stand in "
        "[scores.json](../benchmarks/scores.json), their floors in "
        "[floors.json](../benchmarks/floors.json), and a test compares them.\n\n"
        + "\n".join(section for section in sections if section),
        encoding="utf-8",
    )
    print(f"written: {PAGE.relative_to(HERE.parent)}")


def _section(outcome: Outcome) -> str:
    part = outcome.part
    lines = [f"<!-- {part.name} -->", f"## {part.title}", ""]
    if outcome.problem:
        lines += [f"Not measured: {outcome.problem}.", ""]
    if outcome.printed:
        lines += ["```", outcome.printed, "```", ""]
    if (DOCS / "plots" / f"{part.name}.svg").exists() and not outcome.problem:
        lines += [f"![{part.title}](plots/{part.name}.svg)", ""]
    lines += [f"`python -m benchmarks.{part.name}`, {_where()}", ""]
    return "\n".join(lines)


def _sections(page: str) -> dict[str, str]:
    """The sections of a page that is there, by part."""
    pieces = page.split("<!-- ")[1:]
    return {piece.split(" -->")[0]: f"<!-- {piece.rstrip()}\n" for piece in pieces}


def _where() -> str:
    """Day, machine and versions, in a line."""
    libraries = ("onnxruntime", "numpy", "lxml", "tokenizers")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in libraries)
    return (
        f"{dt.datetime.now(dt.UTC).date()}; {_processor()}, {os.cpu_count()} cores, "
        f"{platform.system()}; Python {platform.python_version()}, reportedly {__version__}, "
        f"{versions}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(each.split(":")[1].strip() for each in lines if each.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _measure(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    sys.argv = [f"benchmarks.{name}"]
    scores = module.measure() if hasattr(module, "measure") else module.main()
    where = os.environ.get("BENCHMARKS_SCORES")
    if where:
        Path(where).write_text(json.dumps(scores or {}))


def _record(outcomes: list[Outcome], *, keep: bool) -> None:
    """`keep`: the scores of parts that were not measured stay, where the weights are the same."""
    weights = shipped_weights()
    before = json.loads((HERE / "scores.json").read_text())
    scores = before["scores"] if keep and before["weights"] == weights else {}
    for outcome in outcomes:
        scores |= outcome.scores
    recorded = {"weights": weights, "scores": dict(sorted(scores.items()))}
    (HERE / "scores.json").write_text(json.dumps(recorded, indent=1) + "\n")
    print("quality recorded in benchmarks/scores.json")


if __name__ == "__main__":
    main()
