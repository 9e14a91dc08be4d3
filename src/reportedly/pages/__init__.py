"""Room 1, capture: whatever holds pages becomes a stream of `Page`.

path ─► files ─► bytes ─► sniffing, decoding ─► Page
             ├─► lines ─────────────────────► Page      (JSON Lines)
             └─► archives ─► codings ─► bytes            (WARC, WACZ)
address ─► fetching ─────────► codings ─► bytes            (the web)
   ▲
   └── watching ◄── feeds ◄── fetching                     (RSS, Atom, JSON Feed, sitemaps)
"""

from typing import TYPE_CHECKING

from reportedly.pages.capture import capture, capture_raw, count, made, recapture
from reportedly.pages.making import Raw

if TYPE_CHECKING:
    from reportedly.pages.fetching import Fetcher, fetch
    from reportedly.pages.remembering import Memory
    from reportedly.pages.watching import Watch

__all__ = [
    "Fetcher",
    "Memory",
    "Raw",
    "Watch",
    "capture",
    "capture_raw",
    "count",
    "fetch",
    "made",
    "recapture",
]

_MODULES = {
    "Fetcher": "fetching",
    "Memory": "remembering",
    "Watch": "watching",
    "fetch": "fetching",
}

if not TYPE_CHECKING:  # to load httpx takes a while, and few commands need it

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module 'reportedly.pages' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"reportedly.pages.{_MODULES[name]}"), name)
