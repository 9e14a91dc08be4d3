"""Readings made up for measuring a ledger, and for testing one: no two alike, the same each time.

Each has 600 words, 12 claims (3 in the article's own voice), 6 sources (1 without a name) and 8
quantities, as a middling news article has.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate

from reportedly.data import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Certainty,
    Claim,
    ClaimKind,
    Dating,
    Entity,
    EntityType,
    Evidence,
    Finding,
    FindingKind,
    Form,
    Link,
    Maker,
    Page,
    Place,
    Quantity,
    Quotation,
    Reading,
    Severity,
    Source,
    SourceType,
    Span,
)

MAKER = Maker("0.0.0", "made-up", "sha256:" + 64 * "0")
ATTRIBUTED, OWN = 9, 3  # claims
UNITS = ("soldiers", "boats", "crowns", "houses", "US$", "%")

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_ROLES = ("harbour master", "minister", "military expert", "union chief", None)
_SITES = ("orrin-packet.example", "skarn-post.example", "belmar-times.example")


def _vocabulary(size: int) -> list[str]:
    chance = random.Random(1)
    syllables = [a + b for a in _CONSONANTS for b in _VOWELS]
    words = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(2 * size)}
    return chance.sample(sorted(words), size)


WORDS = _vocabulary(8000)
_WEIGHTS = [1 / (rank + 10) for rank in range(len(WORDS))]  # few are common, most are rare
_CUMULATIVE = list(accumulate(_WEIGHTS))
NAMES = [f"{a.title()} {b.title()}" for a, b in zip(WORDS[::5], WORDS[1::5], strict=False)]


def prose(number: int, count: int) -> list[str]:
    """Words in a row; the same number gives the same ones."""
    return random.Random(number).choices(WORDS, cum_weights=_CUMULATIVE, k=count)


def readings(count: int, *, first: int = 0, maker: Maker = MAKER) -> Iterator[Reading]:
    """Readings number `first` and on; the same number gives the same reading."""
    for number in range(first, first + count):
        yield reading(number, maker)


def reading(number: int, maker: Maker = MAKER) -> Reading:
    """The reading of that number."""
    return _Maker(number).reading(maker)


class _Maker:
    def __init__(self, number: int) -> None:
        self._number = number
        self._chance = random.Random(number)
        self._words = iter(self._chance.choices(WORDS, cum_weights=_CUMULATIVE, k=700))
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []

    def reading(self, maker: Maker) -> Reading:
        sources = [self._source(i) for i in range(6)]
        attributions, claims = [], []
        for i in range(ATTRIBUTED):
            attribution, claim = self._said(i, sources[i % 6])
            attributions.append(attribution)
            claims.append(claim)
        for i in range(ATTRIBUTED, ATTRIBUTED + OWN):
            claims.append(self._own(i))
        while self._length < 3600:
            self._paragraph(" ".join(self._some(40)) + ".")
        text = "\n\n".join(self._parts)
        day = dt.date(2020, 1, 1) + dt.timedelta(days=self._number % 1500)
        article = Article(
            " ".join(self._some(8)).capitalize(),
            (self._chance.choice(NAMES),),
            self._chance.choice(_SITES),
            ("World",),
            "en",
            Dating(day, day, day, "a date at the article's head"),
            text,
            tuple(self._blocks),
        )
        page = Page(
            text.encode(),
            text,
            Form.SCRAPE,
            "text/plain",
            f"made-up/{self._number}.txt",
            url=f"https://{article.site}/{self._number}",
            captured_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )
        finding = Finding(
            FindingKind.UNNAMED_ONLY,
            Severity.WARNING,
            "Nobody is named for it.",
            (Evidence(Place.TEXT, claims[5].content[0], claims[5].id),),
        )
        return Reading(
            page,
            article,
            tuple(attributions),
            tuple(sources),
            tuple(claims),
            (finding,),
            maker,
        )

    def _some(self, count: int) -> list[str]:
        return [next(self._words, "end") for _ in range(count)]

    def _paragraph(self, text: str) -> int:
        """Sets a paragraph; gives where it begins."""
        start = self._length + (2 if self._parts else 0)
        self._parts.append(text)
        self._length = start + len(text)
        span = Span(start, self._length)
        self._blocks.append(Block(BlockKind.PARAGRAPH, text, span, span))
        return start

    def _source(self, i: int) -> Source:
        if i == 5:
            return Source("s6", None, SourceType.UNNAMED, "official", ())
        name, role = self._chance.choice(NAMES), self._chance.choice(_ROLES)
        return Source(f"s{i + 1}", name, SourceType.PERSON, role, ())

    def _said(self, i: int, source: Source) -> tuple[Attribution, Claim]:
        name = source.name or "An official"
        words = self._some(24)
        count = self._chance.randint(2, 150_000)
        unit = self._chance.choice(UNITS)
        if i < 8:
            words[3:5] = [f"{count:,}", unit]
        content = " ".join(words)
        start = self._paragraph(f"{name} said that {content}.")
        mention = Span(start, start + len(name))
        cue = Span(mention.end + 1, mention.end + 5)
        span = Span(cue.end + 6, cue.end + 6 + len(content))
        quantities: tuple[Quantity, ...] = ()
        figure = f"{count:,} {unit}"
        if i < 8:
            at = span.start + content.index(figure)
            value = float(count)
            quantity = Quantity(Span(at, at + len(figure)), value, value, value, unit, Bound.EXACT)
            quantities = (quantity,)
        local = f"a{i + 1}"
        attribution = Attribution(local, mention, cue, (span,), Quotation.INDIRECT, 0.5)
        link = Link(source.id, mention, cue)
        return attribution, self._claim(i, span, content, local, (link,), quantities)

    def _own(self, i: int) -> Claim:
        content = " ".join(self._some(20)) + "."
        start = self._paragraph(content)
        return self._claim(i, Span(start, start + len(content)), content, None, (), ())

    def _claim(
        self,
        i: int,
        span: Span,
        text: str,
        attribution: str | None,
        chain: tuple[Link, ...],
        quantities: tuple[Quantity, ...],
    ) -> Claim:
        place = Span(span.start, span.start + len(text.split(" ", 1)[0]))
        return Claim(
            f"c{i + 1}",
            Place.TEXT,
            attribution,
            (span,),
            text,
            chain,
            self._chance.choice(list(Certainty)),
            round(self._chance.uniform(-3, 3), 2),
            ClaimKind.STATEMENT,
            self._chance.choice(list(Quotation)),
            quantities,
            (Entity(place, text.split(" ", 1)[0], EntityType.PLACE),),
        )
