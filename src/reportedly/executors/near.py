"""Copies among more pages than fit in memory: the same as `traces.find_copies`, over parts.

    parts ─► words and samples, part by part on all workers (Arrow, Parquet)
          ─► all hashes in order, sorted by DuckDB on the disk ─► pairs that share them
          ─► each pair aligned exactly, on all workers ─► Copy

What DuckDB cannot hold in memory it puts beside the other files, so that the number of pages is
limited by the disk: some 11 kilobytes for a page of 600 words. Samples and alignments are
independent of one another: more processes, more pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportedly.data import Copy
from reportedly.errors import ConfigurationError
from reportedly.executors.parts import Part
from reportedly.executors.shards import Folder, holds_parts, needed
from reportedly.executors.spreading import spread
from reportedly.executors.texts import Text, Texts, write
from reportedly.traces.alignment import compare
from reportedly.traces.copies import FEW, HINTS, led

_RUN = 1_000_000  # hashes, or pairs, that are looked at together
_AT_ONCE = 500  # pairs handed to a worker
_KEPT = 2000  # texts that a worker keeps
_OPEN = 200  # files of texts that it keeps open
_PART = 32  # bits of a page's number that say which of its part it is

Numbers = NDArray[np.int64]


def find_copies_in(folder: str, *, workers: int = 1, memory: str = "2GB") -> Iterator[Copy]:
    """The copies among the readings in the parts of a folder, ordered by the page that comes
    first: parts by their keys, pages as they stand in them. Pages go by their ids.

    `memory`: of DuckDB; what needs more goes to the disk. Raises `ConfigurationError`.
    """
    duckdb = needed("duckdb")
    if not holds_parts(folder):
        raise ConfigurationError("holds no parts of a run", about=folder)
    keys = Folder(folder).done()
    with TemporaryDirectory(prefix="reportedly-") as scratch:
        numbered = list(enumerate(keys))
        counts = list(spread(partial(_taken_apart, folder, scratch), numbered, workers))
        if not sum(counts):
            return
        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{memory}'")
            connection.execute(f"SET threads = {workers}")
            connection.execute(f"SET temp_directory = '{_quoted(scratch)}/sorting'")
            runs = _pairs(connection, scratch, np.cumsum([0, *counts]))
            for found in spread(partial(_compared, scratch), runs, workers):
                yield from found


def _taken_apart(folder: str, scratch: str, part: tuple[int, str]) -> int:
    """Writes the words and samples of a part; gives the number of its pages."""
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    number, key = part
    local, into = Path(scratch, f"{number}.part"), Path(scratch, f"{number}.samples")
    Folder(folder).take(key, local)
    samples = list(write(Path(scratch, f"{number}.texts"), Part.texts(local)))
    local.unlink()
    rows = np.repeat(np.arange(len(samples)), [len(each) for each in samples])
    pages = rows + (number << _PART)
    hashes = np.concatenate(samples) if samples else np.zeros(0, np.int64)
    parquet.write_table(arrow.table({"hash": hashes, "page": pages}), str(into))
    return len(samples)


def _pairs(
    connection: Any, scratch: str, firsts: Numbers
) -> Iterator[list[tuple[tuple[int, int], tuple[int, int]]]]:
    """The pairs that are worth a look, in order and some at a time; each page as its part and
    its number there. `firsts`: the number of the first page of each part, and of all pages."""
    number = int(firsts[-1])
    sizes = np.zeros(number, np.int32)
    with needed("pyarrow.parquet").ParquetWriter(f"{scratch}/pairs", _tally([], []).schema) as file:
        for hashes, pages in _in_order(connection, scratch):
            owners = (firsts[pages >> _PART] + (pages & ((1 << _PART) - 1))).astype(np.int32)
            np.add.at(sizes, owners, 1)
            file.write_table(_tally(*led(hashes, owners, number)))
    query = "SELECT pair, sum(hints)::BIGINT AS hints FROM {} GROUP BY pair ORDER BY pair"
    for pairs, hints in _asked(connection, query, scratch, "pairs"):
        left, right = np.divmod(pairs, number)
        enough = (hints >= HINTS) | (np.minimum(sizes[left], sizes[right]) < FEW)
        ends = (_placed(side[enough], firsts) for side in (left, right))
        every = list(zip(*ends, strict=True))
        yield from (every[i : i + _AT_ONCE] for i in range(0, len(every), _AT_ONCE))


def _in_order(connection: Any, scratch: str) -> Iterator[tuple[Numbers, Numbers]]:
    """All hashes in order, with their pages; those of one hash together."""
    query = "SELECT hash, page FROM {} ORDER BY hash, page"
    rest = np.zeros((2, 0), np.int64)
    for more in _asked(connection, query, scratch, "*.samples"):
        run = np.concatenate([rest, more], axis=1)
        last = int(np.searchsorted(run[0], run[0, -1]))
        yield run[0, :last], run[1, :last]
        rest = run[:, last:]
    yield rest[0], rest[1]


def _asked(connection: Any, query: str, scratch: str, files: str) -> Iterator[list[Numbers]]:
    """What DuckDB answers, by column and some of it at a time. It goes over the disk, so that
    memory holds little of it. `files` are asked, and gone afterwards."""
    answer = Path(scratch, "answer")
    asked = query.format(f"read_parquet('{_quoted(scratch)}/{files}')")
    connection.execute(f"COPY ({asked}) TO '{_quoted(answer)}' (FORMAT parquet)")
    for path in Path(scratch).glob(files):
        path.unlink()
    with needed("pyarrow.parquet").ParquetFile(str(answer)) as file:
        for batch in file.iter_batches(_RUN, use_threads=False):
            yield [column.to_numpy() for column in batch.columns]
    answer.unlink()


def _quoted(path: object) -> str:
    return str(path).replace("'", "''")


def _tally(pairs: object, hints: object) -> Any:
    arrow = needed("pyarrow")
    columns = {
        "pair": arrow.array(pairs, arrow.int64()),
        "hints": arrow.array(hints, arrow.int64()),
    }
    return arrow.table(columns)


def _placed(pages: Numbers, firsts: Numbers) -> Iterator[tuple[int, int]]:
    """In which part each page is, and its number there."""
    parts = np.searchsorted(firsts, pages, "right") - 1
    return zip(parts.tolist(), (pages - firsts[parts]).tolist(), strict=True)


def _compared(scratch: str, pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[Copy]:
    """What the pages of each pair share, exactly."""
    found = []
    for left, right in pairs:
        one, other = _text(scratch, *left), _text(scratch, *right)
        agency = one.agency or other.agency
        copy = compare(one.page, one.prepared, other.page, other.prepared, agency)
        if copy is not None:
            found.append(copy)
    return found


@lru_cache(_KEPT)
def _text(scratch: str, part: int, number: int) -> Text:
    return _texts(scratch, part)[number]


@lru_cache(_OPEN)
def _texts(scratch: str, part: int) -> Texts:
    return Texts(Path(scratch, f"{part}.texts"))
