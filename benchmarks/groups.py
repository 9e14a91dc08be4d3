"""Groups that a ledger keeps: what a page costs, and what the order of arrival changes.

    python -m benchmarks.groups --size 100000
    python -m benchmarks.groups --size 100000 --ledger postgresql://user@host/empty
    python -m benchmarks.groups --orders 3

A made-up ledger has the digests of as many pages, twenty of each event: words as `synthetic`
has them, meanings drawn at random about the event's. Pages are then added, some of them each in
a run of its own, many in one; what finds out which pages are new is timed with them. What makes
a digest, which comes before, is timed on the stories of FNC-1, whose orders are shuffled as well:
they come ten at a time, and their groups are scored beside those of all at once.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select, update

from benchmarks import scorer, shared, synthetic
from reportedly.ledger import Ledger, codes, schema
from reportedly.ledger.groups import seal
from reportedly.traces.digests import code, digest
from reportedly.traces.embeddings import SIZE, Embedder, load
from reportedly.traces.grouping import Grouper, Memory, maker, place
from reportedly.traces.likeness import Around
from reportedly.traces.views import View
from training.grouping import readings, stories

_EVENT, _TEXTS, _AT_ONCE = 20, 200, 10
_FIRST, _PART = 2, 1000  # key of the first made-up page; pages that are made at once
_SHORT = 200  # characters of what a made-up row has of a real one
_SPREAD = 1.0  # of a page's meaning about its event's, in lengths of the event's


class _Drawn(Embedder):
    """Gives the meaning of the page that is being made, whatever the text."""

    def __init__(self, digest_of: str) -> None:
        self.digest = digest_of
        self._chance = np.random.default_rng(0)
        self._centre = np.zeros(SIZE)

    def turn(self, event: int) -> None:
        self._centre = np.random.default_rng(event).normal(size=SIZE)

    def vector(self, text: str, most: int = 0) -> Any:
        found = self._centre + _SPREAD * self._chance.normal(size=SIZE)
        return (found / np.linalg.norm(found)).astype(np.float32)


def cost(size: int, database: str | None, added: int = 110) -> None:
    """Milliseconds of the processor that a page takes in a ledger of that size."""
    drawn = _Drawn(load().digest)
    with tempfile.TemporaryDirectory() as folder:
        where = database or str(Path(folder) / "made-up.db")
        with Ledger.open(where, captures=Path(folder) / "captures") as ledger:
            ledger.add(synthetic.readings(1))
            _fill(ledger, size, drawn)
            ledger.add(synthetic.readings(1, first=added))
            alone = []
            _placed(ledger, drawn, size)  # which counts the terms of the sample
            for number in range(1, _AT_ONCE + 1):
                ledger.add(synthetic.readings(1, first=number))
                alone.append(_placed(ledger, drawn, size)[0])
            ledger.add(synthetic.readings(added - _AT_ONCE, first=_AT_ONCE + 1))
            spent, pages = _placed(ledger, drawn, size)
    print(f"groups: {size:,} pages: {sorted(alone)[_AT_ONCE // 2]:.0f} ms of CPU for one page in a "
          f"run of its own, {spent / pages:.1f} ms each for {pages} in one run")  # fmt: skip


def _placed(ledger: Ledger, drawn: _Drawn, size: int) -> tuple[float, int]:
    """Milliseconds of the processor to group what waits, its digests apart, and how many wait."""
    began = time.process_time()
    waiting = ledger.ungrouped(maker(drawn))
    spent = time.process_time() - began
    pages = {}
    for key, known_as, reading in ledger.readings_of(waiting):
        drawn.turn(key * 37 % (size // _EVENT))
        one = digest(reading, drawn)
        pages[key] = (known_as, code(one), one)
    began = time.process_time()
    with ledger.grouping(maker(drawn)) as keeper:
        place(keeper.add(pages), keeper)
    return 1000 * (spent + time.process_time() - began), len(waiting)


def _fill(ledger: Ledger, size: int, drawn: _Drawn) -> None:
    """Puts made-up pages in groups beside the first, which lends them the rest of its rows."""
    backend = ledger._backend
    bare = [digest(each, drawn)[: -3 * SIZE] for each in synthetic.readings(_TEXTS, first=10_000)]
    chance = np.random.default_rng(1)
    ledger.ungrouped(maker(drawn))  # which begins
    with backend.writing() as connection:
        page, reading = (
            tuple("" if len(str(value)) > _SHORT else value for value in row)
            for table in (schema.pages, schema.readings)
            for row in connection.execute(select(table).limit(1))
        )
    for start in range(0, size, _PART):
        keys = range(_FIRST + start, _FIRST + min(start + _PART, size))
        ids = [hashlib.sha256(b"%d" % key).hexdigest() for key in keys]
        compared = [_compared(key, size, bare, drawn, chance) for key in keys]
        named = list(zip(keys, ids, strict=True))
        first = [(key, _FIRST + (key - _FIRST) // _EVENT * _EVENT) for key in keys]
        with backend.writing() as connection:
            insert = partial(backend.insert, connection)
            insert(schema.pages, [(*each, *page[2:]) for each in named])
            insert(schema.readings, [(*each, each[0], 1, *reading[4:]) for each in named])
            insert(schema.grouped, first)
            for table, kept in ((schema.digests, 0), (schema.views, 1)):
                rows = [(key, seal(key, each[kept]), each[kept])
                        for key, each in zip(keys, compared, strict=True)]  # fmt: skip
                insert(table, rows)
            found = {key: code(each[0]) for key, each in zip(keys, compared, strict=True)}
            codes.put(backend, connection, found)
    with backend.writing() as connection:
        connection.execute(update(schema.compared).values(reading=_FIRST + size - 1))
    backend.take_stock()


def _compared(key: int, size: int, bare: Sequence[bytes], drawn: _Drawn,
              chance: np.random.Generator) -> tuple[bytes, bytes]:  # fmt: skip
    """A digest and a view."""
    event = (key - _FIRST) // _EVENT
    drawn.turn(event)
    meanings = np.stack([drawn.vector("") for _ in range(3)])
    steps = np.abs(meanings).max(1, keepdims=True) / 127
    rounded = np.round(meanings / steps).astype(np.int8).tobytes()
    mates = _FIRST + event * _EVENT + np.arange(_EVENT)
    others = _FIRST + chance.choice(size, 40, replace=False)
    near = np.linspace(0.9, 0.3, _EVENT + 40).astype(np.float32)
    known = np.concatenate([mates, others]).astype(np.int64)
    odds = np.where(np.arange(len(known)) < _EVENT, 3.0, -5.0).astype(np.float32)
    away = known != key
    view = View(Around(known[away], near[away], meanings[[0, 2]]), odds[away])
    return bare[key % len(bare)] + rounded, view.packed()


def orders(count: int) -> None:
    """BCubed and pairs F1 of the stories in shuffled orders, beside all at once."""
    rows = stories(shared() / "data")
    grouper = Grouper()
    read_rows = readings(rows)
    began = time.process_time()
    for reading in read_rows:
        grouper.add(reading)
    each = 1000 * (time.process_time() - began) / len(rows)
    print(f"groups: a digest takes {each:.1f} ms of CPU", flush=True)
    score = scorer("score_stories").score
    _tell("all at once", score, rows, grouper.groups())
    for seed in range(count):
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)
        groups = list(_shuffled(grouper.kept, order))
        _tell(f"order {seed}", score, rows, groups)


def _shuffled(kept: Sequence[bytes], order: Sequence[int]) -> Iterator[list[int]]:
    memory = Memory()
    began = time.process_time()
    for start in range(0, len(order), _AT_ONCE):
        some = [memory.add(kept[page]) for page in order[start : start + _AT_ONCE]]
        place(some, memory)
    each = 1000 * (time.process_time() - began) / len(order)
    print(f"groups: {each:.1f} ms of CPU a page", flush=True)
    for group in memory.groups():
        yield [order[page] for page in group]


def _tell(what: str, score: Any, rows: Any, groups: Sequence[Sequence[int]]) -> None:
    of = {str(rows[page]["id"]): n for n, group in enumerate(groups) for page in group}
    found = score(rows, of)
    parts = (f"{part} BCubed {one['bcubed_f1']:.3f}, pairs {one['pair_f1']:.3f}"
             for part, one in found.items())  # fmt: skip
    print(f"groups: {what}: {'; '.join(parts)}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int)
    parser.add_argument("--ledger", help="an empty database on a server, in place of a file")
    parser.add_argument("--orders", type=int)
    asked = parser.parse_args()
    if asked.size:
        cost(asked.size, asked.ledger)
    if asked.orders is not None:
        orders(asked.orders)
