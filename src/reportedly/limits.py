"""How much one page may cost. The web is hostile, and a run over many pages must go on."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any

from reportedly.errors import PageTooSlow

_RING_AGAIN = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page is refused over."""

    size: int = 20_000_000  # bytes of the body, unpacked; in JSON Lines, of the line
    depth: int = 250  # HTML elements within one another; libxml2 drops what lies below 256
    elements: int = 50_000  # of HTML, four attributes as one; to read one takes up to 7 kB
    seconds: float = 30.0  # for a page's capture, and again for its reading
    memory: int = 2_000_000_000  # bytes that a worker may take beyond what it begins with


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be fetched from the web, and how much patience is had with servers.

    Addresses come from strangers: from feeds, from redirections, from whoever uses a reading
    room. None of them may make us ask what only our own network can reach.
    """

    ports: frozenset[int] = frozenset({80, 443})
    inside: tuple[str, ...] = ()  # networks that are private, and may be asked all the same
    redirects: int = 5
    seconds: float = 30.0  # for one page, its redirections included; waiting is not counted
    delay: float = 1.0  # seconds between two requests to one host; robots.txt may ask for more
    patience: float = 0.0  # seconds to wait at most for a server that asks to come again later


class deadline:  # noqa: N801, reads as a statement: `with deadline(30, page.origin):`
    """Raises `PageTooSlow` in the block that it opens, once `seconds` have passed.

    It works in the main thread of a POSIX system, the only place where Python can interrupt
    code that does not help; elsewhere the block runs without a limit. An alarm that is set
    already, by an outer deadline or by the program around us, is left to rule alone.
    """

    def __init__(self, seconds: float, about: str) -> None:
        self.seconds = seconds
        self.about = about
        self._armed = False
        self._rang = False
        self._previous: Any = None

    def __enter__(self) -> None:
        if not hasattr(signal, "setitimer"):
            return
        if threading.current_thread() is not threading.main_thread():
            return
        if signal.getitimer(signal.ITIMER_REAL)[0]:
            return
        self._previous = signal.signal(signal.SIGALRM, self._ring)
        self._armed = True
        # It rings until the block is left: libraries catch `Exception` and go on.
        signal.setitimer(signal.ITIMER_REAL, self.seconds, _RING_AGAIN)

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        # An alarm that reaches `__exit__` itself comes too late to raise: it would leave the
        # timer running.
        if self._armed and (frame is None or frame.f_code is not deadline.__exit__.__code__):
            self._rang = True
            raise self._too_slow()

    def _too_slow(self) -> PageTooSlow:
        return PageTooSlow(
            f"not finished within {self.seconds:g} seconds; allow more with "
            "REPORTEDLY_MAX_PAGE_SECONDS",
            about=self.about,
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._armed:
            return
        self._armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._previous)
        # A library that swallowed the alarm, or made another error of it, has left its work
        # half done.
        half_done = kind is None or (issubclass(kind, Exception) and kind is not PageTooSlow)
        if self._rang and half_done:
            raise self._too_slow() from error
