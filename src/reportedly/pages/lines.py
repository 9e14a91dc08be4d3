"""JSON Lines: article text as researchers hold it, an object a line."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.data import Form, Given, Page
from reportedly.errors import EmptyPage, PageError, PageTruncated, UnreadablePage
from reportedly.limits import Limits, deadline
from reportedly.pages.decoding import repair
from reportedly.pages.files import LINES_SUFFIXES, PAGE_SUFFIXES, Source, explained, too_large
from reportedly.pages.gauging import gauge_lines, gauge_repair

_MARK = b"\xef\xbb\xbf"  # a byte order mark, which some editors put before the first line
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{[ \t]*\"")
_PIECE = 1 << 20  # bytes of a line that is skipped, at a time
_ID_WITHIN = 4096  # bytes of a broken line in which its id is sought


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys that the user named for text and id; None where they left it to us."""

    text: str | None = None
    id: str | None = None


def holds_lines(source: Source, stream: io.BufferedReader, fields: Fields) -> bool:
    """True for JSON Lines: by the name, else by the user's word or by how the bytes begin.

    A file that is called a page is one, unless the user names it together with a field, and
    it begins as JSON Lines do.
    """
    if source.suffix in LINES_SUFFIXES:
        return True
    asked = bool(fields.text or fields.id)
    if source.suffix not in PAGE_SUFFIXES:
        if asked:
            return True
    elif not (asked and source.named):
        return False
    with explained(source.origin):
        return _OBJECT.match(stream.peek(64)[:64]) is not None


def read_lines(
    stream: io.BufferedReader, source: Source, limits: Limits, fields: Fields, scrape: bool
) -> Iterator[Page | PageError]:
    """The page of each line, or what is wrong with the line. Blank lines hold no page."""
    found = False
    for about, line in _lines(stream, source, limits.size, fields):
        found = True
        if isinstance(line, PageError):
            yield line
            continue
        try:
            with deadline(limits.seconds, about):
                page = _page(line, about, fields, scrape)
                if scrape:
                    gauge_lines(page.text, limits, about)
        except PageError as error:
            yield error
        else:
            yield page
    if not found:
        yield EmptyPage("no line in it", about=source.origin)


def _lines(
    stream: io.BufferedReader, source: Source, limit: int, fields: Fields
) -> Iterator[tuple[str, bytes | PageError]]:
    """Each line that is not blank with its place; at most `limit` bytes are held at a time."""
    number = 0
    while True:
        number += 1
        about = f"{source.origin}:{number}"
        try:
            with explained(about):
                line = stream.readline(limit + 1)
                if too_long := len(line) > limit and not line.endswith(b"\n"):
                    _skip_line(stream)
        except PageError as error:
            yield about, error
            return
        if not line:
            return
        if number == 1:
            line = line.removeprefix(_MARK)
        if too_long:
            yield about, too_large(about, limit, id=_id_in(line, fields))
        elif not line.isspace() and line:
            yield about, line


def _skip_line(stream: io.BufferedReader) -> None:
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass


def _page(line: bytes, about: str, fields: Fields, scrape: bool) -> Page:
    """The page of a line. Raises `PageError`, with the user's id where the line has one."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        known = _id_in(line, fields)
        whole = not isinstance(error, json.JSONDecodeError) or error.msg == "Extra data"
        if not (whole or line.endswith(b"\n")):
            raise PageTruncated("the file ends within this line", about=about, id=known) from error
        raise UnreadablePage(f"not a line of JSON: {error}", about=about, id=known) from error
    if not isinstance(row, dict):
        raise UnreadablePage("a line of JSON, but not an object", about=about)
    reader = _Row(row, about)
    reader.id = reader.identifier(fields)
    text = reader.text(fields)
    if scrape:
        gauge_repair(text, about, markup=False)
    return Page(
        body=text.encode("utf-8", "surrogatepass"),
        text=repair(text) if scrape else text,
        form=Form.SCRAPE if scrape else Form.TEXT,
        media_type="text/plain",
        origin=about,
        url=reader.string("url"),
        given=Given(
            id=reader.id,
            title=reader.string("title"),
            byline=reader.strings("byline"),
            site=reader.string("site"),
            date=reader.date("date"),
        ),
    )


@dataclass(slots=True)
class _Row:
    """Takes typed values out of a line's object; what has the wrong type fails the line."""

    values: dict[str, Any]
    about: str
    id: str | None = None

    def identifier(self, fields: Fields) -> str | None:
        value = self.values.get(fields.id or "id")
        if value is None and fields.id is None:
            return None
        if value is None:
            raise self._error(f"no field {fields.id!r} to take its id from")
        if (known := as_id(value)) is None:
            raise self._error("its id must be a string or a number")
        return known

    def text(self, fields: Fields) -> str:
        name = fields.text or "text"
        value = self.values.get(name)
        if value is None:
            raise self._error(f"no field {name!r}; name the one with the text by --text-field")
        if not isinstance(value, str):
            raise self._error(f"its field {name!r} must be a string")
        if not value.strip():
            raise EmptyPage(f"nothing in its field {name!r}", about=self.about, id=self.id)
        return value

    def string(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self._error(f"its field {name!r} must be a string")
        return value or None

    def strings(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        items = value if isinstance(value, list) else [value]
        if not all(item is None or isinstance(item, str) for item in items):
            raise self._error(f"its field {name!r} must be a string or a list of strings")
        return tuple(item for item in items if item)

    def date(self, name: str) -> dt.date | None:
        value = self.string(name)
        if value is None:
            return None
        try:
            return dt.datetime.fromisoformat(value).date()
        except ValueError:
            raise self._error(
                f"its field {name!r} must be a date in ISO 8601 (2022-09-26), not {value[:40]!r}"
            ) from None

    def _error(self, message: str) -> UnreadablePage:
        return UnreadablePage(message, about=self.about, id=self.id)


def _id_in(line: bytes, fields: Fields) -> str | None:
    """The id in a line that is not JSON as a whole, if it can still be made out."""
    head = line[:_ID_WITHIN].decode("utf-8", "replace")
    key = re.search(rf"{re.escape(json.dumps(fields.id or 'id', ensure_ascii=False))}\s*:\s*", head)
    if key is None:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(head, key.end())
    except (ValueError, RecursionError):
        return None
    return as_id(value)


def as_id(value: object) -> str | None:
    """The id that a value of JSON stands for, as a string; None for what is no id."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)
