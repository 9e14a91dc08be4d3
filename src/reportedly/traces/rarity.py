"""How much a word tells: the rarer it is in news, the more."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from reportedly.encoder import MODELS
from reportedly.traces.weights import read_learned

_RAREST = 8.5  # of stems that are not listed
_FIGURE = 4.5  # of a figure: two versions of a claim may differ in it
_KEPT = 1 << 14  # stems that are remembered


@lru_cache(maxsize=_KEPT)
def rarity(stem: str) -> float:
    """The natural logarithm of one in how many sentences of news has a stem; of a figure that of
    a common word. Raises `ModelError` where the list is missing or damaged."""
    if stem[0].isdigit():
        return _FIGURE
    return _read(MODELS / "rarities.json").get(stem, _RAREST)


@cache
def _read(path: Path) -> dict[str, float]:
    return read_learned(path, float)
