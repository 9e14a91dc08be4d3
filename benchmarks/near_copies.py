"""Near-copies over Parquet, by the number of pages: `python -m benchmarks.near_copies`.

    python -m benchmarks.near_copies --sizes 2000 4000 8000 --workers 2

The pages are those of `benchmarks.copies`: 600 words each, in families, two in three copied in
whole or in part from one of the five before. Writing the parts is left out of the time. `order` is
how the time grew with the number of pages: 1.0 is linear.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.copies import MadeUp
from benchmarks.plots import bars
from reportedly.data import Article, Dating, Form, Given, Page, Reading
from reportedly.exchange.json import line_of
from reportedly.executors.near import find_copies_in
from reportedly.executors.parts import Making, Part
from reportedly.executors.shards import Folder, Mark

_SHARD = 2000  # pages


def reading(number: str, text: str) -> Reading:
    """A reading with nothing in it but the text."""
    page = Page(text.encode(), text, Form.TEXT, "text/plain", number, given=Given(id=number))
    article = Article(None, (), None, (), "en", Dating(), text, ())
    return Reading(page, article, (), (), (), ())


def fill(folder: Folder, pages: Sequence[tuple[str, str]], shard: int = _SHARD) -> None:
    """Parts with a bare reading of each page, in their order."""
    make = Making(line_of)
    for number, first in enumerate(range(0, len(pages), shard)):
        key = f"{number:06}"
        some = [reading(*pages[i]) for i in range(first, min(first + shard, len(pages)))]
        with tempfile.TemporaryDirectory() as scratch:
            Part.write(Path(scratch, "part"), ((make(each), each.page) for each in some))
            folder.put(Path(scratch, "part"), key)
        folder.mark(key, Mark((key,), len(some)))


def curve(sizes: Sequence[int], workers: int) -> Iterator[tuple[int, float]]:
    print("pages      copies  seconds  CPU s  pages/CPU s   order  peak MB of a process")
    last: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Folder(name)
            fill(folder, MadeUp(size))
            began, used = time.perf_counter(), _used()
            copies = sum(1 for _ in find_copies_in(name, workers=workers))
            wall, cpu = time.perf_counter() - began, _used() - used
        order = ""
        if last:
            order = f"{math.log(cpu / last[1]) / math.log(size / last[0]):.2f}"
        last = size, cpu
        peak = max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024
        print(
            f"{size:<9}{copies:8} {wall:8.1f} {cpu:6.1f} {size / cpu:12.0f} {order:>7} {peak:8.0f}",
            flush=True,
        )
        yield size, cpu


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _used() -> float:
    """Seconds of the processor, of this process and of the workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def measure() -> dict[str, float]:
    found = dict(curve((1000, 2000, 4000), 2))
    bars(
        "near_copies",
        "Pages for a second of the processor",
        {f"{n:,}": n / s for n, s in found.items()},
    )
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 2000, 4000])
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    for _ in curve(given.sizes, given.workers):
        pass


if __name__ == "__main__":
    main()
