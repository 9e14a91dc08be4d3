"""Copies among parts are those that are found in memory."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import pytest

from benchmarks.copies import MadeUp
from reportedly.data import Article, Dating, Form, Given, Page, Reading
from reportedly.errors import ConfigurationError, EmptyPage, PageError
from reportedly.exchange.json import line_of
from reportedly.executors import near, texts
from reportedly.executors.near import find_copies_in
from reportedly.executors.parts import Making, Part
from reportedly.executors.shards import Folder, Mark
from reportedly.executors.spreading import spread
from reportedly.traces import find_copies


def reading(known_as: str, text: str) -> Reading:
    page = Page(
        text.encode("utf-8", "replace"), text, Form.TEXT, "", known_as, given=Given(id=known_as)
    )
    return Reading(page, Article(None, (), None, (), "en", Dating(), text, ()), (), (), (), ())


def fill(folder: Folder, pages: Sequence[tuple[str, str]], shard: int) -> None:
    """Parts with a reading of each page in their order, after one that could not be read."""
    make = Making(line_of)
    for first in range(0, len(pages), shard):
        key = f"{first:06}"
        some: list[Reading | PageError] = [EmptyPage("nothing to read", about="somewhere")]
        some += [reading(*pages[i]) for i in range(first, min(first + shard, len(pages)))]
        rows = ((make(each), each if isinstance(each, PageError) else each.page) for each in some)
        path = Path(folder.place, "local")
        Part.write(path, rows)
        folder.put(path, key)
        folder.mark(key, Mark((key,), len(some)))


def test_the_same_copies_as_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_RUN", 50)  # hashes looked at together: runs end everywhere
    stale = "Sign up for the harbour letter and have all the news of the bay each morning at six. "
    pages = [(page, text + " " + stale * (n % 3)) for n, (page, text) in enumerate(MadeUp(90))]
    pages.append(("cut", "\ud800 " + pages[7][1]))  # half of a surrogate pair
    pages.append(("short", pages[8][1][:300]))
    pages.append(("none", "Two words."))
    folder = Folder(str(tmp_path / "it's parts"))
    fill(folder, pages, shard=35)
    expected = list(find_copies(pages))
    assert list(find_copies_in(folder.place)) == expected
    assert {"cut", "short"} < {copy.right for copy in expected}
    assert len(expected) > 200


def test_no_parts_have_no_copies(tmp_path: Path) -> None:
    assert list(find_copies_in(Folder(str(tmp_path / "parts")).place)) == []
    with pytest.raises(ConfigurationError, match="holds no parts"):
        list(find_copies_in(str(tmp_path / "prats")))
    assert not (tmp_path / "prats").exists()


def test_pages_too_short_to_share_anything(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "parts"))
    fill(folder, [("1", "Two words."), ("2", "")], shard=1)
    assert list(find_copies_in(folder.place)) == []


def test_a_part_that_is_none_is_told(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "parts"))
    Path(folder.part("odd")).write_bytes(b"no Parquet")
    folder.mark("odd", Mark(("odd",), 1))
    with pytest.raises(ConfigurationError, match="not a part that Reportedly wrote"):
        list(find_copies_in(folder.place))


def test_texts_are_found_by_their_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_ROWS", 3)
    written = [(str(n), "WELLBAY (Port Wire) - " * (n % 2) + "word " * n) for n in range(8)]
    samples = list(texts.write(tmp_path / "texts", written))
    assert len(samples) == 8
    found = texts.Texts(tmp_path / "texts")
    for n in (7, 0, 3, 2):
        assert found[n].page == str(n)
        assert found[n].agency == ("Port Wire" if n % 2 else None)
        assert len(found[n].prepared.words.starts) == n + 3 * (n % 2)


def doubled(number: int) -> int:
    return 2 * number


def test_results_are_in_order_and_things_are_taken_as_they_are_needed() -> None:
    taken = []

    def things() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    found = spread(doubled, things(), 1)
    assert next(found) == 0
    assert len(taken) < 10
    assert list(found) == [2 * number for number in range(1, 100)]


def fatal(folder: Path, times: int, number: int) -> int:
    """Kills its own process, the first times."""
    for time in range(times):
        mark = folder / f"{number}-{time}"
        if number == 3 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_what_a_killed_process_had_in_hand_is_done_again(tmp_path: Path) -> None:
    assert list(spread(partial(fatal, tmp_path, 1), range(6), 1)) == list(range(6))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_what_kills_each_process_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(BrokenProcessPool):
        list(spread(partial(fatal, tmp_path, 99), range(6), 1))
