"""Captures on the disk: a series of WARC files (ISO 28500) and their CDXJ index.

    news.db.captures/00001.warc.gz, 00002.warc.gz, …, index.cdxj

Every record is packed by itself, so that it can be read, and erased, without the others. The
database says how far each file is committed: what a killed run has written beyond is cut off
before the next capture is appended.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import os
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from reportedly.data import Page
from reportedly.errors import LedgerError
from reportedly.ledger.assembly import page_of
from reportedly.ledger.rows import PageRow

INDEX = "index.cdxj"
_SUFFIX = ".warc.gz"
_LARGEST = 1_000_000_000  # bytes of a file, after which the next begins
_LEVEL = 6  # of zlib
_BREAKS = re.compile(r"[\x00-\x1f\x7f]")
_HEADER = "Reportedly-Page"  # all that the page's row says, as JSON in ASCII


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture lies."""

    warc: str  # name of the file
    start: int  # bytes
    size: int  # bytes, packed
    hash: str  # hexadecimal SHA-256 of the packed record

    @property
    def end(self) -> int:
        return self.start + self.size


class Appender:
    """Writes the captures of one batch, after what is committed. Hold the ledger's lock."""

    def __init__(self, folder: Path, last: Place | None) -> None:
        """`last`: the last capture that is committed. Raises `LedgerError` and `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._name = last.warc if last else f"{1:05}{_SUFFIX}"
        self._end = last.end if last else 0
        self._file = self._opened()
        self._began = self._name, self._end

    def _opened(self) -> BinaryIO:
        path = self._folder / self._name
        file = path.open("r+b" if path.exists() else "x+b")
        if file.seek(0, os.SEEK_END) < self._end:
            file.close()
            raise LedgerError(
                f"shorter than the ledger says ({self._end:,} bytes); were the captures of "
                "another ledger put in its place?",
                about=str(path),
            )
        file.truncate(self._end)
        file.seek(self._end)
        return file

    def append(self, page: Page, row: PageRow, added_at: str) -> Place:
        """Writes a page; `added_at` in ISO 8601 dates the record of a page without a date."""
        if self._end > _LARGEST:
            self._close()
            self._name = f"{int(self._name.removesuffix(_SUFFIX)) + 1:05}{_SUFFIX}"
            self._end = 0
            self._file = self._opened()
        if not self._end:
            self._write(packed_info(self._name, added_at))
        packed = _packed(page, row, added_at)
        place = Place(self._name, self._end, len(packed), hashlib.sha256(packed).hexdigest())
        self._write(packed)
        return place

    def _write(self, packed: bytes) -> None:
        self._file.write(packed)
        self._end += len(packed)

    def _close(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def keep(self) -> None:
        """Brings the batch to the disk; call before the database commits."""
        self._close()

    def drop(self) -> None:
        """Cuts the batch off again."""
        name, end = self._began
        with suppress(OSError):  # of a full disk: the rest of the buffer is not wanted
            self._file.close()
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            if path.name > name:
                path.unlink()
        os.truncate(self._folder / name, end)


def _packed(page: Page, row: PageRow, added_at: str) -> bytes:
    """The record of a page, as `warcio` writes it, ten times as fast."""
    digest = _labelled(page.body)
    head = (
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.UUID(row.id[:32])}>"),
        ("WARC-Date", _utc(row.captured_at or added_at)),
        ("WARC-Target-URI", target(row)),
        ("WARC-Block-Digest", digest),
        ("WARC-Payload-Digest", digest),
        ("Content-Type", page.media_type),
        (_HEADER, json.dumps(row.columns())),
    )
    return _record(head, page.body)


def packed_info(name: str, added_at: str) -> bytes:
    """The record that describes a file of that name."""
    about = b"software: reportedly\r\nformat: WARC File Format 1.1\r\n"
    head = (
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid.uuid4()}>"),
        ("WARC-Filename", name),
        ("WARC-Date", _utc(added_at)),
        ("WARC-Block-Digest", _labelled(about)),
        ("Content-Type", "application/warc-fields"),
    )
    return _record(head, about)


def _record(head: Sequence[tuple[str, str]], block: bytes) -> bytes:
    """A record, packed by itself. What would end a line or is no ASCII becomes a mark."""
    lines = [f"{name}: {_BREAKS.sub('?', value)}\r\n" for name, value in head]
    top = f"WARC/1.1\r\n{''.join(lines)}Content-Length: {len(block)}\r\n\r\n"
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    parts = (top.encode("ascii", "replace"), block, b"\r\n\r\n")
    return b"".join((*map(packer.compress, parts), packer.flush()))


def _labelled(block: bytes) -> str:
    """A digest as archives write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()


def _utc(moment: str) -> str:
    """A moment as WARC writes it; one without an offset is taken as UTC."""
    value = dt.datetime.fromisoformat(moment)
    value = value.astimezone(dt.UTC) if value.tzinfo else value
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def target(row: PageRow) -> str:
    """The URI of a page's capture: its address, or where it has none, the hash of its bytes."""
    if row.url is None:
        return "urn:sha256:" + row.body.removeprefix("sha256:")
    return quote(row.url, safe="!#$%&'()*+,/:;=?@[]~", errors="surrogatepass")


# ── Reading ──────────────────────────────────────────────────────────────────────────────


def read_packed(folder: Path, place: Place) -> bytes:
    """A record as it lies in its file. Raises `LedgerError` when it is not there unaltered."""
    path = folder / place.warc
    try:
        with path.open("rb") as file:
            file.seek(place.start)
            packed = file.read(place.size)
    except OSError as error:
        raise LedgerError(error.strerror or str(error), about=str(path)) from error
    if hashlib.sha256(packed).hexdigest() != place.hash:
        raise LedgerError("the capture is damaged", about=f"{path} at {place.start:,}")
    return packed


def read_body(folder: Path, place: Place) -> bytes:
    """The bytes of a captured page. Raises `LedgerError` when they are not there unaltered."""
    path = folder / place.warc
    packed = read_packed(folder, place)
    about = f"{path} at {place.start:,}"
    for record in ArchiveIterator(io.BytesIO(packed)):
        return bytes(record.content_stream().read())
    raise LedgerError("no WARC record", about=about)


def kept_pages(folder: Path) -> Iterator[Page]:
    """Every page in a folder of WARC files that a ledger wrote, in order; what was forgotten is
    passed over. `Page.text` is left empty. Raises `LedgerError` where there is none, and at the
    first damaged record."""
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    if not files:
        raise LedgerError(f"no captures there, which are called *{_SUFFIX}", about=str(folder))
    return _pages_in(files)


def _pages_in(files: Sequence[Path]) -> Iterator[Page]:
    for path in files:
        with path.open("rb") as file:
            try:
                for record in ArchiveIterator(file):
                    described = record.rec_headers.get_header(_HEADER)
                    if described:
                        body = bytes(record.content_stream().read())
                        yield page_of(PageRow(*json.loads(described)), body)
            except (ArchiveLoadFailed, EOFError, zlib.error) as error:
                raise LedgerError(f"damaged: {error}", about=str(path)) from error


# ── Index ────────────────────────────────────────────────────────────────────────────────


def surt(uri: str) -> str:
    """An address so that pages of one site sort together: `com,example)/path?query`."""
    try:
        parts = urlsplit(uri)
        named = parts.port not in (None, 80, 443)
    except ValueError:  # of a port or a host that is none
        return uri
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return uri
    host = re.sub(r"^www\d*\.", "", parts.hostname.lower())
    reversed_host = ",".join(reversed(host.split(".")))
    port = f":{parts.port}" if named else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{reversed_host}{port}){parts.path or '/'}{query}".lower()


def cdxj_line(row: PageRow, key: str, added_at: str, place: Place) -> str:
    """One line of a CDXJ index, as pywb reads it."""
    moment = re.sub(r"\D", "", _utc(row.captured_at or added_at))
    fields: dict[str, Any] = {
        "url": target(row),
        "mime": row.media_type,
        "status": "200",
        "digest": row.body,
        "length": str(place.size),
        "offset": str(place.start),
        "filename": place.warc,
    }
    return f"{key} {moment} {json.dumps(fields)}\n"


def write_index(folder: Path, lines: Iterable[str]) -> None:
    """Puts a new index in the place of the old one, all at once. Hold the ledger's lock."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{INDEX}.part"
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    unfinished.replace(folder / INDEX)


def index_is_due(folder: Path) -> bool:
    """True when captures were written after the index; the clock only makes work, no errors."""
    written = [path.stat().st_mtime_ns for path in folder.glob(f"*{_SUFFIX}")]
    index = folder / INDEX
    return bool(written) and (not index.exists() or index.stat().st_mtime_ns < max(written))


@dataclass(frozen=True, slots=True)
class OnDisk:
    """What lay beside the database at one moment, whoever writes since."""

    sizes: Mapping[str, int]  # bytes of each WARC file
    index: TextIO | None  # None where there is none
    behind: bool  # captures were written after the index: a run goes on, or was killed


@contextmanager
def look(folder: Path) -> Iterator[OnDisk]:
    """Hold the ledger's lock at the beginning, so that no batch is half written."""
    sizes = {path.name: path.stat().st_size for path in folder.glob(f"*{_SUFFIX}")}
    behind, path = index_is_due(folder), folder / INDEX
    if path.exists():
        with path.open(encoding="utf-8", newline="\n") as file:  # never altered, only replaced
            yield OnDisk(sizes, file, behind)
    else:
        yield OnDisk(sizes, None, behind)


# ── Erasing ──────────────────────────────────────────────────────────────────────────────


def erase(folder: Path, place: Place) -> None:
    """Overwrites a record in its place by an empty one, `filler(place.size)`.

    The files stay WARC, and every other record stays where it is. Doing it twice does no harm.
    """
    packed = filler(place.size)
    with (folder / place.warc).open("r+b") as file:
        file.seek(place.start)
        file.write(packed)
        file.flush()
        os.fsync(file.fileno())


def filler(size: int) -> bytes:
    """A packed WARC record without content, exactly `size` bytes long.

    The rest is a comment in the head of the gzip member, which every reader skips.
    """
    block = (
        b"WARC/1.1\r\nWARC-Type: metadata\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        b"WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = packer.compress(block) + packer.flush()
    trailer = zlib.crc32(block).to_bytes(4, "little") + len(block).to_bytes(4, "little")
    head = b"\x1f\x8b\x08\x10\0\0\0\0\0\xff"  # 0x10: a comment follows, ended by a zero byte
    room = size - len(head) - len(deflated) - len(trailer) - 1
    return head + b" " * room + b"\0" + deflated + trailer
