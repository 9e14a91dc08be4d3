"""What a second core brings, and what it costs to send pages to other processes.

    python -m benchmarks.executors
    taskset -c 0,1 python -m benchmarks.executors --pages 400

Ready texts to lines of JSON: in one process on one core, and by the pool's workers on two.
Rounds alternate, so that a busy machine slows both alike; the ratio is of medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator

from benchmarks import records
from benchmarks.plots import bars
from reportedly.data import Form, Page
from reportedly.encoder import load
from reportedly.exchange.json import line_of
from reportedly.executors import read_with
from reportedly.executors.pool import Pool
from reportedly.executors.worker import Job
from reportedly.limits import Limits

ROUNDS = 5


def measure(pages: int = 300) -> dict[str, float]:
    """Print the table. There is no quality to return: results are the same to the byte."""
    texts = [record["text"] for record in records("attribution/polnear_dev.jsonl")]
    taken = [texts[i % len(texts)] for i in range(pages)]
    words = sum(len(text.split()) for text in taken)
    load("default")
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    alone: list[float] = []
    pooled: dict[int, list[float]] = {1: [], 2: []}
    pools = {number: Pool(number, Job(line_of, Limits(), "default")) for number in pooled}
    try:
        for number, pool in pools.items():
            list(pool.map(_pages(taken[: 20 * number])))  # warm
        for _ in range(ROUNDS):
            _pin(cores[:1])
            alone.append(_seconds(lambda: sum(1 for _ in read_with(_pages(taken), line_of))))
            _pin(cores)
            for number, pool in pools.items():
                pooled[number].append(_seconds(lambda p=pool: sum(1 for _ in p.map(_pages(taken)))))
    finally:
        for pool in pools.values():
            pool.close()
    base = statistics.median(alone)
    print(f"{pages} ready texts, {words:,} words, to JSON; {len(cores)} cores; median of {ROUNDS}")
    print(f"{'':28}{'ratio':>7}{'words/s':>10}")
    rates = {"in one process": base}
    rates |= {f"{n} worker{'s' * (n > 1)}": statistics.median(s) for n, s in pooled.items()}
    for name, seconds in rates.items():
        print(f"{name:28}{base / seconds:7.2f}{words / seconds:10,.0f}")
    bars(
        "executors", "Ready text to JSON, words a second", {n: words / s for n, s in rates.items()}
    )
    return {}


def _pages(texts: list[str]) -> Iterator[Page]:
    for number, text in enumerate(texts):
        yield Page(text.encode("utf-8", "replace"), text, Form.TEXT, "text/plain", str(number))


def _seconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _pin(cores: list[int]) -> None:
    if cores:
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    measure(parser.parse_args().pages)
