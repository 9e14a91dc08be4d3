"""The process that adds pages for a room, so that reading them slows no reader down.

It works until its standard input is closed, which is when the room closes or dies. In its main
thread the limit on time holds for every page.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from reportedly.data import Form, Page
from reportedly.errors import PageError, ReportedlyError
from reportedly.ledger import Added, Ledger
from reportedly.limits import Limits
from reportedly.pages import Fetcher, capture
from reportedly.reading import maker, read_all
from reportedly.web import jobs
from reportedly.web.store import Store


class Worker:
    def __init__(self, told: dict[str, Any]) -> None:
        self._store = Store(Path(told["room"]))
        self._ledger = Ledger.open(told["ledger"], captures=Path(told["captures"]))
        self._model = str(told["model"])
        self._limits = Limits(**told["limits"])

    def work(self) -> None:
        """All jobs that wait, one after the other."""
        while (taken := jobs.take(self._store)) is not None:
            job, handed = taken
            try:
                jobs.end(self._store, job, "done", asdict(self._add(job, handed)))
            except Exception as error:
                why = str(error) if isinstance(error, ReportedlyError) else "an error of ours"
                jobs.end(self._store, job, "failed", None, why)
                if not isinstance(error, ReportedlyError):
                    raise

    def _add(self, id: str, handed: jobs.Handed) -> Added:
        known = 0
        progress = _Progress(self._store, id, len(handed.files) + len(handed.urls))

        def waiting() -> Iterator[Page | PageError]:
            nonlocal known
            pages = progress.counted(self._pages(id, handed))
            for page in self._ledger.unread(pages, maker(self._model)):
                known += page is None
                if page is not None:
                    yield page

        readings = read_all(waiting(), limits=self._limits, model=self._model)
        tally = self._ledger.add(progress.watched(readings)) + Added(known=known)
        progress.tell()
        for _ in self._ledger.sample():  # so that traces find the new texts
            pass
        return tally

    def _pages(self, id: str, handed: jobs.Handed) -> Iterator[Page | PageError]:
        folder = self._store.folder / "jobs" / id
        for name, called in handed.files:
            for page in capture(folder / name, limits=self._limits):
                if isinstance(page, PageError):
                    yield type(page)(page.message, about=called, id=page.id)
                    continue
                within = page.origin.removeprefix(str(folder / name))  # the line of a JSON Lines
                page = replace(page, origin=called + within)
                pasted = name == jobs.PASTED
                if pasted and handed.ready and page.form is Form.SCRAPE:
                    page = replace(page, form=Form.TEXT, text=page.body.decode("utf-8", "replace"))
                if pasted and handed.title:
                    page = replace(page, given=replace(page.given, title=handed.title))
                yield page
        if handed.urls:
            fetcher = Fetcher(limits=self._limits)
            for url in handed.urls:
                yield _fetched(fetcher, url)


def _fetched(fetcher: Fetcher, url: str) -> Page | PageError:
    try:
        return fetcher.page(url)
    except PageError as error:
        return error


class _Progress:
    """How far a job has come, written down as it goes."""

    def __init__(self, store: Store, id: str, total: int) -> None:
        self._store = store
        self._id = id
        self._total = total  # at least: a file may hold several pages
        self._read = 0
        self._pages = deque[tuple[str, str]](maxlen=jobs.PAGES)
        self._problems: list[str] = []

    def counted(self, pages: Iterator[Page | PageError]) -> Iterator[Page | PageError]:
        for page in pages:
            if isinstance(page, Page):
                self._pages.append((page.id, page.origin))
            yield page
            self._read += 1
            self._total = max(self._total, self._read)
            self.tell()

    def watched(self, readings: Iterator[Any]) -> Iterator[Any]:
        for each in readings:
            if isinstance(each, PageError) and len(self._problems) < jobs.PROBLEMS:
                self._problems.append(str(each))
            yield each

    def tell(self) -> None:
        jobs.tell(self._store, self._id, self._read, self._total, self._pages, self._problems)


def main() -> None:
    with suppress(KeyboardInterrupt):
        if told := sys.stdin.buffer.readline():
            worker = Worker(json.loads(told))
            while sys.stdin.buffer.readline():
                worker.work()


if __name__ == "__main__":
    main()
