"""Results as Parquet, a file for each shard: for analysis, and for ledgers.

id, origin, url   of the page
line              what `reportedly read --json` prints for it
error             whether that is an error
body, page, rows  the page's bytes, and its rows and its reading's, as a ledger takes them
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.data import Page, Reading
from reportedly.errors import ConfigurationError, PageError
from reportedly.ledger.carrying import carried, uncarried
from reportedly.pages import Raw

Line = Callable[[Reading | PageError], str]
_ROWS, _BYTES = 500, 32_000_000  # of a row group
_KINDS: dict[str, type[PageError]] = {}


@dataclass(frozen=True, slots=True)
class Made:
    """What becomes of a page, but for its bytes; made where the page is read."""

    id: str | None
    origin: str
    url: str | None
    line: str
    error: bool
    page: bytes  # of an error, what it says
    rows: bytes

    @property
    def problem(self) -> str:
        """What is wrong, and where, with a page that could not be read."""
        _, message, about, _ = json.loads(self.page)
        return f"{about}: {message}"


@dataclass(frozen=True, slots=True)
class Making:
    """Makes what stands in parts; `line` makes the line of JSON."""

    line: Line

    def __call__(self, outcome: Reading | PageError) -> Made:
        try:
            if isinstance(outcome, PageError):
                raise outcome
            page, rows = carried(outcome)
        except PageError as error:
            said = json.dumps([error.kind, error.message, error.about, error.id]).encode()
            line = self.line(error)
            return Made(error.id, _text(error.about), None, line, True, said, b"")
        url = outcome.page.url and _text(outcome.page.url)
        line = self.line(outcome)
        return Made(_text(outcome.id), _text(outcome.page.origin), url, line, False, page, rows)


class Part:
    """A file of results."""

    @staticmethod
    def write(path: Path, made: Iterable[tuple[Made, Page | Raw | PageError]]) -> tuple[int, int]:
        """Gives how many pages there are, and how many of them failed."""
        arrow, parquet = _arrow()
        schema = arrow.schema(
            [
                *((name, arrow.string()) for name in ("id", "origin", "url")),
                ("line", arrow.large_string()),
                ("error", arrow.bool_()),
                *((name, arrow.large_binary()) for name in ("body", "page", "rows")),
            ]
        )
        pages = failed = 0
        with parquet.ParquetWriter(str(path), schema, compression="zstd") as writer:
            for run in _runs(made):
                pages += len(run)
                failed += sum(each["error"] for each in run)
                writer.write_table(arrow.Table.from_pylist(run, schema))
        return pages, failed

    @staticmethod
    def read(path: Path) -> Iterator[Reading | PageError]:
        """Raises `ConfigurationError` for a file that is none of ours."""
        arrow, parquet = _arrow()
        try:
            with parquet.ParquetFile(str(path)) as file:
                for batch in file.iter_batches(64, columns=["error", "body", "page", "rows"]):
                    for row in batch.to_pylist():
                        yield _outcome(row)
        except (arrow.ArrowException, OSError, ValueError, KeyError) as error:
            raise _none_of_ours(path, error) from error

    @staticmethod
    def texts(path: Path) -> Iterator[tuple[str, str]]:
        """The ids of the pages that were read, each with the text of its article.

        Raises `ConfigurationError` for a file that is none of ours.
        """
        arrow, parquet = _arrow()
        wanted = ["id", "line", "error"]
        try:
            with parquet.ParquetFile(str(path)) as file:
                for batch in file.iter_batches(64, columns=wanted, use_threads=False):
                    ids, lines, errors = (batch.column(name).to_pylist() for name in wanted)
                    for known_as, line, error in zip(ids, lines, errors, strict=True):
                        if not error:
                            yield known_as, json.loads(line)["article"]["text"]
        except (arrow.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
            raise _none_of_ours(path, error) from error


def _none_of_ours(path: Path, error: Exception) -> ConfigurationError:
    return ConfigurationError(f"not a part that Reportedly wrote ({error})", about=str(path))


def _runs(made: Iterable[tuple[Made, Page | Raw | PageError]]) -> Iterator[list[dict[str, Any]]]:
    run: list[dict[str, Any]] = []
    size = 0
    for each, page in made:
        body = b"" if isinstance(page, PageError) or each.error else page.body
        names = ("id", "origin", "url", "line", "error", "page", "rows")
        run.append({"body": body, **{name: getattr(each, name) for name in names}})
        size += len(body) + len(each.line) + len(each.rows)
        if len(run) >= _ROWS or size >= _BYTES:
            yield run
            run, size = [], 0
    if run:
        yield run


def _outcome(row: dict[str, Any]) -> Reading | PageError:
    if not row["error"]:
        return uncarried(row["body"], row["page"], row["rows"])
    kind, message, about, known_as = json.loads(row["page"])
    if not _KINDS:
        _KINDS.update((each.kind, each) for each in _subclasses(PageError))
    error = _KINDS.get(kind, PageError)(message, about=about)
    error.id = known_as
    return error


def _subclasses(kind: type[PageError]) -> Iterator[type[PageError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _subclasses(each)


def _text(value: str) -> str:
    """As UTF-8 can hold it."""
    return value.encode("utf-8", "backslashreplace").decode()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        message = "not installed; pip install 'reportedly[ray]'"
        raise ConfigurationError(message, about="pyarrow") from error
    return pyarrow, pyarrow.parquet
