"""Copies: recall and precision against brute force, and time and memory over many pages.

    python -m benchmarks.copies                        against brute force, on the corpora
    python -m benchmarks.copies --sizes 1000 10000     the curve, on made-up pages

Brute force compares all shingles of all pairs. A pair counts that shares half of the shorter
text's shingles. The made-up pages come in families: one in three is copied, whole or in part,
with words changed here and there, by others of its family.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from benchmarks import records, synthetic
from reportedly.shingles import shingles, words_of
from reportedly.traces import find_copies

HALF = 0.5


def bodies() -> list[tuple[str, str]]:
    """The articles of the stories and of the scraped pages, each once."""
    texts = [r["text"] for r in records("stories/stories_dev.jsonl")]
    texts += [r["body"] for r in records("pages/scrapes_dev.jsonl")]
    return [(str(number), text) for number, text in enumerate(texts)]


def brute(pages: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs that share half of the shorter one's shingles, by all of their shingles."""
    sets = [np.unique(shingles(words_of(text).hashes)) for _, text in pages]
    holders: dict[int, list[int]] = {}
    found = set()
    for j, each in enumerate(sets):
        common: Counter[int] = Counter()
        for value in each.tolist():
            earlier = holders.setdefault(value, [])
            common.update(earlier)
            earlier.append(j)
        found |= {
            (pages[i][0], pages[j][0])
            for i, count in common.items()
            if count >= HALF * min(len(sets[i]), len(each))
        }
    return found


def against_brute_force() -> dict[str, float]:
    pages = bodies()
    began = time.process_time()
    gold = brute(pages)
    slow = time.process_time() - began
    began = time.process_time()
    copies = list(find_copies(pages))
    quick = time.process_time() - began
    found = {(c.left, c.right) for c in copies if c.containment >= HALF}
    right = len(gold & found)
    recall, precision = right / len(gold), right / len(found)
    print(
        f"{len(pages)} pages, {len(gold)} pairs that share half: "
        f"recall {recall:.4f}, precision {precision:.4f}; {len(copies)} pairs in all; "
        f"{quick:.1f} s of CPU, brute force {slow:.1f} s"
    )
    return {"copies.recall": round(100 * recall, 2), "copies.precision": round(100 * precision, 2)}


def _prose(number: int) -> list[str]:
    return synthetic.prose(number, 600)


class MadeUp(Sequence[tuple[str, str]]):
    """Pages that are made when they are asked for, the same every time."""

    def __init__(self, size: int, prose: Callable[[int], list[str]] = _prose) -> None:
        """`prose`: words that nobody copied, some hundreds; the same number gives the same."""
        self._size = size
        self._prose = lru_cache(8)(prose)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        if number >= self._size:
            raise IndexError(number)
        return str(number), " ".join(self._words(number))

    def _words(self, number: int) -> list[str]:
        chance = random.Random(number)
        words = self._prose(number)[:]
        first = number - chance.randrange(1, 6)  # of whom it may be a copy
        if number % 3 and first >= 0:
            taken = self._prose(first)
            if chance.random() < 0.5:
                start = chance.randrange(300)
                words[100:400] = taken[start : start + 300]
            else:
                words = taken[:]
            for at in range(0, len(words), chance.choice((20, 50, 1000))):
                words[at] = "otherwise"
        return words


def curve(sizes: Sequence[int]) -> Iterator[tuple[int, float]]:
    print("pages     copies  seconds  s of CPU  making pages  peak MB")
    for size in sizes:
        pages = MadeUp(size)
        wall, cpu = time.perf_counter(), time.process_time()
        number = sum(1 for _ in find_copies(pages))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        began = time.process_time()
        for at in range(0, size, max(1, size // 500)):
            _ = pages[at]
        making = 3 * size * (time.process_time() - began) / min(size, 500)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:<8}{number:8}  {wall:7.1f}  {cpu:8.1f}  {making:12.1f}  {peak:7.0f}", flush=True
        )
        yield size, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, help="of the curve")
    sizes = parser.parse_args().sizes
    if sizes:
        list(curve(sizes))
    else:
        against_brute_force()


if __name__ == "__main__":
    main()
