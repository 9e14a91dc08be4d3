"""Adds made-up readings to a ledger until it is stopped: what `benchmarks.web` runs beside."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from benchmarks import synthetic
from reportedly.data import Reading
from reportedly.ledger import Ledger

BATCH, PAUSE = 20, 1.0  # readings at once, and seconds between: as quick as a model reads pages


def main() -> None:
    path, first = sys.argv[1], int(sys.argv[2])
    with Ledger.open(path) as ledger:
        while True:
            ledger.add(_some(first))
            first += BATCH
            time.sleep(PAUSE)


def _some(first: int) -> Iterator[Reading]:
    yield from synthetic.readings(BATCH, first=first)


if __name__ == "__main__":
    main()
