"""What a page says to a claim: agree, disagree, discuss, or nothing (unrelated).

The four classes are those of the Fake News Challenge. What the evidence rests on is our own
reading: which statements of the body speak of the claim, how firmly they are held, by whom,
whether the page or the headline calls it a hoax, and which side each of them takes (`sides`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reportedly.data import Certainty, Claim, Reading
from reportedly.traces.embeddings import Embedder
from reportedly.traces.sides import LEAD, Side, between, sides
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
_REFUTES = re.compile(
    r"\b(?:hoax\w*|fake[ds]?|fals(?:e|ely|ehood)|debunk\w*|bogus|untrue|fabricat\w*|satir\w*"
    r"|prank\w*|myth|denie[sd]|deny|denying|denial|refut\w*|dismiss\w*|disput\w*|rejects?|rejected"
    r"|incorrect|inaccurate|wrong|lie[sd]?|never happened|made[- ]up|photoshop\w*|no evidence"
    r"|not true|nonsense|baseless|unfounded|retract\w*|clarif\w*|correction|mistaken\w*"
    r"|misle\w*|staged|rubbish|nope|doubts?|doubted|rebuff\w*)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:reported(?:ly)?|alleged\w*|allegation\w*|rumou?r\w*|unconfirmed|claim(?:s|ed|ing)?"
    r"|purport\w*|supposed\w*|apparent\w*|may|might|could|possib\w*|perhaps|unclear|unverified"
    r"|verify|investigat\w*|speculat\w*|sources?|according|not confirmed|yet to|whether|if true"
    r"|report|said to|believed)\b",
    re.IGNORECASE,
)
_CONFIRMS = re.compile(
    r"\b(?:confirm(?:s|ed|ing)?|official(?:ly)?|announce[sd]?|reveal(?:s|ed)?|verified|proof"
    r"|admit(?:s|ted)?|identified|statement)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(r"\b(?:not|no|never|none|nobody|without|cannot)\b|n[’']t\b", re.IGNORECASE)
_LEXICONS = (_REFUTES, _DOUBTS, _CONFIRMS, _NEGATES)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?”\"’']*")
_SENTENCES = 40


class Body:
    """An article's text as stances are read in it: made once, asked about many headlines."""

    def __init__(self, reading: Reading, embedder: Embedder) -> None:
        text = reading.article.text
        self._claims = reading.claims[:_CLAIMS]
        lead = text[:1500]
        said = [claim.text for claim in self._claims]
        self.lead = embedder.vector(level(lead))
        self.said = embedder.vectors(level(one) for one in said)
        self.words = set(stems(level(text)))
        self.first = set(stems(level(text[:600])))
        self.sentences = [m.group().strip() for m in _SENTENCE.finditer(text)][:_SENTENCES]
        self.stems = [set(stems(level(one))) for one in self.sentences]
        size = max(1, len(text.split()))
        self.tone = [float(min(len(one.findall(text[:600])), 12)) for one in _LEXICONS]
        # In a hundred words; of the whole text
        self.tones = [100 * min(len(one.findall(text)), 12) / size for one in _LEXICONS]
        self.length = float(np.log(size))
        self.certainties = [_share(self._claims, kind) for kind in Certainty]
        self.stretches = (text[:LEAD], text)  # whose words tell its side

    def measures(self) -> Floats:
        """[features] of the whole that tell its side."""
        against = self.tone[0] + self.tone[3]
        logs = np.log1p([against, *self.tone, *self.tones])
        return np.array([*logs, *self.certainties, self.length])

    @cached_property
    def side(self) -> Side:
        return sides("body").of(self.measures(), self.stretches)

    def near(self, similar: Floats) -> list[Claim]:
        order = np.argsort(-similar[: len(self._claims)], kind="stable")[:_NEAR]
        return [self._claims[n] for n in order.tolist()]


def _share(claims: Sequence[Claim], kind: Certainty) -> float:
    return sum(claim.certainty is kind for claim in claims) / max(1, len(claims))


def evidence(headline: str, body: Body, embedder: Embedder) -> Floats:
    """[features] of what `body` says to the claim of `headline`, their sides left out."""
    plain = level(headline)
    asked = set(stems(plain)) or {""}
    whole = embedder.vector(plain)
    similar = np.asarray(body.said @ whole, np.float64) if len(body.said) else np.zeros(1)
    order = np.sort(similar)[::-1]
    near = body.near(similar)
    overlaps = [len(asked & one) / len(asked) for one in body.stems] or [0.0]
    chosen = np.argsort(-np.array(overlaps), kind="stable")[:_NEAR].tolist()
    told = " ".join(body.sentences[n] for n in chosen) if body.sentences else ""
    head = [float(bool(lexicon.search(headline))) for lexicon in _LEXICONS]
    around = [min(len(lexicon.findall(told)), 4) for lexicon in _LEXICONS]
    related = float(body.lead @ whole)
    covered = len(asked & body.words) / len(asked)
    refuted = around[0] + body.tone[0]
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
            *(np.log1p(count) for count in body.tone),
            *(np.log1p(count) for count in body.tones),
            float(headline.rstrip().endswith("?")),
            _quotes(headline),
            head[0] * np.log1p(refuted),  # both call it a hoax: they agree on that
            (1 - head[0]) * np.log1p(refuted),
            head[1] * np.log1p(around[1]),
            (1 - head[1]) * np.log1p(around[1]),
            float(np.mean([len(claim.chain) for claim in near] or [0])),
            float(np.mean([claim.factuality for claim in near] or [0])),
            _share(near, Certainty.DENIED),
            sum(_share(near, kind) for kind in _OPEN),
            *body.certainties,
            body.length,
            len(asked) ** 0.5,
        ]
    )


_OPEN = (Certainty.POSSIBLE, Certainty.PROBABLE, Certainty.QUESTIONED)


def headline_measures(headline: str) -> Floats:
    """[features] of a headline that tell its side."""
    head = [float(bool(lexicon.search(headline))) for lexicon in _LEXICONS]
    asks = float(headline.rstrip().endswith("?"))
    length = len(headline.split()) ** 0.5
    return np.array([max(head[0], head[3]), *head, asks, length, _quotes(headline)])


def _quotes(headline: str) -> float:
    return float(bool(re.search(r"[‘'“\"]", headline)))


def judge(headline: str, body: Body, embedder: Embedder) -> dict[Stance, float]:
    """The chance of each stance, [0, 1], 1 together."""
    said = sides("headline").of(headline_measures(headline), (headline,))
    found = np.append(evidence(headline, body, embedder), between(said, body.side))
    chances = linear("stance").chance(found[None])[0]
    return dict(zip(STANCES, chances.tolist(), strict=True))
