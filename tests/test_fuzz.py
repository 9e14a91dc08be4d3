"""Parsers fed with anything; see the package `tests.fuzz`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CASES, SEEDS, TARGETS

Edits = list[tuple[int, int, bytes]]
KEPT = sorted(path for path in CASES.rglob("*") if path.is_file())
edits = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 9), st.binary(max_size=9)), max_size=4
)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25)
@given(data=st.binary(max_size=300), changes=edits)
def test_anything_is_read_or_refused(name: str, data: bytes, changes: Edits) -> None:
    TARGETS[name](data)
    for seed in SEEDS[name]:
        content = bytearray(seed)
        for at, gone, come in changes:
            at %= len(content) + 1
            content[at : at + gone] = come
        TARGETS[name](bytes(content))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_once_is_not_found_again(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())
