"""Runs over many files: shard by shard, each with a part of the results and a mark when done.

    files ─► shards ─► engine (this machine, or Ray) ─► parts ─► readings
                            └─► marks: done, or set aside

A run that is stopped goes on where it was: what has a mark is not read again, unless its files
have changed. A shard that keeps failing is set aside with the reason, and the run goes on. Files
may lie on this machine or wherever fsspec finds them (`s3://…`), and so may the folder of the
parts.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportedly.data import Page, Reading
from reportedly.errors import ConfigurationError, PageError
from reportedly.limits import Limits, Reach
from reportedly.pages import Raw, capture_raw
from reportedly.pages.files import (
    PAGE_SUFFIXES,
    STANDARD_INPUT,
    Source,
    explained,
    find,
    is_address,
)

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
    states: tuple[str, ...] = ()  # of the files: another one when they have changed

    def key(self, made_by: str) -> str:
        """By which its part and its mark are found, for one maker of readings."""
        return _digest([self.files, self.places, self.states, made_by])


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a shard."""

    files: tuple[str, ...]
    pages: int = 0
    failed: int = 0  # of the pages
    told: tuple[str, ...] = ()  # what is wrong with the first of them
    problem: str | None = None  # of the shard as a whole
    places: tuple[str, ...] = ()  # those of the shard
    maker: str = ""  # of its readings, in a few letters

    @classmethod
    def of(cls, shard: Shard, made_by: str, **found: Any) -> Mark:
        """What became of a shard."""
        return cls(shard.files, places=shard.places, maker=_digest(made_by), **found)

    def dumps(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, text: str | bytes) -> Mark:
        """What `dumps` gave. Raises ValueError or TypeError for anything else."""
        found: dict[str, Any] = json.loads(text)
        for name, value in found.items():
            found[name] = tuple(value) if isinstance(value, list) else value
        return cls(**found)


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
        self._files.pipe_file(f"{path}.new", mark.dumps().encode())
        self._files.mv(f"{path}.new", path)
        if self._files.exists(f"{self._path}/{other}/{key}.json"):
            self._files.rm_file(f"{self._path}/{other}/{key}.json")

    def done(self) -> list[str]:
        """The keys of all parts that are done, in order."""
        return list(map(_key_of, self._marks(DONE)))

    def supersede(self, shards: Iterable[Shard], made_by: str) -> None:
        """Takes away what there is, by one maker, of files of these `shards` as they were before:
        beside others only where those are gone. Of shards that are done alone."""
        keys = {shard.key(made_by): shard for shard in shards}
        done = self._marks(DONE)
        now = {key for key in map(_key_of, done) if key in keys}
        places = {place for key in now for place in keys[key].places}
        maker = _digest(made_by)
        for path in (*done, *self._marks(ASIDE)):
            key = _key_of(path)
            if key in now or not self._is_of(path, places, maker):
                continue
            self._files.rm_file(path)
            if self._files.exists(self.part(key)):
                self._files.rm_file(self.part(key))

    def _marks(self, kind: str) -> list[str]:
        return sorted(self._files.glob(f"{self._path}/{kind}/*.json"))

    def _is_of(self, path: str, places: Set[str], maker: str) -> bool:
        """Whether a mark is of such files and nothing else that is still there."""
        try:
            mark = Mark.loads(self._files.cat_file(path))
        except (OSError, ValueError, TypeError, AttributeError):
            return False  # damaged
        rest = [place for place in mark.places if place not in places]
        gone = all("://" not in place and not Path(place).exists() for place in rest)
        return mark.maker == maker and len(rest) < len(mark.places) and gone


def _key_of(mark: str) -> str:
    return Path(mark).stem


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


_File = tuple[str, str, str]  # its name, place and state


def shards_of(paths: Iterable[str]) -> Iterator[Shard | PageError]:
    """The shards of files, folders and patterns (`s3://bucket/*.warc.gz`), in order; and what
    cannot be read now, which is asked for again the next time. Raises `ConfigurationError`."""
    small: list[_File] = []
    for file in _files(paths):
        page = not isinstance(file, PageError) and Source(file[0]).suffix in (*PAGE_SUFFIXES, "")
        if small and (not page or len(small) == _FILES):
            yield _shard(small)
            small = []
        if isinstance(file, PageError):
            yield file
        elif page:
            small.append(file)
        else:
            yield _shard([file])
    if small:
        yield _shard(small)


def _shard(files: list[_File]) -> Shard:
    names, places, states = zip(*files, strict=True)
    return Shard(names, places, states)


def _files(paths: Iterable[str]) -> Iterator[_File | PageError]:
    for path in paths:
        if path == STANDARD_INPUT:
            message = "standard input cannot be read in shards; name a file"
            raise ConfigurationError(message, about=path)
        if is_address(path):
            yield path, path, ""
        elif "://" in path:
            yield from _far_files(path)
        else:
            yield from map(_near_file, find(path))


def _far_files(path: str) -> Iterator[_File]:
    files, inner = _reached(path)
    many = any(sign in inner for sign in "*?[")
    found = files.glob(inner, detail=True) if many else {inner: _told_of(files, inner)}
    for each, told in found.items():
        address = files.unstrip_protocol(each)
        state = [told.get(name) for name in ("size", "ETag", "etag", "mtime", "LastModified")]
        yield address, address, json.dumps(state, default=str)


def _told_of(files: Any, path: str) -> dict[str, Any]:
    try:
        return dict(files.info(path))
    except OSError:  # told when it is read
        return {}


def _near_file(source: Source | PageError) -> _File | PageError:
    if isinstance(source, PageError):
        return source
    place = Path(source.path).absolute()
    try:
        with explained(source.origin):
            state = place.stat()
            if not os.access(place, os.R_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except PageError as error:
        return error
    return source.path, str(place), f"{state.st_size} {state.st_mtime_ns}"


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
        try:
            parts.take(key, local)
            yield from Part.read(local)
        except (OSError, ConfigurationError) as error:
            again = f"delete {DONE}/{key}.json beside it and read to this folder again"
            raise ConfigurationError(
                f"missing, or not a part that can be read; {again}", about=parts.part(key)
            ) from error
