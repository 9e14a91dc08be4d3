"""One function over many things, on processes of this machine."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3  # things of each process that are handed over, so that it need not wait
_TRIES = 3  # of one thing: a process may be killed through no fault of it


def spread(
    function: Callable[[Item], Result], things: Iterable[Item], workers: int
) -> Iterator[Result]:
    """What `function`, which is one of a module, makes of each, in order.

    Few things and results are held at a time. Where a process is killed, what was handed over
    is done again; the third time running, `BrokenExecutor` is raised.
    """
    source = iter(things)
    handed: deque[Item] = deque()
    futures: deque[Future[Result]] = deque()
    pool, tries = _pool(workers), 0
    try:
        while True:
            handed.extend(islice(source, _AHEAD * workers - len(handed)))
            if not handed:
                return
            try:
                futures.extend(
                    pool.submit(function, thing) for thing in tuple(handed)[len(futures) :]
                )
                result = futures[0].result()
            except BrokenExecutor:
                tries += 1
                if tries == _TRIES:
                    raise
                pool.shutdown()
                pool = _pool(workers)
                futures.clear()
                continue
            handed.popleft()
            futures.popleft()
            tries = 0
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
