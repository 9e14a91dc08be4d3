"""Workers that read pages side by side.

    pages ─► window ─► todo ─► workers ─► done ─► in order

A thread hands out pages and collects results, so that workers are busy while whoever asked is,
too. It waits for nothing but the sockets: no worker, hung or dead, can hold it up.
"""

from __future__ import annotations

import pickle
import selectors
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing import get_context, resource_tracker
from types import TracebackType
from typing import Any

from reportedly.data import Page, Reading
from reportedly.errors import ModelError, PageCrashed, PageError, PageTooSlow
from reportedly.executors.worker import FAILURE, LENGTH, READY, Job, serve
from reportedly.pages import Raw

_GRACE = 5.0  # seconds that a worker has to notice by itself that a page takes too long
_STARTING = 120.0  # seconds to load the model
_STARTS = 3  # workers in a row that may end before they are ready,
_KILLED = 20  # and that may be killed: by whom is not known, and it may stop
_TRIES = 2  # a worker may be killed through no fault of its page
_IN_HAND = 2  # pages of a worker: the one it reads, and the next
_WINDOW = 16  # pages of each worker between the first not yet done and the last handed over
_WINDOW_BYTES = 64_000_000
_PIECE = 1 << 20


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What is started here is not interrupted before it says so: Ctrl-C reaches all processes of
    a terminal, and finds those that are still importing without an answer."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # the first to be started; it lets interruptions in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True)
class _Task:
    number: int
    origin: str
    id: str | None
    packed: bytes
    deaths: int = 0


@dataclass(slots=True)
class _Worker:
    process: Any
    line: socket.socket
    since: float  # when it began with what it does now
    ready: bool = False
    hand: deque[_Task] = field(default_factory=deque)
    out: deque[memoryview] = field(default_factory=deque)
    inbox: bytearray = field(default_factory=bytearray)


class Pool:
    """Reads pages on several processes. To be closed, as a context manager or by `close`."""

    def __init__(self, workers: int, job: Job, *, grace: float = _GRACE) -> None:
        """`grace`: seconds beyond the limit on a page's time after which its worker is killed."""
        self._job, self._number = job, workers
        self._longest = job.limits.seconds + grace
        self._context = get_context("spawn")
        self._numbers = count()
        self._todo: deque[_Task] = deque()
        self._done: dict[int, bytes | PageError] = {}
        self._wanted: set[int] = set()  # numbers whose results somebody waits for
        self._failure: BaseException | None = None
        self._changed = threading.Condition()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._ear.setblocking(False)
        self._selector.register(self._ear, selectors.EVENT_READ, None)
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._closing = False
        self._thread = threading.Thread(target=self._pump, daemon=True)
        self._thread.start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all workers, whatever they are doing."""
        self._closing = True
        self._ring()
        self._thread.join()
        for worker in self._workers:
            worker.process.kill()
            worker.line.close()
        for worker in self._workers:
            worker.process.join()
        self._selector.close()
        self._bell.close()
        self._ear.close()

    # ── Whoever asks ─────────────────────────────────────────────────────────────────────

    def map(self, pages: Iterable[Page | Raw | PageError]) -> Iterator[Any]:
        """What the job makes of each page, in order. An error among the pages is finished here."""
        waiting: deque[tuple[int, Page | Raw | PageError]] = deque()
        try:
            yield from self._through(pages, waiting)
        finally:
            self._let_go({number for number, _ in waiting})

    def _through(
        self,
        pages: Iterable[Page | Raw | PageError],
        waiting: deque[tuple[int, Page | Raw | PageError]],
    ) -> Iterator[Any]:
        source = iter(pages)
        size, more = 0, True
        while more or waiting:
            while more and len(waiting) < _WINDOW * self._number and size < _WINDOW_BYTES:
                page = next(source, None)
                if page is None:
                    more = False
                    break
                number = next(self._numbers)
                waiting.append((number, page))
                size += _size(page)
                if not isinstance(page, PageError):
                    self._submit(number, page)
            if waiting:
                first, page = waiting.popleft()
                size -= _size(page)
                yield self._result(first, page)

    def _submit(self, number: int, page: Page | Raw) -> None:
        packed = pickle.dumps(page, pickle.HIGHEST_PROTOCOL)
        known_as = page.given.id if isinstance(page, Page) else None
        with self._changed:
            self._wanted.add(number)
            self._todo.append(_Task(number, page.origin, known_as, packed))
        self._ring()

    def _let_go(self, numbers: set[int]) -> None:
        """Nobody waits for these any more: whoever asked has stopped, or failed."""
        with self._changed:
            self._wanted -= numbers
            self._todo = deque(task for task in self._todo if task.number in self._wanted)
            for number in numbers:
                self._done.pop(number, None)

    def _result(self, number: int, page: Page | Raw | PageError) -> Any:
        if isinstance(page, PageError):
            return self._job.finish(page)
        with self._changed:
            self._changed.wait_for(lambda: number in self._done or self._failure)
            if number not in self._done:
                assert self._failure is not None
                raise self._failure
            result = self._done.pop(number)
            self._wanted.discard(number)
        if isinstance(result, PageError):
            return self._job.finish(result)
        made = pickle.loads(result)
        if not isinstance(made, Reading):
            return made
        whole = page if isinstance(page, Page) else replace(made.page, body=page.body)
        return replace(made, page=whole)

    def _ring(self) -> None:
        with suppress(BlockingIOError):  # it rings already
            self._bell.send(b"\0")

    # ── The thread ───────────────────────────────────────────────────────────────────────

    def _pump(self) -> None:
        try:
            for _ in range(self._number):
                self._start()
            while not self._closing and self._failure is None:
                self._hand_out()
                for key, events in self._selector.select(self._patience()):
                    if key.data is None:
                        self._drain_bell()
                        continue
                    worker: _Worker = key.data
                    if events & selectors.EVENT_WRITE:
                        self._write(worker)
                    if events & selectors.EVENT_READ:
                        self._read(worker)
                self._end_the_late()
        except BaseException as error:
            self._fail(error)

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        process = self._context.Process(target=serve, args=(theirs, self._job), daemon=True)
        with _uninterrupted():
            process.start()
        theirs.close()
        ours.setblocking(False)
        worker = _Worker(process, ours, time.monotonic())
        self._workers.append(worker)
        self._selector.register(ours, selectors.EVENT_READ, worker)

    def _hand_out(self) -> None:
        for worker in sorted(self._workers, key=lambda each: len(each.hand)):
            while worker.ready and len(worker.hand) < _IN_HAND:
                with self._changed:
                    if not self._todo:
                        return
                    task = self._todo.popleft()
                if not worker.hand:
                    worker.since = time.monotonic()
                worker.hand.append(task)
                worker.out.append(memoryview(LENGTH.pack(len(task.packed)) + task.packed))
                self._write(worker)

    def _write(self, worker: _Worker) -> None:
        try:
            while worker.out:
                sent = worker.line.send(worker.out[0][:_PIECE])
                worker.out[0] = worker.out[0][sent:]
                if not worker.out[0]:
                    worker.out.popleft()
        except BlockingIOError:
            pass
        except OSError:  # it is dead, which reading tells
            worker.out.clear()
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.out else 0)
        self._selector.modify(worker.line, wanted, worker)

    def _read(self, worker: _Worker) -> None:
        try:
            piece = worker.line.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece:
            self._bury(worker)
            return
        worker.inbox += piece
        while len(worker.inbox) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(worker.inbox)[0]
            if len(worker.inbox) < end:
                return
            packed = bytes(worker.inbox[LENGTH.size : end])
            del worker.inbox[:end]
            self._receive(worker, packed[:1], packed[1:])

    def _receive(self, worker: _Worker, letter: bytes, packed: bytes) -> None:
        worker.since = time.monotonic()
        if letter == READY:
            worker.ready = True
            self._stillborn = 0
        elif letter == FAILURE:
            raise pickle.loads(packed)
        else:
            self._finish(worker.hand.popleft(), packed)

    def _finish(self, task: _Task, result: bytes | PageError) -> None:
        if isinstance(result, PageError):
            result.id = task.id
        with self._changed:
            if task.number in self._wanted:
                self._done[task.number] = result
                self._changed.notify_all()

    def _bury(self, worker: _Worker, late: bool = False) -> None:
        """Takes a dead worker out, sees what becomes of its pages, and starts another."""
        self._selector.unregister(worker.line)
        worker.line.close()
        worker.process.kill()
        worker.process.join()
        self._workers.remove(worker)
        if not worker.ready:
            killed = (worker.process.exitcode or 0) < 0
            self._stillborn += 1
            if self._stillborn >= (_KILLED if killed else _STARTS):
                how = _how_it_ended(worker.process.exitcode)
                raise ModelError(f"workers do not start ({how})", about=self._job.model)
        elif worker.hand:
            self._judge(worker.hand[0], worker, late)
        self._start()

    def _judge(self, task: _Task, worker: _Worker, late: bool) -> None:
        task.deaths += 1
        again = list(worker.hand)
        if late:
            problem = f"not finished within {self._job.limits.seconds:g} seconds; its process was "
            problem += "ended; allow more with REPORTEDLY_MAX_PAGE_SECONDS"
            self._finish(again.pop(0), PageTooSlow(problem, about=task.origin))
        elif task.deaths >= _TRIES:
            how = _how_it_ended(worker.process.exitcode)
            problem = f"each process that read it ended ({how}); leave it out, and report it"
            self._finish(again.pop(0), PageCrashed(problem, about=task.origin))
        with self._changed:
            self._todo.extendleft(each for each in reversed(again) if each.number in self._wanted)

    def _end_the_late(self) -> None:
        now = time.monotonic()
        for worker in [each for each in self._workers if now >= self._ends(each)]:
            self._bury(worker, late=True)

    def _ends(self, worker: _Worker) -> float:
        """When it must have said something, by `time.monotonic`."""
        if not worker.ready:
            return worker.since + _STARTING
        return worker.since + self._longest if worker.hand else float("inf")

    def _patience(self) -> float | None:
        """Seconds until the first worker is late; None where none is at work."""
        ends = min((self._ends(each) for each in self._workers), default=float("inf"))
        return None if ends == float("inf") else max(0.0, ends - time.monotonic())

    def _drain_bell(self) -> None:
        with suppress(BlockingIOError):
            while self._ear.recv(4096):
                pass

    def _fail(self, error: BaseException) -> None:
        with self._changed:
            self._failure = error
            self._changed.notify_all()


def _size(page: Page | Raw | PageError) -> int:
    return 0 if isinstance(page, PageError) else len(page.body)


def _how_it_ended(status: int | None) -> str:
    if status is None or status >= 0:
        return f"exit status {status}"
    return f"signal {-status}"
