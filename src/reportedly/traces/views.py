"""What is kept of how a page is seen among others: its neighbours, and what speaks for each."""

from __future__ import annotations

import numpy as np

from reportedly.traces.embeddings import SIZE
from reportedly.traces.likeness import Around, Codes, Floats

_STEP = 127  # of a centre's largest part
_HEAD = 4  # numbers in front


class View:
    """The neighbours of a page, and the log-odds of each that it carries the same claim; not a
    number for one that the page has not looked at yet."""

    def __init__(self, around: Around, odds: Floats | None = None, fresh: int = 0) -> None:
        self.around = around
        self.odds = np.full(len(around.pages), np.nan, np.float32) if odds is None else odds
        self.fresh = fresh  # neighbours that came since the page looked about

    def meet(self, page: int, near: float, most: int) -> None:
        """Takes in a new neighbour, if it is nearer than the last of `most`."""
        about = self.around
        if (len(about.pages) >= most and near <= about.near[-1]) or page in about.pages:
            return
        at = int(np.searchsorted(-about.near, -near, "right"))
        self.around = Around(
            np.insert(about.pages, at, page)[:most],
            np.insert(about.near, at, np.float32(near))[:most],
            about.centres,
        )
        self.odds = np.insert(self.odds, at, np.float32(np.nan))[:most]
        self.fresh += 1

    def among(self, codes: Codes) -> View:
        """The view with those neighbours alone that are there."""
        stays = codes.have(self.around.pages)
        about = Around(self.around.pages[stays], self.around.near[stays], self.around.centres)
        return View(about, self.odds[stays], self.fresh)

    def packed(self) -> bytes:
        """As bytes that begin with how many neighbours there are and their numbers, as a ledger
        reads them to find who has a page for a neighbour."""
        about = self.around
        scale = np.abs(about.centres).max(1, keepdims=True) / _STEP + 1e-12
        return b"".join(
            (
                np.array([len(about.pages), self.fresh], np.uint16).tobytes(),
                about.pages.astype(np.uint32).tobytes(),
                about.near.astype(np.float32).tobytes(),
                self.odds.astype(np.float32).tobytes(),
                scale.astype(np.float32).tobytes(),
                np.round(about.centres / scale).astype(np.int8).tobytes(),
            )
        )

    @classmethod
    def unpacked(cls, kept: bytes) -> View:
        size, fresh = np.frombuffer(kept, np.uint16, 2).tolist()
        at = _HEAD
        pages = np.frombuffer(kept, np.uint32, size, at).astype(np.int64)
        near = np.frombuffer(kept, np.float32, size, at + 4 * size)
        odds = np.frombuffer(kept, np.float32, size, at + 8 * size)
        at += 12 * size
        scale = np.frombuffer(kept, np.float32, 2, at)
        centres = np.frombuffer(kept, np.int8, 2 * SIZE, at + 8).reshape(2, SIZE)
        return cls(Around(pages, near, centres * scale[:, None]), odds, fresh)
