"""Where pages lie: which files a path stands for, and the bytes in them, within limits."""

from __future__ import annotations

import errno
import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.errors import EmptyPage, PageError, PageTooLarge, PageTruncated, UnreadablePage

STANDARD_INPUT = "-"
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt"})
ARCHIVE_SUFFIXES = frozenset({".warc", ".wacz"})
_READ_IN_FOLDERS = LINES_SUFFIXES | PAGE_SUFFIXES | ARCHIVE_SUFFIXES | {""}
_GZIP = b"\x1f\x8b"
_ADVICE = {
    errno.ENOENT: "no such file or folder, or a link that leads to none",
    errno.EACCES: "reading it is not permitted; give yourself the right to (chmod u+r)",
    errno.ELOOP: "a link that leads back to itself",
    errno.ENAMETOOLONG: "its path is too long for this system",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or standard input, that holds a page or lines of them."""

    path: str
    named: bool = False  # by the user, not found in a folder

    @property
    def origin(self) -> str:
        """The path as it can be shown: the names of files need not be text."""
        return self.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

    @property
    def suffix(self) -> str:
        """In small letters, without the `.gz` of packed files and the `.zst` of archives."""
        name = Path(self.path).name.lower().removesuffix(".gz")
        return Path(name.removesuffix(".zst") if name.endswith(".warc.zst") else name).suffix


def is_address(path: str) -> bool:
    """Whether what the user names is to be fetched from the web."""
    return path[:8].lower().startswith(("http://", "https://"))


def find(path: str) -> Iterator[Source | PageError]:
    """What a path stands for: itself, or the files in the folder that it names."""
    source = Source(path, named=True)
    if path == STANDARD_INPUT:
        yield source
        return
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116, Path("") is here
    except (OSError, ValueError) as error:
        yield _unreadable(source.origin, error)
        return
    inside = _walk(Path(path)) if is_folder else iter([source])
    none = EmptyPage("no pages in this folder; name a file to have it read", about=source.origin)
    yield next(inside, none)
    yield from inside


def _walk(folder: Path) -> Iterator[Source | PageError]:
    """The files of a folder and of those within, by name. A stack, since folders nest deep."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        source = Source(str(path))
        is_page = source.suffix in _READ_IN_FOLDERS
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                if path == folder or not path.is_symlink():  # a link may lead back up
                    inside = (entry for entry in path.iterdir() if not entry.name.startswith("."))
                    waiting += sorted(inside, reverse=True)
            elif is_page and stat.S_ISREG(mode):
                yield source
            elif is_page:  # a pipe would wait for ever
                yield UnreadablePage("not a regular file; name it to read it", about=source.origin)
        except OSError as error:
            if is_page:
                yield _unreadable(source.origin, error)


def unpacked(file: io.BufferedReader, source: Source) -> io.BufferedReader:
    """The bytes of a file that may be packed by gzip. Raises what `explained` does."""
    with explained(source.origin):
        packed = file.peek(len(_GZIP)).startswith(_GZIP)
    return io.BufferedReader(gzip.GzipFile(fileobj=file)) if packed else file


@contextmanager
def opened(source: Source) -> Iterator[io.BufferedReader]:
    """The bytes of a source as they lie there. Raises `UnreadablePage` when it cannot be
    opened."""
    if source.path != STANDARD_INPUT:
        with explained(source.origin):
            file = Path(source.path).open("rb")  # noqa: SIM115, closed below
        with file:
            yield file
        return
    # Without Python's own buffer, a line that arrives is a line that is read.
    inlet: Any = sys.stdin.buffer
    stream = io.BufferedReader(getattr(inlet, "raw", inlet))
    try:
        yield stream
    finally:
        stream.detach()


def read_whole(stream: io.BufferedReader, about: str, limit: int) -> bytes:
    """All bytes of a stream, at most `limit`. Raises `PageTooLarge` and what `explained` does."""
    with explained(about):
        body = stream.read(limit + 1)
    if len(body) > limit:
        raise too_large(about, limit)
    return body


def too_large(about: str, limit: int, id: str | None = None) -> PageTooLarge:
    message = f"larger than {limit:,} bytes; allow more with REPORTEDLY_MAX_PAGE_BYTES"
    return PageTooLarge(message, about=about, id=id)


@contextmanager
def explained(about: str) -> Iterator[None]:
    """Turns what goes wrong while bytes are read into the `PageError` that says what to do."""
    try:
        yield
    except EOFError as error:
        message = "packed by gzip, and cut off before its end; fetch it again"
        raise PageTruncated(message, about=about) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        message = f"packed by gzip, and damaged ({error}); fetch it again"
        raise UnreadablePage(message, about=about) from error
    except (OSError, ValueError) as error:
        raise _unreadable(about, error) from error


def _unreadable(about: str, error: OSError | ValueError) -> UnreadablePage:
    message = str(error)
    if isinstance(error, OSError) and error.errno:
        message = _ADVICE.get(error.errno) or error.strerror or message
    return UnreadablePage(message, about=about)
