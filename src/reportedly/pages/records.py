"""JSON Lines that hold something other than pages: an object a line, or what is wrong with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.errors import (
    ConfigurationError,
    EmptyPage,
    PageError,
    PageTooLarge,
    UnreadablePage,
)
from reportedly.pages.lines import as_id


@dataclass(frozen=True, slots=True)
class Record:
    """One line's object; `fields` are strings, as they were asked for."""

    id: str  # of the line; its number, counted from 1, where it gives none
    fields: dict[str, str]


def read_records(
    path: str, fields: Sequence[str], *, size: int, optional: Sequence[str] = ()
) -> Iterator[Record | PageError]:
    """Each line of a file (- is standard input) that is not blank, with its `fields`.

    A field that is missing, no string or blank makes the line an error, unless it is `optional`:
    then it is empty. A line of more than `size` bytes is an error. Raises `ConfigurationError` when
    the file cannot be read.
    """
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as stream:
            number = 0
            while line := stream.readline(size + 1):
                number += 1
                about = f"{path}:{number}"
                if len(line) > size and not line.endswith(b"\n"):
                    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                        pass
                    yield PageTooLarge(f"a line of more than {size:,} bytes", about=about)
                elif line.strip():
                    yield _record(line, about, number, fields, optional)
    except OSError as error:
        raise ConfigurationError(
            f"cannot be read: {error.strerror or error}", about=path
        ) from error


def _record(
    line: bytes, about: str, number: int, fields: Sequence[str], optional: Sequence[str]
) -> Record | PageError:
    try:
        row: Any = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        return UnreadablePage(f"not a line of JSON: {error}", about=about)
    if not isinstance(row, dict):
        return UnreadablePage("a line of JSON, but not an object", about=about)
    known = as_id(row.get("id"))
    if known is None and row.get("id") is not None:
        return UnreadablePage("its id must be a string or a number", about=about)
    found: dict[str, str] = {}
    for field in (*fields, *optional):
        value = row.get(field)
        if value is None and field in optional:
            value = ""
        if not isinstance(value, str):
            return UnreadablePage(f"its field {field!r} must be a string", about=about, id=known)
        if field not in optional and not value.replace("\0", " ").strip():
            return EmptyPage(f"nothing in its field {field!r}", about=about, id=known)
        found[field] = value
    return Record(known or str(number), found)
