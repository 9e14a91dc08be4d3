"""One verb for all executors on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from reportedly.data import Page, Reading
from reportedly.errors import PageError
from reportedly.limits import Limits
from reportedly.pages import Raw, made

T = TypeVar("T")
Finish = Callable[[Reading | PageError], T]


def read_with(
    pages: Iterable[Page | Raw | PageError],
    finish: Finish[T],
    *,
    workers: int = 1,
    limits: Limits = Limits(),
    model: str = "default",
) -> Iterator[T]:
    """What `finish` makes of each page's reading, or of what kept it from being read, in the
    order of the pages.

    With one worker all is done in this process. With several each is a process of its own, with
    a model of its own, on one thread: `finish` runs there and must be a function of a module.
    Raw pages are made where they are read; of a reading of such a page `page.text`, which
    follows from its bytes, is left empty. A page that hangs, crashes its worker or takes too
    much memory becomes an error, and the worker is replaced. Raises `ModelError`, and whatever
    `finish` raises.
    """
    if workers == 1:
        from reportedly.reading import read_all

        whole = (made(page, limits) for page in pages)
        yield from map(finish, read_all(whole, limits=limits, model=model))
        return
    from reportedly.executors.pool import Pool
    from reportedly.executors.worker import Job

    with Pool(workers, Job(finish, limits, model)) as pool:
        yield from pool.map(pages)


def as_it_is(outcome: Reading | PageError) -> Reading | PageError:
    """A `finish` that leaves the outcome as it is."""
    return outcome
