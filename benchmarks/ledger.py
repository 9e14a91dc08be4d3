"""How fast a ledger takes readings in and finds claims again: `python -m benchmarks.ledger`.

    python -m benchmarks.ledger --sizes 1000 10000 100000
    python -m benchmarks.ledger --postgresql

The readings are made up (see `synthetic`), the time to make them is left out, and the WARC
files are written as in use. The ledger grows from size to size; after each it is searched, and a
yardstick is taken beside it: how many of the same articles plain `sqlite3` takes in a second as
JSON with a full-text index, all in one transaction. `--postgresql` starts a server of its own, as
it comes: what is committed is on the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks import synthetic
from benchmarks.plots import bars
from reportedly.data import Certainty, Quotation, Reading
from reportedly.exchange.json import reading_to_json
from reportedly.ledger import Ledger, Query
from tests.postgres import LASTING, running

QUERIES = 200
_CHUNK = 500  # readings that are made ahead of being timed
_HEAD = (
    "readings", "added/s", "CPU-added/s", "yardstick/s", "search p50 ms", "p95 ms", "CPU p95 ms",
    "facets ms", "peak MB",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 2000, 5000])
    parser.add_argument("--postgresql", action="store_true", help="on a server of our own")
    given = parser.parse_args()
    server = running(LASTING) if given.postgresql else nullcontext("")
    with server as address:
        grown(given.sizes, f"{address}/postgres" if address else None)


def measure() -> dict[str, float]:
    """The table of small sizes, on SQLite. Times are no scores: none are returned."""
    found = grown((1000, 2000, 5000), None)
    bars("ledger", "Readings added for a second of the processor", found)
    return {}


def grown(sizes: Sequence[int], server: str | None) -> dict[str, float]:
    """Prints what a ledger of each size does; gives the readings added in a second."""
    adding: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        url = server or str(Path(folder) / "news.db")
        with Ledger.open(url, captures=Path(folder) / "captures") as ledger:
            print("  ".join(_HEAD))
            held = 0
            for size in sizes:
                wall, cpu = _grow(ledger, held, size)
                plain = _yardstick(Path(folder) / f"plain{size}.db", size)
                p50, p95, cpu95 = _search(ledger, size)
                adding[f"up to {size:,}"] = (size - held) / cpu
                values = (
                    size,
                    (size - held) / wall,
                    (size - held) / cpu,
                    plain,
                    p50,
                    p95,
                    cpu95,
                    _facets(ledger, size),
                    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                )
                columns = zip(_HEAD, values, strict=True)
                print("  ".join(f"{each:{len(name)}.{'ms' in name:d}f}" for name, each in columns),
                      flush=True)  # fmt: skip
                held = size
    return adding


def _yardstick(path: Path, first: int) -> float:
    """Articles a second."""
    readings = list(synthetic.readings(_CHUNK, first=first))
    began = time.perf_counter()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE readings (id TEXT PRIMARY KEY, value TEXT)")
    plain.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    for reading in readings:
        value = json.dumps(reading_to_json(reading))
        plain.execute("INSERT INTO readings VALUES (?, ?)", (reading.id, value))
        plain.execute("INSERT INTO words VALUES (?)", (reading.article.text,))
    plain.commit()
    plain.close()
    return _CHUNK / (time.perf_counter() - began)


class _Clock:
    """Hands readings on and takes the time only while somebody else has them."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0
        self._began = time.perf_counter(), time.process_time()

    def passing(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        self.start()
        iterator = iter(readings)
        while True:
            self.stop()
            chunk = [reading for _, reading in zip(range(_CHUNK), iterator, strict=False)]
            self.start()
            if not chunk:
                return
            yield from chunk

    def start(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        self.wall += time.perf_counter() - self._began[0]
        self.cpu += time.process_time() - self._began[1]


def _grow(ledger: Ledger, held: int, size: int) -> tuple[float, float]:
    """Seconds, and seconds of the processor, to add the readings from `held` to `size`."""
    clock = _Clock()
    ledger.add(clock.passing(synthetic.readings(size - held, first=held)))
    clock.stop()
    return clock.wall, clock.cpu


def _search(ledger: Ledger, size: int) -> tuple[float, float, float]:
    """Milliseconds of the middle and of the 95th of 100 searches, once warm; and of the 95th
    by our own processor time."""
    chance = random.Random(size)
    queries = [_query(chance, size) for _ in range(QUERIES)]
    for query in queries:
        ledger.search(query)
    taken, worked = [], []
    for query in queries:
        began, busy = time.perf_counter(), time.process_time()
        ledger.search(query)
        worked.append(1000 * (time.process_time() - busy))
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    last = int(QUERIES * 0.95)
    return taken[QUERIES // 2], taken[last], sorted(worked)[last]


def _facets(ledger: Ledger, size: int) -> float:
    """Milliseconds to count the facets of a search, the middle of 20."""
    chance = random.Random(size)
    taken = []
    for query in [_query(chance, size) for _ in range(20)]:
        began = time.perf_counter()
        ledger.facets(query)
        taken.append(1000 * (time.perf_counter() - began))
    return sorted(taken)[10]


def _query(chance: random.Random, size: int) -> Query:
    """What somebody might ask: words of a claim that is there, and up to two filters."""
    reading = synthetic.reading(chance.randrange(size))
    claim = chance.choice(reading.claims)
    words = claim.text.split()
    at = chance.randrange(len(words) - 2)
    text = chance.choice(
        (words[at], f'"{words[at]} {words[at + 1]}"', f"{words[at]} {words[-1]}", f"{words[at]}*")
    )
    filters: list[dict[str, object]] = [
        {"certainty": (chance.choice(list(Certainty)),)},
        {"quotation": (chance.choice(list(Quotation)),)},
        {"since": reading.article.published.date},
        {"named": True},
        {"unit": chance.choice(synthetic.UNITS), "more_than": 50_000.0},
        {"speaker": chance.choice(synthetic.NAMES)},
        {"site": "orrin-packet.example"},
    ]
    chosen: dict[str, object] = {}
    for each in chance.sample(filters, chance.randint(0, 2)):
        chosen |= each
    return Query(text, **chosen)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
