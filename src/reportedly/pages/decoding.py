"""From bytes to text: which encoding, and the repair of what an earlier wrong guess broke."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

import charset_normalizer
import ftfy
import ftfy.bad_codecs  # registers the sloppy codecs

_HEAD = 4096  # bytes in which a declaration is sought
_SAMPLE = 65_536  # bytes that a guess at the encoding may look at
_FALLBACK = "sloppy-windows-1252"  # decodes anything, and most of what English is written in

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARATION = re.compile(
    rb"<meta\b[^>]{0,500}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})"
    rb"|<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)

# Python's name of a declared encoding -> the codec to use. As in browsers, a declaration is
# read as the superset that authors really used, and an encoding that no author uses (or whose
# decoder is slow or dangerous) is not in the list.
_CODECS = {
    **{f"cp125{i}": f"sloppy-windows-125{i}" for i in (0, 1, 2, 3, 4, 7)},
    **{f"iso8859-{i}": f"iso8859-{i}" for i in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{name: name for name in ("cp1255", "cp1256", "cp1258", "cp866", "cp874", "koi8-r", "koi8-u")},
    **{name: name for name in ("big5hkscs", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp")},
    **{name: name for name in ("mac-cyrillic", "mac-roman", "utf-8")},
    "ascii": "sloppy-windows-1252",
    "iso8859-1": "sloppy-windows-1252",
    "iso8859-9": "sloppy-windows-1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "utf-16": "utf-8",  # a declaration that can be read as ASCII is wrong about that
}
_GUESSES = [f"cp125{i}" for i in (2, 0, 1, 3, 4, 5, 6, 7)]
_GUESSES += ["big5", "cp932", "cp949", "euc_jp", "gb18030", "koi8_r", "utf_8"]

_BLOCK = 100_000  # code points
_ODD = re.compile(r"[^\t\n -~]")
_PLAIN = re.compile(r"([\t -~]*)(\r?\n)?")
_AS_WINDOWS_1252 = {
    0xDC00 + byte: bytes([byte]).decode("sloppy-windows-1252") for byte in range(0x80, 0x100)
}


def byte_order_mark(body: bytes) -> tuple[bytes, str] | None:
    """The mark that the bytes begin with, and the codec for what follows it."""
    return next(((mark, codec) for mark, codec in _BYTE_ORDER_MARKS if body.startswith(mark)), None)


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a page's bytes. Never fails; what cannot be decoded becomes U+FFFD.

    A byte order mark decides; then the declaration (`charset`, by whoever served the page, or
    the page's own), unless the bytes are valid UTF-8 beyond
    ASCII, which no other encoding is by accident; then UTF-8 with a few stray bytes in it, as
    careless templates make it; then a guess.
    """
    if found := byte_order_mark(body):
        mark, codec = found
        return body[len(mark) :].decode(codec, "replace")
    declared = (charset and _codec(charset)) or _declared(body[:_HEAD])
    text = body.decode("utf-8", "surrogateescape")
    strays = len(text) - len(text.encode("utf-8", "ignore").decode("utf-8"))
    if not strays and (declared is None or not text.isascii()):
        return text
    if declared and declared != "utf-8":
        try:
            return body.decode(declared)
        except UnicodeDecodeError:
            pass
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if 10 * strays <= beyond_ascii:
        return text.translate(_AS_WINDOWS_1252)
    return body.decode(_guess(body), "replace")


def repair(text: str, *, markup: bool = False) -> str:
    """Text without mojibake, as the JSON contract has it. Escapes in markup are left alone."""
    if not markup:
        return ftfy.fix_text(text, uncurl_quotes=False)
    return "".join(map(_repaired, _blocks(text)))


def _blocks(text: str) -> Iterator[str]:
    """The text in stretches of whole lines: a list of all lines of a page may take many times
    its memory."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK) + 1 or len(text)
        yield text[start:end]
        start = end


def _repaired(block: str) -> str:
    plain = block.replace("\r\n", "\n")
    if not _ODD.search(plain):
        return plain
    return "".join(map(_repaired_line, io.StringIO(block, newline="\n")))


def _repaired_line(line: str) -> str:
    # ftfy works line by line and leaves plain ones as they are: most of a page, in its scripts.
    if plain := _PLAIN.fullmatch(line):
        return plain[1] + "\n" if plain[2] else plain[1]
    return ftfy.fix_text(line, uncurl_quotes=False, unescape_html=False)


def _declared(head: bytes) -> str | None:
    """The codec that the head of a page declares, if it is one that pages are written in."""
    match = _DECLARATION.search(head)
    return _codec((match[1] or match[2]).decode("ascii", "replace")) if match else None


def _codec(name: str) -> str | None:
    """The codec for an encoding as a page or a server names it."""
    try:
        return _CODECS.get(codecs.lookup(name).name)
    except (LookupError, ValueError):
        return None


def _guess(body: bytes) -> str:
    """The codec that a stretch of the bytes looks like, the first that are not ASCII."""
    first = next(re.finditer(rb"[\x80-\xff]", body)).start()
    sample = body[max(first - 1024, 0) : first + _SAMPLE]
    if len(sample) > _SAMPLE:  # end between characters
        sample = sample[: sample.rfind(b" ") + 1] or sample
    matches = charset_normalizer.from_bytes(sample, cp_isolation=_GUESSES)
    best = matches.best()
    if best is None or any(
        other.encoding == "cp1252"
        and (other.chaos, other.coherence) == (best.chaos, best.coherence)
        for other in matches
    ):
        return _FALLBACK  # also between equals: "Peña" is likelier than "Peńa"
    return _CODECS.get(codecs.lookup(best.encoding).name, _FALLBACK)
