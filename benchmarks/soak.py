"""Memory over a long run: `python -m benchmarks.soak --minutes 30`.

Pages of all kinds, new ones all the time and broken ones among them, are read by two workers and
kept in a ledger, which is searched; every two minutes a worker is killed. Every ten seconds the
memory of this process and of its workers is taken (RSS). It is flat when the last third of the
run needs no more than the first. So that this can be seen, the ledger holds enough from the
beginning to fill SQLite's cache, which is bounded.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator

import psutil

from benchmarks import synthetic
from reportedly.data import Form, Page
from reportedly.errors import PageError
from reportedly.executors import as_it_is
from reportedly.executors.pool import Pool
from reportedly.executors.worker import Job
from reportedly.ledger import Ledger, Query
from reportedly.limits import Limits
from reportedly.pages.making import make_page

_SAMPLE, _KILL = 10.0, 120.0  # seconds
_HELD = 6000  # readings that the ledger holds at first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    minutes = parser.parse_args().minutes
    samples: list[tuple[float, float]] = []  # MB of this process, and of its workers
    with tempfile.TemporaryDirectory() as folder, Ledger.open(f"{folder}/news.db") as ledger:
        ledger.add(synthetic.readings(_HELD, first=1_000_000))
        ends = time.monotonic() + 60 * minutes
        job = Job(as_it_is, Limits(), "default")
        with Pool(2, job) as pool:
            tally = ledger.add(pool.map(_pages(ends, samples, ledger)))
        lost = sum(1 for _ in ledger.verify())
    print(f"{tally.added:,} pages added, {tally.failed:,} could not be read; {lost} problems")
    print(f"{'MB':12}{'first':>8}{'second':>8}{'third':>8}")
    third = max(1, len(samples) // 3)
    for name, column in (("this process", 0), ("two workers", 1)):
        parts = [samples[i * third : (i + 1) * third] or samples for i in range(3)]
        means = [statistics.mean(each[column] for each in part) for part in parts]
        print(f"{name:12}" + "".join(f"{mean:8.0f}" for mean in means))


def _pages(
    ends: float, samples: list[tuple[float, float]], ledger: Ledger
) -> Iterator[Page | PageError]:
    sampled = killed = time.monotonic()
    number = 0
    while (now := time.monotonic()) < ends:
        yield _page(number)
        number += 1
        if now - sampled > _SAMPLE:
            samples.append(_memory())
            ledger.search(Query("harbour"))
            sampled = now
        if now - killed > _KILL:
            workers = _workers()
            workers[number % len(workers)].kill()
            killed = now


def _page(number: int) -> Page | PageError:
    """Text, HTML with furniture, and broken things, in turn."""
    text = synthetic.reading(number).article.text
    about = f"soak:{number}"
    if number % 3 == 0:
        return Page(text.encode(), text, Form.TEXT, "text/plain", about)
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    links = "".join(f"<li><a href=/{i}>Link {i}</a></li>" for i in range(number % 90))
    body = f"<html><title>{text[:60]}</title><ul>{links}</ul><article>{paragraphs}</article>"
    if number % 50 == 1:
        body = "<div>" * 200 + body
    if number % 50 == 2:
        body = body[: len(body) // 3] + "\x00\x01\ufffe" + body[: number % 4000]
    try:
        return make_page(body.encode(), about, Limits(), suffix=".html")
    except PageError as error:
        return error


def _workers() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [each for each in children if "spawn_main" in " ".join(each.cmdline())]


def _memory() -> tuple[float, float]:
    workers = 0
    for each in _workers():
        try:
            workers += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return psutil.Process().memory_info().rss / 1e6, workers / 1e6


if __name__ == "__main__":
    main()
