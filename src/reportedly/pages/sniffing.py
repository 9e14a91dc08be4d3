"""What bytes and text are, whatever their name says."""

from __future__ import annotations

import re

from reportedly.pages.decoding import byte_order_mark

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"%PDF-", "a PDF document; save the page as HTML or text"),
    (b"PK\x03\x04", "a ZIP archive or office document; unpack it first"),
    (b"\x1f\x8b", "packed by gzip twice; unpack it first"),
    (b"BZh", "packed by bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "packed by xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
# Of C0 all but tab, line feed, vertical tab, form feed, carriage return, and the escape
# character, which encodings shift with.
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 11, 12, 13, 27}))
_MOST_CONTROLS = 0.01  # of all bytes; random bytes have 0.1

_HEAD = 2048  # code points in which the beginning of a document is sought
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def what_binary(body: bytes) -> str | None:
    """In words, what the bytes are if they are no text; None for text."""
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    found = byte_order_mark(body)
    if found and found[1] != "utf-8":
        return None
    controls = len(body) - len(body.translate(None, _CONTROLS))
    return "binary data" if controls > _MOST_CONTROLS * len(body) else None


def is_markup(text: str, suffix: str) -> bool:
    """True for HTML: a document by its beginning, or tags in what is called so or begins so."""
    if _DOCUMENT.search(text, 0, _HEAD):
        return True
    tag = _TAG.search(text)
    if tag is None:
        return False
    return suffix in _HTML_SUFFIXES or (suffix != ".txt" and not text[: tag.start()].strip())
