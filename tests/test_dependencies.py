"""Every runtime dependency is accounted for, and none has a licence that binds our users."""

from __future__ import annotations

import tomllib

from benchmarks.dependencies import ALLOWED, PAGE, WHY, closure, direct, licence


def test_every_dependency_is_explained() -> None:
    said = tomllib.loads(WHY.read_text("utf-8"))
    page = PAGE.read_text("utf-8")
    names = {each.name for each in direct()}
    assert names == set(said), "tell what it is for in benchmarks/dependencies.toml"
    missing = [name for name in names if f"| {name} |" not in page]
    assert missing == [], "run `python -m benchmarks.dependencies`"


def test_no_licence_binds_whoever_uses_us() -> None:
    names = [each.name for each in direct()]
    found = {name: licence(name) for name in closure(names)}
    assert {name: said for name, said in found.items() if said not in ALLOWED} == {}
    assert len(found) > len(names)
    lesser = [name for name, said in found.items() if said == "LGPL"]
    assert lesser == [name for name in lesser if name.startswith("psycopg")]
