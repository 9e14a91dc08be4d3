"""Near-copies over Parquet, by the number of pages: `python -m benchmarks.near_copies`.

    python -m benchmarks.near_copies --sizes 2000 4000 8000 --workers 2

The pages are made from real articles: as long as these (600 words at most), of their words, three
to seven in a row and then others from elsewhere. They come in the families of `benchmarks.copies`:
two in three are copied in whole or in part from one of the five before. Writing the parts is left
out of the time. `order` is how the time grew with the number of pages: 1.0 is linear. `to pairs`
is the time until it is known which pairs to look at.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks import records
from benchmarks.copies import MadeUp
from benchmarks.plots import bars
from reportedly.data import Form, Page
from reportedly.executors.near import find_copies_in
from reportedly.executors.parts import Made, Part
from reportedly.executors.shards import Folder, Mark

SIZES = (1000, 10_000)
_SHARD = 2000  # pages
_LONGEST = 600  # words


class Recombined:
    """Prose of real words in an order that nobody wrote."""

    def __init__(self) -> None:
        texts = [each["text"] for each in records("stories/stories_dev.jsonl")]
        texts += [each["text"] for each in records("attribution/polnear_dev.jsonl")]
        texts += [each["body"] for each in records("pages/scrapes_dev.jsonl")]
        split = [text.split() for text in texts]
        self._words = np.array([word for words in split for word in words], object)
        self._lengths = np.minimum([len(words) for words in split], _LONGEST)

    def __call__(self, number: int) -> list[str]:
        chance = np.random.default_rng(number)
        length = int(chance.choice(self._lengths))
        each = chance.integers(3, 8, length // 3 + 1)
        starts = chance.integers(0, len(self._words) - 8, len(each))
        within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        words: list[str] = self._words[np.repeat(starts, each) + within][:length].tolist()
        return words


def fill(folder: Folder, pages: Sequence[tuple[str, str]]) -> int:
    """Parts with no more of each page than is looked at, in their order; gives all words."""
    bare = Page(b"", "", Form.TEXT, "text/plain", "")
    words = 0

    def made(number: int) -> tuple[Made, Page]:
        nonlocal words
        page, text = pages[number]
        words += text.count(" ") + 1
        line = json.dumps({"article": {"text": text}})
        return Made(page, page, None, line, False, b"", b""), bare

    for first in range(0, len(pages), _SHARD):
        key = f"{first // _SHARD:06}"
        last = min(first + _SHARD, len(pages))
        with tempfile.TemporaryDirectory() as scratch:
            Part.write(Path(scratch, "part"), map(made, range(first, last)))
            folder.put(Path(scratch, "part"), key)
        folder.mark(key, Mark((key,), last - first))
    return words


def curve(sizes: Sequence[int], workers: int) -> Iterator[tuple[int, float]]:
    print(
        "pages     words each   copies  seconds   CPU s  to pairs  ms CPU a page  order  "
        "peak MB of a process"
    )
    last: tuple[int, float] | None = None
    prose = Recombined()
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            words = fill(Folder(name), MadeUp(size, prose))
            began, used = time.perf_counter(), _used()
            found = find_copies_in(name, workers=workers)
            copies = sum(1 for _ in islice(found, 1))
            paired = _used() - used
            copies += sum(1 for _ in found)
            wall, cpu = time.perf_counter() - began, _used() - used
        order = ""
        if last:
            order = f"{math.log(cpu / last[1]) / math.log(size / last[0]):.2f}"
        last = size, cpu
        peak = max(resource.getrusage(who).ru_maxrss for who in _WHO) / 1024
        print(
            f"{size:<9,}{words / size:11.0f} {copies:8,} {wall:8.1f} {cpu:7.1f} {paired:9.1f} "
            f"{1000 * cpu / size:14.2f} {order:>6} {peak:21.0f}",
            flush=True,
        )
        yield size, cpu


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _used() -> float:
    """Seconds of the processor, of this process and of the workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def measure() -> dict[str, float]:
    found = dict(curve(SIZES, 2))
    bars(
        "near_copies",
        "Pages for a second of the processor",
        {f"{n:,}": n / s for n, s in found.items()},
    )
    return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    for _ in curve(given.sizes, given.workers):
        pass


if __name__ == "__main__":
    main()
