"""Published fact-checks of the ledger, held ready to be matched with claims."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from reportedly.data import FactCheck
from reportedly.ledger import Ledger
from reportedly.traces.factchecks import Check, Matcher
from reportedly.traces.kept import matcher_kept

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """The published checks that answer a claim; their verdicts are never our ruling."""

    among: int  # checks in the ledger
    found: tuple[FactCheck, ...]  # the best first; empty where none answers


class Checks:
    """The checks of a ledger, indexed once and again when others have come in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: tuple[str, ...] = ()
        self._matcher: Matcher | None = None

    def answers(self, ledger: Ledger, text: str) -> Answers:
        known = {each.id: each for each in ledger.checks()}
        if not known:
            return Answers(0, ())
        answers = self._indexed(ledger.checks_index, known).match(text).answers[:_SHOWN]
        return Answers(len(known), tuple(known[each] for each, _ in answers if each in known))

    def _indexed(self, path: Path, known: dict[str, FactCheck]) -> Matcher:
        with self._lock:
            if self._matcher is None or self._ids != tuple(known):
                checks = [Check(one, each.title, each.claim) for one, each in known.items()]
                self._ids, self._matcher = tuple(known), matcher_kept(path, checks)
            return self._matcher
