"""What HTTP wraps a body in: chunks and codings, undone within a limit.

Archives and servers are careless. A body that is not wrapped as its headers say (archivers
unwrap bodies and keep the headers) is taken as it stands; one that breaks off gives what stands
before the break.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from fastwarc.stream_io import BrotliReader, ZstdReader

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_AT_ONCE = 65_536  # bytes
SIP = 4096  # bytes, of what is packed member by member
_OF_GZIP = 31  # zlib's word for its format
_MOST_CODINGS = 3
SUPPORTED = "gzip, deflate, br, zstd"  # as `Accept-Encoding` has it


class CodingError(Exception):
    """A body cannot be unwrapped; the message says why."""


class CodingTooLarge(CodingError):
    """A body is larger than the limit once it is unwrapped."""


def unwrapped(body: bytes, codings: str, limit: int) -> bytes:
    """A body without its codings, given as the headers list them, at most `limit` bytes long.

    Raises `CodingError` for a coding that there is not and data that is damaged from the start,
    and `CodingTooLarge`.
    """
    named = [name.strip().lower() for name in codings.split(",")]
    named = [name for name in named if name not in ("", "identity", "none", "utf-8")]
    if len(named) > _MOST_CODINGS:
        raise CodingError(f"packed {len(named)} times over")
    for name in reversed(named):
        if name not in _CODINGS:
            raise CodingError(f"packed in a way unknown here ({name[:40]!r})")
        body = _CODINGS[name](body, limit)
    return body


def _dechunked(body: bytes, limit: int) -> bytes:
    if not _CHUNK.match(body):
        return body
    pieces, at = [], 0
    while (head := _CHUNK.match(body, at)) and (size := int(head[1], 16)):
        pieces.append(body[head.end() : head.end() + size])
        at = head.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    return b"".join(pieces)


def _gunzipped(body: bytes, limit: int) -> bytes:
    return _inflated(body, limit, _OF_GZIP) if body.startswith(_GZIP) else body


def _deflated(body: bytes, limit: int) -> bytes:
    """`deflate` is zlib's format by the standard, and bare in the work of many servers."""
    has_head = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    try:
        return _inflated(body, limit, 15 if has_head else -15)
    except CodingTooLarge:
        raise
    except CodingError:
        if body.lstrip()[:1] == b"<":  # not packed at all
            return body
        raise


def _inflated(body: bytes, limit: int, window: int) -> bytes:
    pieces: list[bytes] = []
    size = at = members = 0
    inflater = zlib.decompressobj(window)
    while at < len(body):
        # A sip at a time: a member without content would else cost a copy of all that follows.
        sip = body[at : at + SIP]
        try:
            piece = inflater.decompress(sip, limit + 1 - size)
        except zlib.error as error:
            if members:  # what follows the packed body is none of it
                break
            raise CodingError(f"packed, and damaged ({error})") from error
        at += len(sip) - len(inflater.unused_data) - len(inflater.unconsumed_tail)
        size += len(piece)
        if size > limit:
            raise CodingTooLarge(f"larger than {limit:,} bytes once it is unpacked")
        pieces.append(piece)
        if inflater.eof:
            if window != _OF_GZIP:  # which may have several members
                break
            inflater, members = zlib.decompressobj(window), members + 1
    return b"".join(pieces)


def _debrotlied(body: bytes, limit: int) -> bytes:
    if body.lstrip()[:1] == b"<":  # not packed at all
        return body
    return _drained(BrotliReader(io.BytesIO(body)), limit)


def _dezstded(body: bytes, limit: int) -> bytes:
    return _drained(ZstdReader(io.BytesIO(body)), limit) if body.startswith(_ZSTD) else body


def _drained(reader: BrotliReader | ZstdReader, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        while size <= limit and (piece := reader.read(_AT_ONCE)):
            pieces.append(piece)
            size += len(piece)
    except OSError as error:
        if not pieces:
            raise CodingError(f"packed, and damaged ({error})") from error
    if size > limit:
        raise CodingTooLarge(f"larger than {limit:,} bytes once it is unpacked")
    return b"".join(pieces)


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "chunked": _dechunked,
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _debrotlied,
    "zstd": _dezstded,
}
