"""The public names, and that importing them costs nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import reportedly

PUBLIC = [
    "Article", "Attribution", "Block", "Chain", "Claim", "Dating", "Entity", "Finding", "Link",
    "Page", "PageError", "Quantity", "Reading", "ReportedlyError", "Source", "Span",
    "__version__", "capture", "find_quantities", "read", "read_all", "score_factuality",
]  # fmt: skip


def test_public_names_are_pinned() -> None:
    assert reportedly.__all__ == PUBLIC
    assert sorted(PUBLIC) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(reportedly, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = reportedly.nonsense  # type: ignore[attr-defined]


def test_importing_the_package_loads_no_library() -> None:
    script = "import sys; before = set(sys.modules); import reportedly; "
    script += "print(*{m.split('.')[0] for m in set(sys.modules) - before})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= sys.stdlib_module_names | {"reportedly"}
