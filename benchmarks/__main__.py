"""All benchmarks in one run, each part in a process of its own; see the package's docstring.

    python -m benchmarks                    print what can be measured here
    python -m benchmarks --write            and write docs/benchmarks.md with its plots
    python -m benchmarks --record           and the quality to scores.json
    python -m benchmarks --parts ledger web

All of it takes about a quarter of an hour on two quick and quiet cores, and several times that on
slow ones; a part that takes longer than an hour is ended. Larger sizes are measured by the modules
themselves, which have options for them. The page is written when all parts are through; what
cannot be measured keeps the section that it has, with its day, or is said to be left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
    Part("traces", "Copies, pages of a claim, groups, stance and fact-checks, peers beside"),
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
    seconds: float


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
    with tempfile.TemporaryDirectory() as plots:
        outcomes = [run(part, Path(plots)) for part in wanted]
        if given.write:
            write(outcomes, Path(plots))
    if given.record:
        _record(outcomes, keep=bool(given.parts))
    missing = [outcome for outcome in outcomes if outcome.problem]
    took = sum(outcome.seconds for outcome in outcomes) / 60
    print(f"{len(outcomes) - len(missing)} of {len(outcomes)} parts in {took:.1f} minutes")
    if missing:
        sys.exit(3)


def run(part: Part, plots: Path) -> Outcome:
    """Runs a part and passes on what it prints."""
    print(f"── {part.title} ──", flush=True)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        scores = Path(folder, "scores.json")
        environment = dict(os.environ) | {FOLDER: str(plots), "BENCHMARKS_SCORES": str(scores)}
        command = [sys.executable, "-m", "benchmarks", "--only", part.name]
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            return _left_out(part, f"not finished within {LIMIT // 60} minutes", began)
        found = json.loads(scores.read_text()) if scores.exists() else {}
    print(done.stdout, flush=True)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return _left_out(part, said[-1] if said else "no word why", began)
    return Outcome(part, done.stdout.strip(), None, found, time.perf_counter() - began)


def _left_out(part: Part, problem: str, began: float) -> Outcome:
    print(f"not measured: {problem}\n", flush=True)
    return Outcome(part, "", problem, {}, time.perf_counter() - began)


def write(outcomes: Sequence[Outcome], plots: Path, page: Path = PAGE) -> None:
    """The page and its plots. What was not measured now is taken from the page that is there."""
    sections = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    for outcome in outcomes:
        name = outcome.part.name
        if not outcome.problem or name not in sections:
            drawn = plots / f"{name}.svg"
            if drawn.exists():
                (page.parent / "plots").mkdir(exist_ok=True)
                shutil.copy(drawn, page.parent / "plots")
            sections[name] = _section(outcome, drawn.exists())
    never = "not measured yet"
    for part in PARTS:
        sections.setdefault(part.name, _section(Outcome(part, "", never, {}, 0.0), drawn=False))
    whole = "\n".join(sections[part.name] for part in PARTS)
    written = page.with_name(page.name + ".new")  # the page is whole at every moment
    written.write_text(_HEAD + whole, encoding="utf-8")
    written.replace(page)
    print(f"written: {page.name}")


_HEAD = """# Benchmarks

Written by `make bench`: each part in a process of its own, the peers in the same run and on the \
same pages, ratios first, since absolute figures drift with the machine. All of it takes about a \
quarter of an hour on two quick and quiet cores; a part that is not through in an hour is ended. \
A part may be measured alone (`python -m benchmarks --write --parts NAME`), so that days may \
differ. *Load* is how many processes wanted a processor in the part's last minute, itself among \
them. The commands under the tables have options for larger sizes. Corpora cannot be handed on \
with the project; the scores that guard quality stand in \
[scores.json](../benchmarks/scores.json), their floors in \
[floors.json](../benchmarks/floors.json), and a test compares them.

"""


def _section(outcome: Outcome, drawn: bool) -> str:
    part = outcome.part
    lines = [f"<!-- {part.name} -->", f"## {part.title}", ""]
    if outcome.problem:
        lines += [f"Left out: {outcome.problem}.", ""]
    else:
        lines += ["```", outcome.printed, "```", ""]
        if drawn:
            lines += [f"![{part.title}](plots/{part.name}.svg)", ""]
        took = f"{outcome.seconds:.0f} s"
        lines += [f"`python -m benchmarks.{part.name}`, {took}, {_where()}", ""]
    return "\n".join(lines)


def _sections(page: str) -> dict[str, str]:
    """The sections of a page that is there, by part."""
    pieces = page.split("<!-- ")[1:]
    return {piece.split(" -->")[0]: f"<!-- {piece.rstrip()}\n" for piece in pieces}


def _where() -> str:
    """Day, machine, how busy it has been in the last minute (this part counts for one), and
    versions, in a line."""
    libraries = ("onnxruntime", "numpy", "lxml", "tokenizers")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in libraries)
    return (
        f"{dt.datetime.now(dt.UTC).date()}; {_processor()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}, {platform.system()}; Python {platform.python_version()}, "
        f"reportedly {__version__}, {versions}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(each.split(":")[1].strip() for each in lines if each.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def _measure(name: str) -> None:
    scores = importlib.import_module(f"benchmarks.{name}").measure()
    where = os.environ.get("BENCHMARKS_SCORES")
    if where:
        Path(where).write_text(json.dumps(scores))


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
