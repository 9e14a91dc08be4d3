"""Executors: the same results whatever runs the stages, and no page takes others down with it."""

from __future__ import annotations

import errno
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fsspec
import psutil
import pytest
from fsspec.implementations.local import LocalFileSystem
from typer.testing import CliRunner

from reportedly.cli import app
from reportedly.data import Form, Page, Reading
from reportedly.errors import (
    ConfigurationError,
    EmptyPage,
    FetchFailed,
    ModelError,
    PageError,
    PageTooSlow,
    ReportedlyError,
)
from reportedly.exchange.json import line_of
from reportedly.executors import as_it_is, holds_parts, read_with, readings_in
from reportedly.executors.engines import read_shards
from reportedly.executors.pool import Pool
from reportedly.executors.shards import Folder, Shard, shards_of
from reportedly.executors.worker import Job
from reportedly.limits import Limits
from reportedly.pages import capture
from reportedly.reading import read_all
from tests.poisons import running, told
from tests.test_archives import three

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


def text_page(text: str, origin: str = "memory") -> Page:
    return Page(text.encode(), text, Form.TEXT, "text/plain", origin)


def said(number: int) -> Page:
    text = f"Ilse Varga, the mayor of Oldhaven, said on Monday that {number} boats would sail."
    return text_page(f"{text} She said they would not wait.", f"said:{number}")


def examples() -> Iterator[Page | PageError]:
    yield from capture([EXAMPLES, EXAMPLES / "wire.jsonl", EXAMPLES / "none.html"])


# ── The same, whatever runs them ─────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def alone() -> list[Reading | PageError]:
    return list(read_all(examples()))


def test_results_are_the_same_to_the_byte_and_in_order(alone: list[Reading | PageError]) -> None:
    """And a reading comes back whole, with its page."""
    found = list(read_with(examples(), as_it_is, workers=3))
    assert [line_of(each) for each in found] == [line_of(each) for each in alone]
    for mine, theirs in zip(alone, found, strict=True):
        assert isinstance(mine, PageError) or mine == theirs
    assert list(read_with(examples(), line_of)) == [line_of(each) for each in alone]


def test_errors_survive_the_way_between_processes() -> None:
    for error in (
        EmptyPage("empty", about="a", id="7"),
        FetchFailed("no", about="b", passing=False),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.__dict__, str(again)) == (
            type(error),
            error.__dict__,
            str(error),
        )


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Two workers for several tests, since it takes a while to start them."""
    with Pool(2, Job(told, Limits(seconds=2.0), "default"), grace=0.2) as pool:
        yield pool


def test_nothing_in_gives_nothing_out(pool: Pool) -> None:
    assert list(pool.map([])) == []


def test_pages_are_asked_for_as_they_are_needed(pool: Pool) -> None:
    asked = 0

    def endless() -> Iterator[Page]:
        nonlocal asked
        while True:
            asked += 1
            yield said(asked)

    results = pool.map(endless())
    for number in range(1, 60):
        assert next(results) == f"said:{number}"
    assert asked < 60 + 2 * 16 + 1


def test_the_command_prints_the_same(tmp_path: Path) -> None:
    def run(*more: str) -> list[str]:
        arguments = ["read", str(EXAMPLES), str(EXAMPLES / "wire.jsonl"), *more]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    assert run("--json", "--workers", "2") == run("--json")


def test_a_ledger_is_filled_by_several(tmp_path: Path) -> None:
    found = []
    for workers in ("1", "2"):
        ledger = str(tmp_path / f"{workers}.db")
        arguments = ["add", str(EXAMPLES), "--ledger", ledger, "--workers", workers, "--json"]
        assert CliRunner().invoke(app, arguments).exit_code == 0
        result = CliRunner().invoke(app, ["export", "--ledger", ledger])
        found.append(result.stdout)
    assert found[0] == found[1] != ""


# ── Poison ───────────────────────────────────────────────────────────────────────────────


def among(*texts: str) -> list[Page]:
    """The texts, and between and around them pages that are well."""
    pages: list[Page] = []
    for number, text in enumerate(texts):
        pages += [said(number), text_page(f"{text} said Ilse Varga, the mayor.", text)]
    return [*pages, said(len(texts))]


def test_a_run_that_is_given_up_leaves_nothing_behind(pool: Pool) -> None:
    """A disk is full, say, while a shard is written; the next shard has the same workers."""
    results = pool.map(said(number) for number in range(40))
    assert next(results) == "said:0"
    results.close()  # type: ignore[attr-defined]
    again = list(pool.map(said(number) for number in range(100, 140)))
    assert again == [f"said:{number}" for number in range(100, 140)]
    assert (len(pool._done), len(pool._wanted), len(pool._todo)) == (0, 0, 0)


def test_what_becomes_of_a_page_may_be_too_heavy_to_tell(pool: Pool) -> None:
    found = list(pool.map(among("EATS")))
    assert found == ["said:0", "too-heavy EATS", "said:1"]


@posix
def test_poison_costs_itself_alone(pool: Pool) -> None:
    """Pages that hang, in Python and in C, and one that takes its process down, twice."""
    names = ("HANGS", "KILLS", "SPINS")
    kinds = ("too-slow", "crashed", "too-slow")
    found = list(pool.map(among(*names)))
    assert found[::2] == [f"said:{number}" for number in range(4)]
    assert found[1::2] == [f"{kind} {name}" for kind, name in zip(kinds, names, strict=True)]


@posix
def test_workers_killed_at_random_cost_no_page(pool: Pool) -> None:
    """Killed from outside, one after the other, while they work: every page is there, once."""
    pages = [said(number) for number in range(120)]
    found = []
    for number, each in enumerate(pool.map(pages)):
        found.append(each)
        if number in (10, 70):
            victims = running()
            victims[number % len(victims)].kill()
    assert found == [page.origin for page in pages]


@posix
def test_a_page_that_needs_too_much_memory_is_an_error() -> None:
    heavy = text_page("Ilse Varga said that it was so. " * 60_000, "heavy")
    with Pool(1, Job(told, Limits(memory=60_000_000), "default")) as pool:
        found = list(pool.map([said(1), heavy, said(2)]))
    assert found[::2] == ["said:1", "said:2"]
    assert found[1].split()[0] in ("too-heavy", "crashed")


def test_what_is_wrong_with_the_work_itself_is_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="FAILS"):
        _alone(among("FAILS"), "default")
    with pytest.raises(ModelError, match="no such model"):
        _alone([said(1)], "imagined")


def _alone(pages: list[Page], model: str) -> list[str]:
    with Pool(1, Job(told, Limits(), model)) as pool:
        return list(pool.map(pages))


@posix
def test_no_process_is_left_behind() -> None:
    """Neither when the work is left in the middle, nor when whoever asked is killed."""
    before = {each.pid for each in psutil.Process().children()}
    with Pool(1, Job(told, Limits(), "default")) as pool:
        next(pool.map(said(number) for number in range(1000)))
    assert {each.pid for each in psutil.Process().children()} <= before
    lines = "".join(json.dumps({"text": said(n).text}) + "\n" for n in range(4000))
    command = [sys.executable, "-m", "reportedly", "read", "-", "--json", "--workers", "2"]
    asker = subprocess.Popen(
        [*command, "--text-field", "text"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asker.stdin is not None
    assert asker.stdout is not None
    asker.stdin.write(lines[:60_000])
    asker.stdin.flush()
    asker.stdout.readline()
    children = psutil.Process(asker.pid).children()
    asker.kill()
    asker.wait()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []
    asker.stdin.close()
    asker.stdout.close()


def test_a_reading_is_not_mistaken_for_an_error() -> None:
    assert not isinstance(next(read_all([said(1)])), ReportedlyError)
    assert PageTooSlow.kind == "too-slow"


# ── Shards ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def crawl(tmp_path: Path) -> list[str]:
    """Pages of all kinds: a folder, an archive, a file of lines, and a file that is missing."""
    archive = three().bytes
    (tmp_path / "crawl.warc.gz").write_bytes(archive[:-40])  # cut off: an error among its pages
    lines = "".join(json.dumps({"id": f"n{n}", "text": said(n).text}) + "\n" for n in range(5))
    (tmp_path / "said.jsonl").write_text(lines + "no line of JSON\n")
    names = ("crawl.warc.gz", "said.jsonl", "none.html")
    return [str(EXAMPLES), *(str(tmp_path / name) for name in names)]


def command(*arguments: str) -> list[str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code in (0, 3), result.output
    return result.stdout.splitlines()


def test_every_engine_gives_the_same_to_the_byte(crawl: list[str], tmp_path: Path) -> None:
    """In this process, on two, shard by shard on two, and on Ray with two."""
    expected = command("read", *crawl, "--json")
    assert len(expected) == 5 + 3 + 6 + 1
    assert command("read", *crawl, "--json", "--workers", "2") == expected
    pytest.importorskip("ray")
    assert command("read", *crawl, "--json", "--workers", "2", "--engine", "ray") == expected
    parts = str(tmp_path / "parts")
    said = json.loads(command("read", *crawl, "--parts", parts, "--workers", "2", "--json")[0])
    assert (said["pages"], said["shards"], said["known"]) == (len(expected), 4, 0)
    pages = [line_of(each) for each in readings_in(parts)]
    missing = [line for line in expected if "none.html" in line]  # is no part of any
    assert sorted(pages + missing) == sorted(expected)
    assert len(missing) == 1


def test_a_ledger_is_filled_from_parts_as_from_pages(crawl: list[str], tmp_path: Path) -> None:
    parts, exports, errors = str(tmp_path / "parts"), [], []
    command("read", *crawl, "--parts", parts)
    for name, sources in (("pages", crawl), ("parts", [parts])):
        ledger = str(tmp_path / f"{name}.db")
        command("add", *sources, "--ledger", ledger)
        exports.append(sorted(command("export", "--ledger", ledger)))
        assert command("verify", "--ledger", ledger)
        errors.append(set(command("errors", "--ledger", ledger)))
    assert exports[0] == exports[1] != []
    (missing,) = errors[0] ^ errors[1]
    assert missing in errors[0]  # of a file that is not there, which is no part of any
    assert "none.html" in missing


def test_a_run_over_shards_goes_on_where_it_was_stopped(crawl: list[str], tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    command("read", *crawl, "--parts", str(parts))
    before = {path: path.read_bytes() for path in parts.rglob("*.*")}
    one = sorted((parts / "done").iterdir())[0]
    part = parts / f"part-{one.stem}.parquet"
    one.unlink()
    part.write_bytes(b"half a pa")  # as a killed run leaves it
    said = json.loads(command("read", *crawl, "--parts", str(parts), "--json")[0])
    assert (said["shards"], said["known"]) == (4, 3)
    assert {path: path.read_bytes() for path in parts.rglob("*.*")} == before
    said = json.loads(command("read", *crawl, "--parts", str(parts), "--json")[0])
    assert said["known"] == 4


def test_a_file_that_was_changed_or_came_later_is_read_again(tmp_path: Path) -> None:
    parts, page = str(tmp_path / "parts"), tmp_path / "crawl" / "a.txt"
    page.parent.mkdir()

    def told() -> list[str]:
        said = json.loads(command("read", str(page.parent), "--parts", parts, "--json")[0])
        assert said["failed"] == said["known"] == 0
        found = [each for each in readings_in(parts) if isinstance(each, Reading)]
        return sorted(each.article.text for each in found)

    page.write_text(said(1).text)
    assert told() == [said(1).text]
    page.write_text(said(2).text)
    assert told() == [said(2).text]
    (page.parent / "b.txt").write_text(said(3).text)
    assert told() == [said(2).text, said(3).text]


def test_what_was_read_is_kept_until_it_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, page = str(tmp_path / "parts"), tmp_path / "crawl" / "a.txt"
    page.parent.mkdir()
    for number, name in enumerate(("a.txt", "b.txt"), 1):
        (page.parent / name).write_text(said(number).text)
    command("read", str(page.parent), "--parts", parts)
    page.write_text(said(3).text)
    with monkeypatch.context() as full:
        full.setattr(Folder, "put", lambda *_: (_ for _ in ()).throw(OSError("full")))
        command("read", str(page.parent), "--parts", parts)
    assert len(list(readings_in(parts))) == 2
    (page.parent / "b.txt").unlink()
    command("read", str(page.parent), "--parts", parts)
    (again,) = readings_in(parts)
    assert isinstance(again, Reading)
    assert again.article.text == said(3).text
    assert list((tmp_path / "parts/set-aside").iterdir()) == []


def test_what_cannot_be_read_in_shards_is_told_and_tried_again(tmp_path: Path) -> None:
    folder, parts = tmp_path / "crawl", str(tmp_path / "parts")
    folder.mkdir()
    (folder / "empty.txt").write_text(" ")
    os.mkfifo(folder / "pipe.txt")
    late = str(tmp_path / "late.txt")

    def run() -> tuple[int, str]:
        result = CliRunner().invoke(app, ["read", str(folder), late, "--parts", parts])
        return result.exit_code, result.stderr

    code, told = run()
    assert code == 3
    assert "empty.txt: " in told
    assert "pipe.txt: not a regular file" in told
    assert "late.txt: no such file" in told
    Path(late).write_text(said(1).text)
    code, told = run()
    assert "late.txt" not in told
    assert [each.article.text for each in readings_in(parts) if isinstance(each, Reading)] == [
        said(1).text
    ]
    refused = CliRunner().invoke(app, ["read", "-", "--parts", parts])
    assert refused.exit_code == 2
    assert "standard input" in refused.stderr


def shards_in(*paths: Path | str) -> list[Shard]:
    return [each for each in shards_of(map(str, paths)) if isinstance(each, Shard)]


def test_a_shard_that_keeps_failing_is_set_aside(tmp_path: Path) -> None:
    """Here: the disk has no room for its part."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": said(1).text}) + "\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": said(2).text}) + "\n")
    folder = Folder(str(tmp_path / "parts"))
    shards = shards_in(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    Path(folder.part(shards[0].key("x"))).mkdir()  # nothing can be written there
    marks = list(read_shards(shards, folder.place, line_of, made_by="x"))
    good, bad = sorted(marks, key=lambda mark: mark.problem or "")
    assert (good.pages, good.problem) == (1, None)
    assert bad.problem is not None
    assert [path.stem for path in (tmp_path / "parts/set-aside").iterdir()] == [shards[0].key("x")]
    Path(folder.part(shards[0].key("x"))).rmdir()
    assert [mark.problem for mark in read_shards(shards, folder.place, line_of, made_by="x")] == [
        None
    ]
    assert list((tmp_path / "parts/set-aside").iterdir()) == []


def test_a_disk_without_room_for_marks_costs_no_shard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": said(1).text}) + "\n")
    shards = shards_in(tmp_path / "a.jsonl")
    parts = str(tmp_path / "parts")

    def cut_off(files: LocalFileSystem, path: str, value: bytes) -> None:
        Path(path).write_bytes(value[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(LocalFileSystem, "pipe_file", cut_off)
        (mark,) = read_shards(shards, parts, line_of, made_by="x")
        assert "No space left" in (mark.problem or "")
    assert Folder(parts).done() == []
    (mark,) = read_shards(shards, parts, line_of, made_by="x")
    assert mark.problem is None
    assert len(list(readings_in(parts))) == 1


def test_shards_lie_wherever_fsspec_finds_them(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/crawl/one.warc.gz", three().bytes)
    memory.pipe_file("/crawl/two.html", b"<!DOCTYPE html><p>" + said(2).text.encode())
    shards = shards_in("memory://crawl/*")
    assert [shard.files for shard in shards] == [
        ("memory:///crawl/one.warc.gz",),
        ("memory:///crawl/two.html",),
    ]
    marks = list(read_shards(shards, "memory://out", line_of))
    assert [(mark.pages, mark.failed) for mark in marks] == [(3, 0), (1, 0)]
    origins = sorted(
        each.page.origin for each in readings_in("memory://out") if isinstance(each, Reading)
    )
    assert origins[-1] == "memory:///crawl/two.html"
    assert all(origin.startswith("memory:///crawl/one.warc.gz:") for origin in origins[:3])
    assert holds_parts("memory://out")
    assert not holds_parts(str(tmp_path))


def test_what_is_wrong_with_parts_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such engine"):
        list(read_shards([], str(tmp_path), line_of, engine="steam"))
    with pytest.raises(ConfigurationError, match="cannot be used"):
        list(shards_of(["steam://crawl/*.warc.gz"]))
    (tmp_path / "done").mkdir(exist_ok=True)
    (tmp_path / "done" / "x.json").write_text("{}")
    (tmp_path / "part-x.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(ConfigurationError, match="not a part"):
        list(readings_in(str(tmp_path)))
