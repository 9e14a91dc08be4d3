"""Dependencies point down only. The layers are those of docs/architecture.md."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from reportedly import data

DOCS = Path(__file__).parent.parent / "docs"
PACKAGE = Path(data.__file__).parent

# Lowest first. Rooms that share a line are siblings and do not import each other.
LAYERS = (
    ("data", "errors"),
    ("client", "limits", "shingles", "typography"),
    ("encoder", "config"),
    ("pages", "articles", "attributions", "claims"),
    ("reading", "traces", "ledger"),
    ("executors", "exchange"),
    ("web",),
    ("cli",),
    ("__main__",),
)
HEIGHT = {room: height for height, rooms in enumerate(LAYERS) for room in rooms}
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path != PACKAGE / "__init__.py"
}


def imports(module: str, path: Path) -> Iterator[str]:
    """Dotted names of all that a module imports, inside functions too; relative ones resolved."""
    package = ["reportedly", *module.split(".")]
    if path.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *((node.module or "").split(".") if node.module else [])])
            for name in node.names:
                target = f"{source}.{name.name}"
                within = target.removeprefix("reportedly.")
                yield target if source == "reportedly" or within in MODULES else source


def own(module: str) -> set[str]:
    """The imports of a module that lie in the package, without its name in front."""
    found = set(imports(module, MODULES[module])) - {"reportedly.__version__"}
    return {name.removeprefix("reportedly.") for name in found if name.startswith("reportedly.")}


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down(module: str) -> None:
    room = module.split(".")[0]
    assert room in HEIGHT, f"give the room {room!r} a layer here and in docs/architecture.md"
    for name in own(module):
        other = name.split(".")[0]
        assert other == room or HEIGHT.get(other, 99) < HEIGHT[room], f"{room} imports {other}"


@pytest.mark.parametrize("module", MODULES)
def test_nothing_imports_the_package_root(module: str) -> None:
    rooms = {name.split(".")[0] for name in MODULES}
    for name in imports(module, MODULES[module]):
        assert name != "reportedly", "import the room that is meant, not the package root"
        if name.startswith("reportedly.") and name != "reportedly.__version__":
            assert name.split(".")[1] in rooms, f"{name} is a name of the package root"


@pytest.mark.parametrize("module", MODULES)
def test_training_and_benchmarks_stay_outside(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(module, MODULES[module])}
    assert not roots & {"training", "benchmarks", "tests", "torch"}


def test_the_nouns_need_only_the_standard_library() -> None:
    for module in ("data", "errors"):
        roots = {name.split(".")[0] for name in imports(module, MODULES[module])}
        assert roots <= sys.stdlib_module_names


def test_settings_are_read_by_the_edges_only() -> None:
    readers = {module.split(".")[0] for module in MODULES if "config" in own(module)}
    assert readers <= {"cli", "web"}


def test_there_are_no_cycles() -> None:
    tuple(TopologicalSorter({module: own(module) for module in MODULES}).static_order())


def test_the_glossary_has_the_words_of_the_nouns() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    kinds = (data.Bound, data.Certainty, data.ClaimKind, data.FindingKind, data.Quotation)
    across = (data.Ground, data.OriginKind, data.Relation, data.Sameness, data.SourceType)
    words = [value.replace("_", " ") for kind in (*kinds, *across) for value in kind]
    assert [word for word in words if word not in glossary] == []


def test_the_architecture_page_has_every_room() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    assert [room for room in HEIGHT if f"`{room}`" not in page] == []


def test_the_reader_of_imports_sees_every_form(tmp_path: Path) -> None:
    room = tmp_path / "capture.py"
    room.write_text(
        "import reportedly\nimport reportedly.data\nfrom reportedly import errors\n"
        "from . import text\nfrom ..claims import assess\n"
        "def late():\n    from reportedly.reading import read\n"
    )
    assert set(imports("pages.capture", room)) >= {
        "reportedly",
        "reportedly.data",
        "reportedly.errors",
        "reportedly.claims",
        "reportedly.reading",
    }
    assert any(name.startswith("reportedly.pages") for name in imports("pages.capture", room))
