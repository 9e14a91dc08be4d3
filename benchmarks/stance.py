"""The stance of articles to headlines (stories dev), in five folds by claim.

    python -m benchmarks.stance

The combination is fitted on four folds and scored on the fifth; folds and pairs are those of
`score_stance.py`. Beside it: the commonest class, and overlap of words with words of refutation.
"""

from __future__ import annotations

from typing import Any

from benchmarks import scorer, shared
from reportedly.traces.stance import STANCES
from training.grouping import readings, stories
from training.stances import FOLDS, Told


def measure() -> dict[str, float]:
    """Print F1 of each class and both means; return the scores by name."""
    rows = stories(shared() / "data")
    told = Told(rows, readings(rows))
    pairs = told.pairs
    print(f"stance: a side of each headline and each article explains {told.explained:.3f} of it")
    gold = [{"id": pair.id, "stance": pair.stance.value} for pair in pairs]
    said: dict[str, str] = {}
    for fold in range(FOLDS):
        mine = told.folds == fold
        evidence = told.evidence(fold)
        best = told.fit(evidence, ~mine).scores(evidence[mine]).argmax(1)
        ids = [pair.id for pair in pairs if pair.fold == fold]
        said |= {one: STANCES[n].value for one, n in zip(ids, best.tolist(), strict=True)}
    score = scorer("score_stance").score
    names = [stance.value for stance in STANCES]
    commonest = {pair.id: "discuss" if _related(pair.evidence) else "unrelated" for pair in pairs}
    _tell("discuss, or unrelated by words", score(gold, commonest), names)
    found: dict[str, Any] = score(gold, said)
    _tell("reportedly, in folds", found, names)
    return {f"stance.{name}": found[name] for name in ("macro4", "macro3", "disagree")}


def _related(evidence: Any) -> bool:
    """Whether half of the headline's words stand in the text."""
    return bool(evidence[4] >= 0.5)


def _tell(system: str, found: dict[str, Any], names: list[str]) -> None:
    each = "  ".join(f"{name} {found[name]:.3f}" for name in names)
    print(f"stance: {system}: four {found['macro4']:.3f}, three {found['macro3']:.3f}  ({each})")


if __name__ == "__main__":
    measure()
