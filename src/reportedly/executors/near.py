"""Copies among more pages than fit in memory: the same as `traces.find_copies`, over parts.

    parts ─► samples and texts, part by part on all workers (Parquet)
          ─► pairs that share hashes, joined by DuckDB on the disk
          ─► each pair aligned exactly, on all workers ─► Copy

What DuckDB cannot hold in memory it puts beside its file, so that the number of pages is limited
by the disk. Samples and alignments are independent of one another: more machines, more pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from reportedly.data import Copy
from reportedly.executors.shards import Folder, needed
from reportedly.shingles import sample
from reportedly.traces.agencies import agency_of
from reportedly.traces.alignment import Prepared, compare, prepare
from reportedly.traces.copies import FEW, FIRST, HINTS, MOST_PAIRS

_AT_ONCE = 500  # pairs handed to a worker
_KEPT = 2000  # texts that a worker keeps prepared

# As `traces.copies.find_pairs` does: a hash leads from each of its first owners to all later ones.
_PAIRS = """
CREATE TABLE pairs AS
WITH owners AS (
    SELECT hash, page, row_number() OVER (PARTITION BY hash ORDER BY page) - 1 AS place,
           count(*) OVER (PARTITION BY hash) AS number
    FROM samples QUALIFY number > 1
),
hints AS (
    SELECT one.page AS one, other.page AS other, count(*) AS hints
    FROM owners AS one JOIN owners AS other ON one.hash = other.hash AND other.place > one.place
    WHERE one.place < least(greatest({most} // one.number, 1), {first})
    GROUP BY 1, 2
),
sizes AS (SELECT page, count(*) AS size FROM samples GROUP BY page)
SELECT one, other FROM hints
JOIN sizes AS left_ ON left_.page = one JOIN sizes AS right_ ON right_.page = other
WHERE hints >= {hints} OR least(left_.size, right_.size) < {few}
ORDER BY one, other
"""


def find_copies_in(folder: str, *, workers: int = 1, memory: str = "2GB") -> Iterator[Copy]:
    """The copies among the readings in the parts of a folder, ordered by the page that comes
    first: parts by their keys, pages as they stand in them. Pages go by their ids.

    `memory`: of DuckDB; what needs more goes to the disk. Raises `ConfigurationError`.
    """
    duckdb = needed("duckdb")
    keys = Folder(folder).done()
    with TemporaryDirectory(prefix="reportedly-") as name:
        scratch = Path(name)
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            numbered = pool.map(partial(_sampled, folder, name), keys)
            counts = list(numbered)
            database = scratch / "near.duckdb"
            with duckdb.connect(str(database)) as connection:
                connection.execute(f"SET memory_limit = '{memory}'")
                connection.execute(f"SET threads = {workers}")
                _load(connection, scratch, keys, counts)
                limits = {"most": MOST_PAIRS, "first": FIRST, "hints": HINTS, "few": FEW}
                connection.execute(_PAIRS.format(**limits))
                pairs = connection.execute("SELECT one, other FROM pairs").fetchnumpy()
            columns = np.stack([pairs["one"], pairs["other"]], axis=1)
            runs = (columns[i : i + _AT_ONCE].tolist() for i in range(0, len(columns), _AT_ONCE))
            for found in pool.map(partial(_compared, str(database)), runs):
                yield from found


def _sampled(folder: str, scratch: str, key: str) -> int:
    """Writes the texts and samples of a part; gives the number of its pages."""
    arrow, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    local = Path(scratch, f"{key}.part")
    Folder(folder).take(key, local)
    pages, ids, texts = [], [], []
    hashed: list[int] = []
    number = 0
    with parquet.ParquetFile(str(local)) as file:
        for batch in file.iter_batches(64, columns=["id", "line", "error"]):
            for row in batch.to_pylist():
                if not row["error"]:
                    text = json.loads(row["line"])["article"]["text"]
                    ids.append(row["id"])
                    texts.append(text)
                    found = sample(text).tolist()
                    hashed += found
                    pages += [number] * len(found)
                    number += 1
    local.unlink()
    samples = arrow.table(
        {"page": arrow.array(pages, arrow.int64()), "hash": arrow.array(hashed, arrow.int64())}
    )
    parquet.write_table(samples, str(Path(scratch, f"{key}.samples")), compression="zstd")
    table = arrow.table({"id": ids, "text": arrow.array(texts, arrow.large_string())})
    parquet.write_table(table, str(Path(scratch, f"{key}.texts")), compression="zstd")
    return number


def _load(connection: Any, scratch: Path, keys: list[str], counts: list[int]) -> None:
    """Texts and samples of all parts in one numbering."""
    connection.execute("CREATE TABLE samples (page BIGINT, hash BIGINT)")
    connection.execute("CREATE TABLE texts (page BIGINT, id VARCHAR, text VARCHAR)")
    first = 0
    for key, count in zip(keys, counts, strict=True):
        samples, texts = scratch / f"{key}.samples", scratch / f"{key}.texts"
        connection.execute(
            f"INSERT INTO samples SELECT page + {first}, hash FROM read_parquet('{samples}')"
        )
        connection.execute(
            f"INSERT INTO texts SELECT file_row_number + {first}, id, text "
            f"FROM read_parquet('{texts}', file_row_number = true)"
        )
        samples.unlink()
        texts.unlink()
        first += count


def _compared(database: str, pairs: list[tuple[int, int]]) -> list[Copy]:
    """What the pages of each pair share, exactly."""
    text = _texts(database)
    found = []
    for left, right in pairs:
        (one, words, agency), (other, others, its_agency) = text(left), text(right)
        copy = compare(one, words, other, others, agency or its_agency)
        if copy is not None:
            found.append(copy)
    return found


@lru_cache(1)
def _texts(database: str) -> Any:
    """What finds a text by its number, prepared; of one process."""
    connection = needed("duckdb").connect(database, read_only=True)

    @lru_cache(_KEPT)
    def text(number: int) -> tuple[str, Prepared, str | None]:
        query = "SELECT id, text FROM texts WHERE page = ?"
        known_as, text = connection.execute(query, [number]).fetchone()
        return known_as, prepare(text), agency_of(text)

    return text
