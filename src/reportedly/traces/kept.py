"""The published checks of a ledger that answer a claim, by an index of them.

The index is kept in a file, so that a question need not wait for it. The file is a cache:
whatever of it does not belong to the checks at hand, or to this version, is made anew; the
meanings of checks that are known already are taken over.
"""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from reportedly.data import FactCheck
from reportedly.traces import embeddings
from reportedly.traces.factchecks import Check, Matcher, Meaning, digest_of

_FORM = "1"  # of the file and of what is indexed; another is not read

Parts = dict[str, npt.NDArray[Any]]


class Ledger(Protocol):
    """A ledger that keeps published checks."""

    @property
    def checks_index(self) -> Path: ...

    def checks(self) -> Iterable[FactCheck]: ...


class Checks:
    """The checks of a ledger, indexed at the first question and again when others have come in.
    Several threads may ask at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._indexed: list[Check] = []
        self._matcher: Matcher | None = None

    def answers(self, ledger: Ledger, text: str) -> tuple[int, list[tuple[FactCheck, float]]]:
        """How many checks there are, and those that may answer a claim, with their scores, the
        best first; none where none of them is likely to."""
        known = {each.id: each for each in ledger.checks()}
        if not known:
            return 0, []
        checks = [Check(name, each.title, each.claim) for name, each in known.items()]
        found = self._index(ledger.checks_index, checks).match(text).answers
        return len(known), [(known[name], score) for name, score in found]

    def _index(self, path: Path, checks: list[Check]) -> Matcher:
        with self._lock:
            if self._matcher is None or self._indexed != checks:
                self._indexed, self._matcher = checks, matcher_kept(path, checks)
            return self._matcher


def matcher_kept(path: Path, checks: Sequence[Check]) -> Matcher:
    """The checks, indexed: read from `path` where they are there, else indexed and kept there.

    A folder that cannot be written to costs nothing but time.
    """
    embedder = embeddings.load()
    digests = [digest_of(check) for check in checks]
    form = f"{_FORM} {embedder.digest}"
    whole = hashlib.sha256("\n".join([form, *digests]).encode()).hexdigest()
    parts = _read(path, form)
    if parts is not None:
        with suppress(KeyError, ValueError):  # of a file that is damaged
            if parts["whole"].tobytes().decode() == whole:
                return Matcher.restored(checks, parts, embedder)
    made = Matcher(checks, embedder, _known(parts))
    with suppress(OSError):
        _keep(path, {**made.parts(), **_named(form, whole, digests)})
    return made


def _named(form: str, whole: str, digests: Sequence[str]) -> Parts:
    told = {"form": form, "whole": whole, "digests": "\n".join(digests)}
    return {name: np.frombuffer(text.encode(), np.uint8) for name, text in told.items()}


def _known(parts: Parts | None) -> Mapping[str, Meaning]:
    if parts is None:
        return {}
    meanings = parts["meaning"].transpose(1, 0, 2)
    return dict(zip(parts["digests"].tobytes().decode().split(), meanings, strict=True))


def _read(path: Path, form: str) -> Parts | None:
    """All arrays of a file of this form, or None."""
    try:
        with np.load(path, allow_pickle=False) as file:
            if file["form"].tobytes().decode() != form:
                return None
            parts = {name: file[name] for name in file.files}
            count = len(parts["digests"].tobytes().split())
            return parts if parts["meaning"].shape == (3, count, embeddings.SIZE) else None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        return None


def _keep(path: Path, parts: Parts) -> None:
    """Whole or not at all: others may read it meanwhile, or keep theirs."""
    new = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with new.open("xb") as stream:
            np.savez(stream, **parts)  # type: ignore[arg-type]
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
