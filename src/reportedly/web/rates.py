"""How much one asker may ask of the API: a bucket of tokens for each, filled at a steady rate."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_ASKERS = 10_000  # that are remembered; of more, those who asked longest ago are forgotten


class Rates:
    """Buckets of `burst` tokens that fill by `rate` a second. Each request takes one."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.rate, self.burst, self._clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, and when
        self._lock = threading.Lock()

    def take(self, asker: str) -> int:
        """0 when the asker may go on, else the seconds to wait, rounded up."""
        now = self._clock()
        with self._lock:
            tokens, since = self._buckets.pop(asker, (float(self.burst), now))
            tokens = min(self.burst, tokens + (now - since) * self.rate)
            wait = 0 if tokens >= 1 else math.ceil((1 - tokens) / self.rate)
            self._buckets[asker] = (tokens if wait else tokens - 1, now)
            while len(self._buckets) > _ASKERS:
                self._buckets.popitem(last=False)
        return wait
