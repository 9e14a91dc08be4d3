"""Writes docs/dependencies.md: what each runtime dependency is for and what it costs.

    python -m benchmarks.dependencies

Licences and sizes are those of what is installed; times to import are seconds of the processor,
the least of three processes, less that of starting Python. What a dependency needs in turn is
listed with its licence alone, its own size is not counted.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks import HERE

ROOT = HERE.parent
PAGE = ROOT / "docs" / "dependencies.md"
WHY = HERE / "dependencies.toml"
NOT_RUNTIME = frozenset({"bench", "dev", "train"})  # extras
_ROUNDS = 3

# What may stand in a licence, and how it is written here. Where several stand, the first of this
# list that is among them: they are the least that is asked.
_LICENCES = (
    ("LGPL", r"LGPL|Lesser General Public"),
    ("MPL-2.0", r"MPL|Mozilla Public"),
    ("Apache-2.0", r"Apache"),
    ("BSD", r"BSD|0BSD"),
    ("MIT", r"\bMIT\b|MIT-CMU|\bHPND\b"),
    ("ISC", r"\bISC\b"),
    ("PSF-2.0", r"PSF|Python Software Foundation"),
    ("Unlicense", r"Unlicense|Public Domain|CC0"),
    ("Zlib", r"\bZlib\b"),
)
ALLOWED = frozenset(name for name, _ in _LICENCES)
_FORBIDDEN = re.compile(r"\bA?GPL|GNU General Public|GNU Affero|SSPL|BUSL|Commons Clause", re.I)


@dataclass(frozen=True, slots=True)
class Dependency:
    name: str
    extra: str | None  # None: always needed


def direct() -> list[Dependency]:
    """What pyproject.toml asks for at run time, by extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [Dependency(_name(each), None) for each in project["dependencies"]]
    for extra, needs in project["optional-dependencies"].items():
        if extra not in NOT_RUNTIME:
            found += [Dependency(_name(each), extra) for each in needs]
    return found


def closure(names: Iterator[str] | list[str]) -> list[str]:
    """The names, and what they need in turn on this system, each once, in order."""
    seen: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        seen[name] = None
        for each in map(Requirement, needs):
            if each.marker is None or each.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(each.name))
    return sorted(seen)


def licence(name: str) -> str:
    """The licence of what is installed under a name; "unknown" where its words are not."""
    about = metadata.metadata(name)
    said = [str(each) for each in about.get_all("License-Expression") or []]
    said += [each for each in about.get_all("Classifier") or [] if each.startswith("License ::")]
    said = said or [each.strip()[:200] for each in about.get_all("License") or []]
    words = " / ".join(said)
    if _FORBIDDEN.search(re.sub(r"LGPL|Lesser General Public", "", words)):
        return words
    return next((known for known, pattern in _LICENCES if re.search(pattern, words)), "unknown")


def size(name: str) -> float:
    """Megabytes of its own files."""
    files = metadata.files(name) or []
    paths = (Path(str(each.locate())) for each in files)
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def seconds_to_import(module: str) -> float:
    """Of a fresh process, above those of an empty one."""
    return max(0.0, _fastest(f"import {module}") - _fastest("pass"))


def _fastest(code: str) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = _used()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        taken.append(_used() - began)
    return min(taken)


def _used() -> float:
    """Seconds of the processor that ended children have used."""
    used = os.times()
    return used.children_user + used.children_system


def _name(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def main() -> None:
    said = tomllib.loads(WHY.read_text("utf-8"))
    needs = direct()
    lines = [
        "# Dependencies",
        "",
        "What Reportedly needs when it runs, why this and not another, and what it costs. Written "
        "by `python -m benchmarks.dependencies` from `benchmarks/dependencies.toml` and from what "
        "is installed; a test fails when a dependency is missing here or has a licence that is "
        "neither permissive nor LGPL or MPL. Sizes are of a package's own files; times to import "
        "are milliseconds of the processor, the least of three processes, with all that it imports "
        "in turn, less those of starting Python. Rooms import what they need when they need it: "
        "`import reportedly` loads none of this.",
        "",
    ]
    for extra in dict.fromkeys(each.extra for each in needs):
        title = "Always" if extra is None else f"With `reportedly[{extra}]`"
        lines += [f"## {title}", "", "| package | licence | MB | import, ms | why |"]
        lines.append("|---|---|---|---|---|")
        for each in needs:
            if each.extra == extra:
                lines.append(_row(each.name, said))
        lines.append("")
    own = {each.name for each in needs}
    others = [name for name in closure([each.name for each in needs]) if name not in own]
    lines += ["## What these need in turn", "", "| package | licence |", "|---|---|"]
    lines += [f"| {name} | {licence(name)} |" for name in others]
    lines += [
        "",
        "Known vulnerabilities are looked up with `pip-audit --require-hashes --disable-pip -r "
        "constraints.txt`. It asks a public database over the network; where that is not to be "
        "had, it says of each package that it could not be audited, and nothing is known either "
        "way. So it was on 2026-11-28, when this was last tried.",
        "",
    ]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    print(f"{len(needs)} dependencies, {len(others)} that they need: {PAGE.relative_to(ROOT)}")


def _row(name: str, said: dict[str, dict[str, str]]) -> str:
    about = said[name]
    cost = 1000 * seconds_to_import(about["module"])
    return f"| {name} | {licence(name)} | {size(name):.1f} | {cost:.0f} | {about['why']} |"


if __name__ == "__main__":
    main()
