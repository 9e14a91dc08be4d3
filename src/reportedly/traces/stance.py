"""What a page says to a claim: agree, disagree, discuss, or nothing (unrelated).

The four classes are those of the Fake News Challenge. What the evidence rests on is our own
reading: which statements of the body speak of the claim, how firmly they are held, by whom,
whether the page or the headline calls it a hoax, and which side each of them takes (`sides`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reportedly.data import Certainty, Claim, Place, Reading
from reportedly.traces.embeddings import Embedder
from reportedly.traces.sides import LEAD, Side, between, sides
from reportedly.traces.telling import (
    LEXICONS,
    counts,
    hands,
    places,
    refuting,
    sentences,
    share,
    tones,
)
from reportedly.traces.weights import linear
from reportedly.traces.words import level, stems

Floats = npt.NDArray[np.float64]
_CLAIMS = 12  # of the body, from its beginning
_NEAR = 3  # statements that are nearest to the claim


class Stance(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"
    DISCUSS = "discuss"
    UNRELATED = "unrelated"


STANCES = tuple(Stance)
_SENTENCES = 40


class Body:
    """An article's text as stances are read in it: made once, asked about many headlines."""

    def __init__(self, reading: Reading, embedder: Embedder) -> None:
        text = reading.article.text
        claims = [claim for claim in reading.claims if claim.place is Place.TEXT]
        self._claims = claims[:_CLAIMS]
        lead = text[:1500]
        said = [claim.text for claim in self._claims]
        self.lead = embedder.vector(level(lead))
        self.said = embedder.vectors(level(one) for one in said)
        self.words = set(stems(level(text)))
        self.first = set(stems(level(text[:600])))
        self.sentences = sentences(text, _SENTENCES)
        self.stems = [set(stems(level(one))) for one in self.sentences]
        self.refuting = refuting(text)
        self.tones = tones(text, self._claims)
        # What tells its side:
        self.measures = np.array([*self.tones, *hands(text, claims), *places(text)], np.float64)
        self.meaning = np.asarray(self.said.sum(0) / max(1, len(said)), np.float64)
        self.stretches = (text[:LEAD], text)

    @cached_property
    def side(self) -> Side:
        return sides("body").of(self.measures, self.meaning, self.stretches)

    def near(self, similar: Floats) -> list[Claim]:
        order = np.argsort(-similar[: len(self._claims)], kind="stable")[:_NEAR]
        return [self._claims[n] for n in order.tolist()]


def evidence(headline: str, meaning: Floats, body: Body) -> Floats:
    """[features] of what `body` says to the claim of `headline`, of that meaning, their sides
    left out."""
    asked = set(stems(level(headline))) or {""}
    similar = np.asarray(body.said @ meaning, np.float64) if len(body.said) else np.zeros(1)
    order = np.sort(similar)[::-1]
    near = body.near(similar)
    overlaps = [len(asked & one) / len(asked) for one in body.stems] or [0.0]
    chosen = np.argsort(-np.array(overlaps), kind="stable")[:_NEAR].tolist()
    told = " ".join(body.sentences[n] for n in chosen) if body.sentences else ""
    head = [float(bool(lexicon.search(headline))) for lexicon in LEXICONS]
    around = counts(told, 4)
    related = float(body.lead @ meaning)
    covered = len(asked & body.words) / len(asked)
    refuted = around[0] + body.refuting
    return np.array(
        [
            related,
            related**2,
            order[0],
            order[: min(3, len(order))].mean(),
            covered,
            covered**2,
            len(asked & body.first) / len(asked),
            max(overlaps),
            *head,
            *around,
            *body.tones[1:],
            float(headline.rstrip().endswith("?")),
            _quotes(headline),
            head[0] * np.log1p(refuted),  # both call it a hoax: they agree on that
            (1 - head[0]) * np.log1p(refuted),
            head[1] * np.log1p(around[1]),
            (1 - head[1]) * np.log1p(around[1]),
            float(np.mean([len(claim.chain) for claim in near] or [0])),
            float(np.mean([claim.factuality for claim in near] or [0])),
            share(near, Certainty.DENIED),
            sum(share(near, kind) for kind in _OPEN),
            len(asked) ** 0.5,
        ]
    )


_OPEN = (Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.QUESTIONED)


def headline_measures(headline: str) -> Floats:
    """[features] of a headline that tell its side."""
    head = [float(bool(lexicon.search(headline))) for lexicon in LEXICONS]
    asks = float(headline.rstrip().endswith("?"))
    length = len(headline.split()) ** 0.5
    return np.array([max(head[0], head[3]), *head, asks, length, _quotes(headline)])


def headline_meaning(headline: str, embedder: Embedder) -> Floats:
    """[dimensions]"""
    return np.asarray(embedder.vector(level(headline)), np.float64)


def _quotes(headline: str) -> float:
    return float(bool(re.search(r"[‘'“\"]", headline)))


def judge(headline: str, body: Body, embedder: Embedder) -> dict[Stance, float]:
    """The chance of each stance, [0, 1], 1 together."""
    meaning = headline_meaning(headline, embedder)
    said = sides("headline").of(headline_measures(headline), meaning, (headline,))
    found = np.append(evidence(headline, meaning, body), between(said, body.side))
    chances = linear("stance").chance(found[None])[0]
    return dict(zip(STANCES, chances.tolist(), strict=True))
