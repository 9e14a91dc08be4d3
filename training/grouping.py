"""Whether two articles carry the same main claim: the combination of `reportedly.traces.grouping`,
fitted on the stories of FNC-1."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.data import Form, Page, Reading
from reportedly.reading import read
from reportedly.traces.digests import undigested
from reportedly.traces.grouping import Grouper, Pairs, grouped
from reportedly.traces.linkage import parts
from reportedly.traces.weights import Linear
from training.combine import logit

Floats = npt.NDArray[np.float64]
Row = dict[str, Any]
FOLDS = 5
RIDGE = 100.0
_TOPIC = 0.5  # cosine of two claims' mean meanings from which on they share a fold
LEAST = 0.38


@dataclass(frozen=True, slots=True)
class Stories:
    """The stories, each read, with what speaks for pairs of them."""

    rows: list[Row]
    pairs: Pairs
    folds: npt.NDArray[np.int64]  # [rows]; claims of one topic share one
    usable: npt.NDArray[np.bool_]  # [rows] carries one claim only


def stories(folder: Path) -> list[Row]:
    lines = (folder / "stories" / "stories_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def readings(rows: Iterable[Row]) -> list[Reading]:
    found = []
    for row in rows:
        body = row["text"].encode("utf-8", "surrogatepass")
        found.append(read(Page(body, row["text"], Form.TEXT, "text/plain", str(row["id"]))))
    return found


def compared(rows: list[Row], read_rows: Sequence[Reading]) -> Stories:
    grouper = Grouper()
    for reading in read_rows:
        grouper.add(reading)
    leads = np.stack([undigested(one).lead for one in grouper.kept])
    folds = _folds([row["cluster"] for row in rows], leads)
    usable = np.array([row["quality"] == "clean" for row in rows])
    return Stories(rows, grouper.pairs(), folds, usable)


def _folds(clusters: Sequence[str], leads: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    names = sorted(set(clusters))
    label = np.array([names.index(cluster) for cluster in clusters])
    middle = np.stack([leads[label == n].mean(0) for n in range(len(names))])
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    near = np.argwhere(middle @ middle.T > _TOPIC)
    topics = parts(range(len(names)), [(int(a), int(b)) for a, b in near])
    sizes = Counter(label.tolist())
    load, fold = [0] * FOLDS, np.zeros(len(names), np.int64)
    for topic in sorted(topics, key=lambda topic: -sum(sizes[n] for n in topic)):
        least = load.index(min(load))
        fold[topic] = least
        load[least] += sum(sizes[n] for n in topic)
    return fold[label]


def fit_same(told: Stories, chosen: npt.NDArray[np.bool_]) -> Linear:
    """The combination from the pairs that `chosen` [pairs] marks."""
    clusters = np.array([row["cluster"] for row in told.rows])
    a, b = told.pairs.pages[chosen].T
    truth = (clusters[a] == clusters[b]).astype(np.float64)
    return replace(logit(told.pairs.evidence[chosen], truth, RIDGE), threshold=LEAST)


def in_folds(told: Stories) -> list[list[int]]:
    """The stories grouped, each pair judged by a combination that was fitted on neither topic."""
    a, b = told.pairs.pages.T
    odds = np.zeros(len(a))
    clean = told.usable[a] & told.usable[b]
    for fold in range(FOLDS):
        held = (told.folds[a] == fold) | (told.folds[b] == fold)
        odds[held] = fit_same(told, clean & ~held).scores(told.pairs.evidence[held])
    pages = [(int(left), int(right)) for left, right in told.pairs.pages]
    return grouped(range(len(told.rows)), dict(zip(pages, odds.tolist(), strict=True)), LEAST)


def fit(folder: Path) -> dict[str, Linear]:
    rows = stories(folder)
    told = compared(rows, readings(rows))
    a, b = told.pairs.pages.T
    return {"same claim": fit_same(told, told.usable[a] & told.usable[b])}
