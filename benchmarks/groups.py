"""Groups that a ledger keeps: what a page costs, and what the order of arrival changes.

    python -m benchmarks.groups --size 100000
    python -m benchmarks.groups --orders 3

A made-up ledger has the digests of as many pages, twenty of each event: words as `synthetic`
has them, meanings drawn at random about the event's. Pages are then added, some of them each in
a run of its own, many in one. What makes a digest, which comes before, is timed on the stories of
FNC-1, whose orders are shuffled as well: they come ten at a time, and their groups are scored
beside those of all at once.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import scorer, shared, synthetic
from reportedly.ledger import Ledger
from reportedly.ledger.groups import seal
from reportedly.traces.digests import code, digest
from reportedly.traces.embeddings import SIZE, Embedder, load
from reportedly.traces.grouping import Grouper, Memory, maker, place
from reportedly.traces.likeness import Around
from reportedly.traces.views import View
from training.grouping import readings, stories

_EVENT, _TEXTS, _AT_ONCE = 20, 200, 10
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


def cost(size: int, added: int = 110) -> None:
    """Milliseconds of the processor that a page takes in a ledger of that size."""
    drawn = _Drawn(load().digest)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.db"
        with Ledger.open(path) as ledger:
            ledger.add(synthetic.readings(added))
            first = ledger.ungrouped(maker(drawn))
            _fill(path, size, max(first) + 1, drawn)
            found = {}
            for key, reading in ledger.readings_of(first):
                drawn.turn(key * size // (_EVENT * added))
                one = digest(reading, drawn)
                found[key] = (code(one), one)
            keys = sorted(found)
            alone = [_placed(ledger, drawn, {key: found[key]}) for key in keys[:_AT_ONCE]]
            rest = {key: found[key] for key in keys[_AT_ONCE:]}
            each = _placed(ledger, drawn, rest) / len(rest)
    print(f"groups: {size:,} pages: {sorted(alone)[_AT_ONCE // 2]:.0f} ms of CPU for one page in a "
          f"run of its own, {each:.1f} ms each for {len(rest)} in one run")  # fmt: skip


def _placed(ledger: Ledger, drawn: _Drawn, pages: dict[int, tuple[bytes, bytes]]) -> float:
    """Milliseconds of the processor."""
    began = time.process_time()
    with ledger.grouping(maker(drawn)) as keeper:
        place(keeper.add(pages), keeper)
    return 1000 * (time.process_time() - began)


def _fill(path: Path, size: int, first: int, drawn: _Drawn) -> None:
    texts = list(synthetic.readings(_TEXTS, first=10_000))
    bare = []
    for reading in texts:
        bare.append(digest(reading, drawn)[: -3 * SIZE])
    chance = np.random.default_rng(1)
    plain = sqlite3.connect(path)
    for start in range(0, size, 1000):
        rows = [_row(start + n, first, size, bare, drawn, chance) for n in range(1000)]
        plain.executemany("INSERT INTO grouped VALUES (?, ?, ?, ?)", [r[0] for r in rows])
        plain.executemany("INSERT INTO digests VALUES (?, ?, ?)", [r[1] for r in rows])
        plain.executemany("INSERT INTO views VALUES (?, ?, ?)", [r[2] for r in rows])
    plain.commit()
    plain.execute("ANALYZE")
    plain.close()


def _row(number: int, first: int, size: int, bare: Sequence[bytes], drawn: _Drawn,
         chance: np.random.Generator) -> tuple[Any, Any, Any]:  # fmt: skip
    page, event = first + number, number // _EVENT
    drawn.turn(event)
    meanings = np.stack([drawn.vector("") for _ in range(3)])
    steps = np.abs(meanings).max(1, keepdims=True) / 127
    one = bare[number % len(bare)] + np.round(meanings / steps).astype(np.int8).tobytes()
    mates = first + event * _EVENT + np.arange(_EVENT)
    others = first + chance.choice(size, 40, replace=False)
    near = np.linspace(0.9, 0.3, _EVENT + 40).astype(np.float32)
    known = np.concatenate([mates, others]).astype(np.int64)
    odds = np.where(np.arange(len(known)) < _EVENT, 3.0, -5.0).astype(np.float32)
    away = known != page
    view = View(Around(known[away], near[away], meanings[[0, 2]]), odds[away]).packed()
    group = first + event * _EVENT
    return (
        (page, maker(drawn), code(one), group),
        (page, one, seal(page, one)),
        (page, view, seal(page, view)),
    )


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
    parser.add_argument("--orders", type=int)
    asked = parser.parse_args()
    if asked.size:
        cost(asked.size)
    if asked.orders is not None:
        orders(asked.orders)
