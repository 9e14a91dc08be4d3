"""How fast a ledger takes readings in and finds claims again: `python -m benchmarks.ledger`.

    python -m benchmarks.ledger --sizes 1000 10000 100000
    python -m benchmarks.ledger --url postgresql://user@host/database

The readings are made up (see `synthetic`), the time to make them is left out, and the WARC
files are written as in use. The ledger grows from size to size; after each it is searched.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import synthetic
from reportedly.data import Certainty, Quotation, Reading
from reportedly.ledger import Ledger, Query

QUERIES = 200
_CHUNK = 500  # readings that are made ahead of being timed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 2000, 5000])
    parser.add_argument("--url", help="of a database on a server; else a file is made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or str(Path(folder) / "news.db")
        with Ledger.open(url, captures=Path(folder) / "captures") as ledger:
            print("readings  added/s  CPU-added/s  search p50 ms  p95 ms  peak MB")
            held = 0
            for size in given.sizes:
                wall, cpu = _grow(ledger, held, size)
                p50, p95 = _search(ledger, size)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                rates = f"{(size - held) / wall:7.0f}  {(size - held) / cpu:11.0f}"
                print(f"{size:8}  {rates}  {p50:13.1f}  {p95:6.1f}  {peak:7.0f}", flush=True)
                held = size


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


def _search(ledger: Ledger, size: int) -> tuple[float, float]:
    """Milliseconds of the middle and of the 95th of 100 searches, once warm."""
    chance = random.Random(size)
    queries = [_query(chance, size) for _ in range(QUERIES)]
    taken = []
    for warm in (False, True):
        for query in queries:
            began = time.perf_counter()
            ledger.search(query)
            if warm:
                taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


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
