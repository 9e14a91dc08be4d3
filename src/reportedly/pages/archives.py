"""Web archives: the pages in WARC files (ISO 28500), alone or bundled as WACZ.

    archive ─► records, each by its place ─► answer of a server ─► body unwrapped ─► Page

Of an archive those records are read that hold web pages: `response` records of HTTP with a
status of success and the media type of HTML or plain text, and `resource` records of the same
types. Passed over without a word: other records, pictures, scripts and `robots.txt`,
redirections and errors, and revisits, whose page is the one that they refer to. A record that
an archiver cut off at its own limit is read as far as it goes.

The origin of a page is the archive's path and the place of its record, in bytes: that by which
CDX indices find it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import IO

from fastwarc.stream_io import ZstdReader
from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from reportedly.errors import EmptyPage, PageError, PageTruncated, UnreadablePage
from reportedly.limits import Limits, deadline
from reportedly.pages.codings import SIP, CodingError, CodingTooLarge, unwrapped
from reportedly.pages.files import ARCHIVE_SUFFIXES, Source, explained, too_large
from reportedly.pages.making import Raw, charset_of

# What a server says a page is, and what its file would be called.
PAGE_TYPES = {
    "": "",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
}
# With those whose head breaks off before it names their kind.
_TAKEN = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.unknown
_BEGINS = b"WARC/"
_GZIP, _ZSTD, _ZIP = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_BEGINNING = re.compile(b"|".join(map(re.escape, (_GZIP, _ZSTD, b"WARC/1."))))
_HEAD = 65_536  # bytes of HTTP's headers that are read
_PIECE = 1 << 20  # bytes that are searched at a time
_MOST_MEMBERS = 10_000  # of a WACZ
_STATUS = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})(?!\d)")
_WEB = ("http://", "https://")
_ROBOTS = re.compile(r"https?://[^/?#]*/robots\.txt(?:[?#]|$)", re.IGNORECASE)
_KEPT_WITHOUT_ADDRESS = ("file:", "urn:sha256:")  # resources, as ledgers write them


def holds_records(source: Source, file: io.BufferedReader) -> bool:
    """True for a web archive: by its name, or by how its bytes begin once unpacked."""
    if source.suffix in ARCHIVE_SUFFIXES:
        return True
    with explained(source.origin):
        return _begins_record(file.peek(4096)[:4096])


def read_archive(
    file: io.BufferedReader, source: Source, limits: Limits
) -> Iterator[Raw | PageError]:
    """The pages of an archive, and what is wrong with those records that cannot be read."""
    with explained(source.origin):
        bundled = source.suffix == ".wacz" or file.peek(len(_ZIP)).startswith(_ZIP)
    pages = _bundle(file, source, limits) if bundled else _pages(file, source.origin, limits)
    found = False
    for page in pages:
        found = True
        yield page
    if not found:
        yield EmptyPage("an archive without a web page in it", about=source.origin)


def _bundle(file: IO[bytes], source: Source, limits: Limits) -> Iterator[Raw | PageError]:
    """The pages of all archives in a WACZ (Web Archive Collection Zipped, 1.1.1). One that is
    damaged costs no other."""
    import lzma
    import zipfile  # here, because importing it takes longer than --help may

    broken: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)
    broken += (struct.error, OSError, EOFError, ValueError, RuntimeError)  # zipfile's, too
    try:
        bundle = zipfile.ZipFile(file)
        names = [name for name in bundle.namelist() if _is_archive(name)]
    except broken as error:
        message = f"not a whole WACZ ({_said(error)}); fetch it again, and not through a pipe"
        yield UnreadablePage(message, about=source.origin)
        return
    for name in names[:_MOST_MEMBERS]:
        about = f"{source.origin}/{name}"
        try:
            with bundle.open(name) as member:
                yield from _pages(member, about, limits)
        except broken as error:
            yield UnreadablePage(f"damaged within the WACZ ({_said(error)})", about=about)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _is_archive(name: str) -> bool:
    return name.startswith("archive/") and Source(name).suffix == ".warc"


def _pages(file: IO[bytes], origin: str, limits: Limits) -> Iterator[Raw | PageError]:
    cut = False  # and so told already
    for record in _records(file, origin):
        if isinstance(record, PageError):
            if not (cut and isinstance(record, PageTruncated)):
                yield record
            continue
        try:
            page = _answer(record, f"{origin}:{record.stream_pos}", limits)
        except PageError as error:
            cut = isinstance(error, PageTruncated)
            yield error
        else:
            if page is not None:
                yield page


# ── Records ──────────────────────────────────────────────────────────────────────────────


class _Forward(io.RawIOBase):
    """A stream that cannot be wound back and yet knows how far it has come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._at = file, 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at


def _records(file: IO[bytes], origin: str) -> Iterator[WarcRecord | PageError]:
    """The records that may hold pages. After a damaged one, the next that is whole."""
    seekable = file.seekable()
    stream = file if seekable else _Forward(file)
    start: int | None = 0
    while start is not None:
        last = start
        well = False  # since the last damage
        try:
            records = ArchiveIterator(stream, _TAKEN, parse_http=False)
            for record in records:
                last, well = record.stream_pos, True
                yield record
            if seekable and _breaks_off(file, last):
                message = "the archive ends within a record, this one or one that follows"
                yield PageTruncated(message, about=f"{origin}:{last}")
            return
        except (OSError, ValueError) as error:
            if well or start == 0:
                after = "here" if not well else "after the record here"
                message = f"damaged {after} ({error}); what can be read beyond is read"
                if not seekable:
                    message = f"damaged {after} ({error}); as a file, it is read beyond"
                yield UnreadablePage(message, about=f"{origin}:{last}")
        start = _next_beginning(file, last + 1) if seekable else None


def _next_beginning(file: IO[bytes], at: int) -> int | None:
    """The first place at or beyond `at` where a record begins. The file is left standing there."""
    file.seek(at)
    kept = b""
    while piece := file.read(_PIECE):
        joined = kept + piece
        for found in _BEGINNING.finditer(joined):
            place = at - len(kept) + found.start()
            file.seek(place)
            if _begins_record(file.read(4096)):
                file.seek(place)
                return place
        at += len(piece)
        kept = joined[-8:]
        file.seek(at)
    return None


def _breaks_off(file: IO[bytes], at: int) -> bool:
    """Whether the last member of a gzip file, of those that begin at `at` or beyond, has no end.

    A member that breaks off early gives nothing at all, and so its loss would not be seen.
    """
    file.seek(at)
    member = zlib.decompressobj(31)
    piece = file.read(SIP)
    if not piece.startswith(_GZIP):
        return False
    while piece or (piece := file.read(SIP)):
        if member.eof:
            member = zlib.decompressobj(31)
        try:
            member.decompress(piece, _PIECE)
        except zlib.error:  # junk after the last record
            return False
        piece = member.unused_data if member.eof else member.unconsumed_tail
    return not member.eof


def _begins_record(head: bytes) -> bool:
    """Whether bytes, once they are unpacked, begin as a WARC record does."""
    if head.startswith(_BEGINS):
        return True
    try:
        if head.startswith(_GZIP):
            return zlib.decompressobj(31).decompress(head, len(_BEGINS)) == _BEGINS
        if head.startswith(_ZSTD):
            return ZstdReader(io.BytesIO(head)).read(len(_BEGINS)) == _BEGINS
    except (OSError, zlib.error):
        pass
    return False


# ── Answers ──────────────────────────────────────────────────────────────────────────────


def _answer(record: WarcRecord, about: str, limits: Limits) -> Raw | None:
    """The page in a record, unwrapped; None where it holds none. Raises `PageError`."""
    block = _Block(record, about)
    uri = (record.headers.get("WARC-Target-URI") or "").strip(" \t<>")
    on_the_web = uri.lower().startswith(_WEB)
    if record.record_type == WarcRecordType.response:
        headers = block.http_headers() if on_the_web else None
        if headers is None:
            return None
        content_type = headers.get("Content-Type") or ""
        wrappings = [
            ", ".join(headers.get_multiple(name))
            for name in ("Transfer-Encoding", "Content-Encoding")
        ]
    else:
        if record.record_type != WarcRecordType.resource:
            return None
        if not on_the_web and not uri.startswith(_KEPT_WITHOUT_ADDRESS):
            return None
        content_type, wrappings = record.headers.get("Content-Type") or "", []
    media_type = content_type.split(";")[0].strip().lower()
    if media_type not in PAGE_TYPES or _ROBOTS.match(uri):
        return None
    return Raw(
        _unwrapped(block.rest(limits.size), wrappings, about, limits),
        about,
        PAGE_TYPES[media_type],
        charset_of(content_type),
        uri if on_the_web else None,
        _moment(record.headers.get("WARC-Date") or ""),
    )


def _unwrapped(body: bytes, wrappings: list[str], about: str, limits: Limits) -> bytes:
    """A body without what HTTP wrapped it in, the outermost first. Raises `PageError`."""
    try:
        with deadline(limits.seconds, about):
            for codings in wrappings:
                body = unwrapped(body, codings, limits.size)
    except CodingTooLarge as error:
        raise too_large(about, limits.size) from error
    except CodingError as error:
        raise UnreadablePage(str(error), about=about) from error
    return body


class _Block:
    """The block of a record, read bit by bit. What is missing at its end fails the record."""

    def __init__(self, record: WarcRecord, about: str) -> None:
        """Raises `PageTruncated`."""
        self._reader, self._about = record.reader, about
        length = record.headers.get("Content-Length") or ""
        if not (length.isascii() and length.isdecimal()):
            raise PageTruncated("cut off within the head of this record", about=about)
        self._due = int(length)  # bytes
        self._held = b""

    def http_headers(self) -> HeaderMap | None:
        """Those of an answer; None where it does not bring what was asked for. Raises
        `PageError`."""
        head = self._read(_HEAD)
        headers = HeaderMap()
        try:
            self._held = head[headers.parse(io.BytesIO(head)) :]
            status = _STATUS.match(headers.status_line or "")
        except (OSError, ValueError):
            status = None
        if status is None:
            raise UnreadablePage("not an answer of HTTP, though it says so", about=self._about)
        return headers if status[1].startswith("2") else None

    def rest(self, limit: int) -> bytes:
        """All that is left, at most `limit` bytes. Raises `PageError`."""
        if self._due + len(self._held) > limit:
            raise too_large(self._about, limit)
        return self._held + self._read(self._due)

    def _read(self, size: int) -> bytes:
        pieces = []
        left = min(size, self._due)
        self._due -= left
        try:
            while left and (piece := self._reader.read(left)):
                pieces.append(piece)
                left -= len(piece)
        except OSError as error:
            raise UnreadablePage(f"damaged ({error})", about=self._about) from error
        if left:
            raise PageTruncated("the archive ends within this record", about=self._about)
        return b"".join(pieces)


def _moment(written: str) -> dt.datetime | None:
    """A record's date; None for what is no date."""
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
