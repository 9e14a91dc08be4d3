"""What a second core brings, and what it costs to send pages to other processes.

    python -m benchmarks.executors
    taskset -c 0,1 python -m benchmarks.executors --pages 1000

Ready texts to lines of JSON: in one process on one core, and by the pool's workers on two.
Rounds alternate, so that a busy machine slows both alike; the ratio is of medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator

import psutil

from benchmarks import records
from benchmarks.plots import bars
from reportedly.data import Form, Page
from reportedly.encoder import load
from reportedly.exchange.json import line_of
from reportedly.executors import read_with
from reportedly.executors.pool import Pool
from reportedly.executors.worker import Job
from reportedly.limits import Limits


def measure(pages: int = 480, rounds: int = 3) -> dict[str, float]:
    """Print the table. There is no quality to return: results are the same to the byte."""
    texts = [record["text"] for record in records("attribution/polnear_dev.jsonl")]
    taken = [texts[i % len(texts)] for i in range(pages)]
    words = sum(len(text.split()) for text in taken)
    load("default")
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    taken_in: dict[str, list[tuple[float, float]]] = {"in one process": []}
    pools = {number: Pool(number, Job(line_of, Limits(), "default")) for number in (1, 2)}
    try:
        for number, pool in pools.items():
            list(pool.map(_pages(taken[: 20 * number])))  # warm
        for _ in range(rounds):
            _pin(cores[:1])
            taken_in["in one process"].append(_timed(read_with(_pages(taken), line_of)))
            _pin(cores)
            for number, pool in pools.items():
                name = f"{number} worker{'s' * (number > 1)}"
                taken_in.setdefault(name, []).append(_timed(pool.map(_pages(taken))))
    finally:
        for pool in pools.values():
            pool.close()
    middle = {
        name: tuple(statistics.median(column) for column in zip(*each, strict=True))
        for name, each in taken_in.items()
    }
    alone, alone_cpu = middle["in one process"]
    print(f"{pages} ready texts, {words:,} words, to JSON; {len(cores)} cores; median of {rounds}")
    print(f"{'':20}{'ratio':>7}{'words/s':>10}{'CPU seconds, one process = 1':>32}")
    for name, (wall, cpu) in middle.items():
        print(f"{name:20}{alone / wall:7.2f}{words / wall:10,.0f}{cpu / alone_cpu:32.3f}")
    rates = {name: words / wall for name, (wall, _) in middle.items()}
    bars("executors", "Ready text to JSON, words a second", rates)
    return {}


def _timed(lines: Iterator[str]) -> tuple[float, float]:
    """Seconds, and seconds of the processor, in this process and its workers."""
    began, used = time.perf_counter(), _used()
    for _ in lines:
        pass
    return time.perf_counter() - began, _used() - used


def _used() -> float:
    workers = [each.cpu_times() for each in psutil.Process().children()]
    return time.process_time() + sum(each.user + each.system for each in workers)


def _pages(texts: list[str]) -> Iterator[Page]:
    for number, text in enumerate(texts):
        yield Page(text.encode("utf-8", "replace"), text, Form.TEXT, "text/plain", str(number))


def _pin(cores: list[int]) -> None:
    if cores:
        os.sched_setaffinity(0, cores)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=480)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    measure(given.pages, given.rounds)
