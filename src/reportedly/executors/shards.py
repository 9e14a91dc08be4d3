"""Runs over many files: shard by shard, each with a part of the results and a mark when done.

    files ─► shards ─► engine (this machine, or Ray) ─► parts ─► readings
                            └─► marks: done, or set aside

A run that is stopped goes on where it was: what has a mark is not read again. A shard that
keeps failing is set aside with the reason, and the run goes on. Files may lie on this machine
or wherever fsspec finds them (`s3://…`), and so may the folder of the parts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportedly.data import Page, Reading
from reportedly.errors import ConfigurationError, PageError
from reportedly.limits import Limits, Reach
from reportedly.pages import Raw, capture_raw
from reportedly.pages.files import PAGE_SUFFIXES, Source, find, is_address

_FILES = 200  # of one page each, in a shard
DONE, ASIDE = "done", "set-aside"


@dataclass(frozen=True, slots=True)
class Options:
    """How the pages of all shards are captured and read."""

    limits: Limits = Limits()
    model: str = "default"
    scrape: bool = False
    text_field: str | None = None
    id_field: str | None = None
    reach: Reach = Reach()


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are read as one: an archive or a file of lines, or some files of one page."""

    files: tuple[str, ...]  # as they are named in results
    places: tuple[str, ...]  # where they lie: absolute paths, or addresses that fsspec knows

    def key(self, made_by: str) -> str:
        """By which its part and its mark are found, for one maker of readings."""
        what = json.dumps([self.files, made_by]).encode()
        return hashlib.sha256(what).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a shard."""

    files: tuple[str, ...]
    pages: int = 0
    failed: int = 0  # of the pages
    problem: str | None = None  # of the shard as a whole


class Folder:
    """Where the parts and marks of a run lie."""

    def __init__(self, place: str) -> None:
        """Raises `ConfigurationError`."""
        self.place = place if "://" in place else str(Path(place).absolute())
        self._files, self._path = _reached(self.place)
        try:
            for kind in (DONE, ASIDE):
                self._files.makedirs(f"{self._path}/{kind}", exist_ok=True)
        except (OSError, ValueError) as error:
            raise ConfigurationError(f"cannot be used ({error})", about=place) from error

    def part(self, key: str) -> str:
        return f"{self._path}/part-{key}.parquet"

    def put(self, local: Path, key: str) -> None:
        """A part takes its place; what lay there, unmarked, is overwritten."""
        self._files.put_file(str(local), self.part(key))

    def take(self, key: str, local: Path) -> None:
        self._files.get_file(self.part(key), str(local))

    def mark(self, key: str, mark: Mark) -> None:
        kind, other = (ASIDE, DONE) if mark.problem else (DONE, ASIDE)
        path = f"{self._path}/{kind}/{key}.json"
        # A mark that was cut off would be one all the same
        self._files.pipe_file(f"{path}.new", json.dumps(asdict(mark)).encode())
        self._files.mv(f"{path}.new", path)
        if self._files.exists(f"{self._path}/{other}/{key}.json"):
            self._files.rm_file(f"{self._path}/{other}/{key}.json")

    def done(self) -> list[str]:
        """The keys of all parts that are done, in order."""
        found = self._files.glob(f"{self._path}/{DONE}/*.json")
        return sorted(Path(each).stem for each in found)


def needed(name: str) -> Any:
    """A library of the extra `ray`. Raises `ConfigurationError`."""
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as error:
        message = "not installed; pip install 'reportedly[ray]'"
        raise ConfigurationError(message, about=name) from error


def _reached(place: str) -> tuple[Any, str]:
    """Where a path or an address leads to, and the path there. Raises `ConfigurationError`."""
    fsspec = needed("fsspec")
    try:
        files, path = fsspec.core.url_to_fs(place)
    except (OSError, ValueError, ImportError) as error:
        raise ConfigurationError(f"cannot be used ({error})", about=place) from error
    return files, path


def shards_of(paths: Iterable[str]) -> Iterator[Shard]:
    """The shards of files, folders and patterns (`s3://bucket/*.warc.gz`), in order."""
    small: list[tuple[str, str]] = []
    for name, place in _files(paths):
        if Source(name).suffix in (*PAGE_SUFFIXES, ""):
            small.append((name, place))
            if len(small) == _FILES:
                yield _shard(small)
                small = []
            continue
        if small:
            yield _shard(small)
            small = []
        yield Shard((name,), (place,))
    if small:
        yield _shard(small)


def _shard(files: list[tuple[str, str]]) -> Shard:
    names, places = zip(*files, strict=True)
    return Shard(names, places)


def _files(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in paths:
        if is_address(path):
            yield path, path
            continue
        if "://" in path:
            files, inner = _reached(path)
            found = files.glob(inner) if any(each in inner for each in "*?[") else [inner]
            for each in found:
                address = files.unstrip_protocol(each)
                yield address, address
            continue
        for source in find(path):
            name = source.about if isinstance(source, PageError) else source.path
            yield name, str(Path(name).absolute())


def pages_of(shard: Shard, options: Options) -> Iterator[Page | Raw | PageError]:
    """The pages of a shard, under the names that its files have in results."""
    for name, place in zip(shard.files, shard.places, strict=True):
        with TemporaryDirectory(prefix="reportedly-") as folder:
            local = _local(place, Path(folder))
            pages = capture_raw(
                local,
                limits=options.limits,
                scrape=options.scrape,
                text_field=options.text_field,
                id_field=options.id_field,
                reach=options.reach,
            )
            for page in pages:
                if isinstance(page, PageError):
                    page.about = name + page.about.removeprefix(local)
                    yield page
                else:
                    yield replace(page, origin=name + page.origin.removeprefix(local))


def _local(place: str, folder: Path) -> str:
    if "://" not in place or is_address(place):
        return place
    files, inner = _reached(place)
    local = folder / Path(inner).name
    files.get_file(inner, str(local))
    return str(local)


def holds_parts(place: str) -> bool:
    """Whether a folder holds the parts of a run."""
    if is_address(place):
        return False
    if "://" not in place:
        return Path(place, DONE).is_dir()
    files, path = _reached(place)
    return bool(files.exists(f"{path}/{DONE}"))


def readings_in(folder: str) -> Iterator[Reading | PageError]:
    """What stands in all parts of a folder that are done, in the order of their keys."""
    parts = Folder(folder)
    for key in parts.done():
        yield from readings_of(parts, key)


def readings_of(parts: Folder, key: str) -> Iterator[Reading | PageError]:
    """What stands in one part, in the order of its pages."""
    from reportedly.executors.parts import Part  # here: with it comes the ledger, and a database

    with TemporaryDirectory(prefix="reportedly-") as folder:
        local = Path(folder) / "part.parquet"
        parts.take(key, local)
        yield from Part.read(local)
