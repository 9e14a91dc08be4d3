"""Copies among parts are those that are found in memory."""

from __future__ import annotations

from pathlib import Path

from benchmarks.copies import MadeUp
from benchmarks.near_copies import fill
from reportedly.executors.near import find_copies_in
from reportedly.executors.shards import Folder
from reportedly.traces import find_copies


def test_the_same_copies_as_in_memory(tmp_path: Path) -> None:
    pages = MadeUp(90)
    folder = Folder(str(tmp_path / "parts"))
    fill(folder, pages, shard=35)
    expected = list(find_copies(pages))
    found = list(find_copies_in(folder.place, workers=1))
    assert len(found) > 30
    assert found == expected


def test_no_parts_have_no_copies(tmp_path: Path) -> None:
    assert list(find_copies_in(Folder(str(tmp_path / "parts")).place)) == []
