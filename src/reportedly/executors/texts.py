"""Texts taken apart into words, on the disk: each is taken apart once, for all comparisons.

A file for each part, in Arrow's format, which is read where it lies: a text is found by its
number in the time of one access to the disk, and memory holds what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.executors.shards import needed
from reportedly.shingles import Words, sample_of, words_of
from reportedly.traces.agencies import agency_of
from reportedly.traces.alignment import Prepared, prepared

_ROWS = 256  # texts of a batch


class Text(NamedTuple):
    page: str
    prepared: Prepared
    agency: str | None


def write(path: Path, texts: Iterable[tuple[str, str]]) -> Iterator[NDArray[np.int64]]:
    """Writes pages' ids and texts; gives the sample of each."""
    arrow = needed("pyarrow")
    numbers = arrow.list_(arrow.uint32())
    schema = arrow.schema(
        [
            ("page", arrow.string()),
            ("agency", arrow.string()),
            ("hashes", arrow.list_(arrow.uint64())),
            ("starts", numbers),
            ("ends", numbers),
        ]
    )
    source = iter(texts)
    with needed("pyarrow.ipc").new_file(str(path), schema) as file:
        while some := list(islice(source, _ROWS)):
            words = [words_of(text) for _, text in some]
            agencies = [agency_of(text) for _, text in some]
            columns = [
                arrow.array([page for page, _ in some]),
                arrow.array(agencies, schema[1].type),
            ]
            columns += [_lists(arrow, each) for each in zip(*words, strict=True)]
            file.write_batch(arrow.record_batch(columns, schema=schema))
            yield from (sample_of(each.hashes) for each in words)


def _lists(arrow: Any, arrays: Iterable[NDArray[Any]]) -> Any:
    every = list(arrays)
    ends = np.cumsum([0, *map(len, every)], dtype=np.int32)
    values = np.concatenate(every)
    kind = values.dtype if values.dtype == np.uint64 else np.uint32
    return arrow.ListArray.from_arrays(ends, values.astype(kind, copy=False))


class Texts:
    """What `write` wrote."""

    def __init__(self, path: Path) -> None:
        self._file = needed("pyarrow.ipc").open_file(needed("pyarrow").memory_map(str(path)))

    def __getitem__(self, number: int) -> Text:
        batch = self._file.get_batch(number // _ROWS)
        page, agency, *words = (column[number % _ROWS] for column in batch.columns)
        hashes, starts, ends = (each.values.to_numpy() for each in words)
        return Text(page.as_py(), prepared(Words(hashes, starts, ends)), agency.as_py())
