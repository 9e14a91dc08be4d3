"""The process that reads pages for another.

It is handed pages over a socket and sends back what became of each, in order. A message is its
length in eight bytes, a letter and what was pickled. Whatever happens to this process, the one
that started it sees.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from reportedly.data import Form, Page, Reading
from reportedly.errors import PageError, unforeseen
from reportedly.limits import Limits
from reportedly.pages import Raw

READY, RESULT, FAILURE = b"!", b"R", b"E"
LENGTH = struct.Struct("!Q")
# A page's reading goes back without the page, or its bytes, which whoever asked still has.
NO_PAGE = Page(b"", "", Form.TEXT, "", "")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does with pages."""

    finish: Callable[[Reading | PageError], Any]  # of a module, so that workers find it
    limits: Limits
    model: str


def message(letter: bytes, value: object = None) -> bytes:
    packed = letter + pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(packed)) + packed


def serve(line: socket.socket, job: Job) -> None:
    """Reads until nobody is there any more."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started us ends us
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for variable in _THREADS:
        os.environ[variable] = "1"
    with line, suppress(BrokenPipeError, ConnectionResetError):
        try:
            work = _prepared(job)
            line.sendall(message(READY))
            for packed in _messages(line):
                line.sendall(message(RESULT, work(pickle.loads(packed))))
        except OSError:
            raise
        except MemoryError:  # even to take in the page, or to tell what became of it
            return  # and so the page is tried by another, and then told as one that crashes
        except Exception as error:
            line.sendall(_failure(error))


def _prepared(job: Job) -> Callable[[Page | Raw], Any]:
    from reportedly.pages import made
    from reportedly.reading import read_all, settle

    settle(job.model)
    _bound_memory(job.limits.memory)

    def work(page: Page | Raw) -> Any:
        (outcome,) = read_all([made(page, job.limits)], limits=job.limits, model=job.model)
        try:
            finished = job.finish(outcome)
        except MemoryError as error:
            finished = job.finish(unforeseen(error, page.origin))
        if not isinstance(finished, Reading):
            return finished
        bare = NO_PAGE if isinstance(page, Page) else replace(finished.page, body=b"", text="")
        return replace(finished, page=bare)

    return work


def _bound_memory(more: int) -> None:
    """No more than that beyond what is in use: a page that needs it fails, not the machine."""
    try:
        import resource
        from pathlib import Path

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        used = pages * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + more, most))
    except (ImportError, OSError, ValueError):  # not on every system
        pass


def _messages(line: socket.socket) -> Iterator[bytes]:
    with line.makefile("rb") as stream:
        while len(head := stream.read(LENGTH.size)) == LENGTH.size:
            yield stream.read(LENGTH.unpack(head)[0])


def _failure(error: Exception) -> bytes:
    try:
        return message(FAILURE, error)
    except Exception:  # not every error can be sent
        return message(FAILURE, RuntimeError(f"{type(error).__name__}: {error}"))
