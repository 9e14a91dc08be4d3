"""Reportedly reads the news and keeps the receipts: who said what, on whose word, how firmly.

    for reading in read_all(capture(["page.html"])): ...

Rooms are loaded at first use, so that `import reportedly` stays quick.
"""

from typing import TYPE_CHECKING

from reportedly.data import (
    Article, Attribution, Block, Chain, Claim, Dating, Entity, Finding, Link, Page, Quantity,
    Reading, Source, Span,
)  # fmt: skip
from reportedly.errors import PageError, ReportedlyError

if TYPE_CHECKING:
    from reportedly.claims import find_quantities, score_factuality
    from reportedly.pages import capture
    from reportedly.reading import read, read_all

__version__ = "0.1.0"
__all__ = [
    "Article", "Attribution", "Block", "Chain", "Claim", "Dating", "Entity", "Finding", "Link",
    "Page", "PageError", "Quantity", "Reading", "ReportedlyError", "Source", "Span",
    "__version__", "capture", "find_quantities", "read", "read_all", "score_factuality",
]  # fmt: skip

_ROOMS = {"capture": "pages", "read": "reading", "read_all": "reading"}
_ROOMS |= dict.fromkeys(("find_quantities", "score_factuality"), "claims")

if not TYPE_CHECKING:  # a type checker should see the imports above, not this

    def __getattr__(name):
        if name not in _ROOMS:
            raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"reportedly.{_ROOMS[name]}"), name)
