"""Claims: what the chains carry, what the title says, what the article says in its own voice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from reportedly.claims.body import Body
from reportedly.claims.certainty import grade
from reportedly.claims.entities import find_entities
from reportedly.claims.factuality import Predicates, factuality_of, read_events
from reportedly.claims.kinds import kind_of
from reportedly.claims.quantities import find_quantities
from reportedly.claims.wording import Wording
from reportedly.data import (
    Article,
    BlockKind,
    Chain,
    Claim,
    Entity,
    Link,
    Place,
    Quantity,
    Quotation,
    Span,
)
from reportedly.encoder import Events

_REACH = 80  # code points between a cue and its content that still belong to the reporting
_MIN_WORDS = 4  # of a sentence in the article's own voice
_WHOLLY_QUOTED = re.compile(  # by one pair; what is no pair in single ones is an apostrophe
    r"""(?:"[^"]+"|“[^“”"]+”|‘(?:[^‘’]|’(?=\w))+’|'(?:[^']|(?<=\w)'(?=\w))+')[.!?…]*"""
)
_QUOTES = frozenset("\"“”‘'")
_TALK = re.compile(  # "rumours", "early estimates"; "the mayor neither", whose cue is "confirmed"
    r"\b(?:rumou?rs?|speculation|gossip|fears|hopes|concerns?|worries|possibility|suspicions?"
    r"|doubts?|questions?|hints?|suggestions?|estimates?|predictions?|forecasts?|expectations?"
    r"|theory|theories|guess(?:es)?|assumptions?|unconfirmed|unverified|neither)\b(?-i:(?! [A-Z]))",
    re.IGNORECASE,
)
_SILENT = frozenset({BlockKind.SUBHEADING})  # blocks of the body that claim nothing themselves


class _Draft(NamedTuple):
    """A claim before it has its id."""

    place: Place
    content: tuple[Span, ...]
    quotation: Quotation
    attribution: str | None = None
    chain: tuple[Link, ...] = ()

    def order(self) -> tuple[int, int]:
        """By what drafts of one text are sorted."""
        return (self.content[0].start, self.content[0].end) if self.content else (0, 0)


Mark = TypeVar("Mark", bound=Quantity | Entity)


class _Row(Generic[Mark]):
    """Marks of one sort, in order of their start."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._starts = [mark.span.start for mark in marks]

    def inside(self, content: Sequence[Span]) -> tuple[Mark, ...]:
        """Those that lie wholly in one of the spans."""
        found: list[Mark] = []
        for span in content:
            first = bisect_left(self._starts, span.start)
            begun = self._marks[first : bisect_left(self._starts, span.end, first)]
            found += [mark for mark in begun if mark.span.end <= span.end]
        return tuple(found)


class _Marks(NamedTuple):
    """Everything marked in one text."""

    text: str
    quantities: _Row[Quantity]
    entities: _Row[Entity]
    predicates: Predicates | None = None  # of the text: the network is not shown the title


def assess(
    article: Article,
    chains: Sequence[Chain],
    events: Events | None = None,
    body: Body | None = None,
) -> list[Claim]:
    """The claims of an article in reading order, the title first. `events` and `body`: those of
    its text, where they have been read already.

    One claim a chain; the title; and every declarative sentence of the body that no chain
    touches, as a claim in the article's own voice (no attribution, empty chain). Figures,
    entities and events are read once over each text; figures and entities that straddle the
    edge of a content are left out. Work is linear in the length of the article.
    """
    title, body = article.title or "", body or Body(article.text)
    in_text, in_title = find_entities(article.text, title=title)
    predicates = Predicates(read_events(article.text) if events is None else events)
    marks = {
        Place.TEXT: _Marks(article.text, _Row(body.quantities), _Row(in_text), predicates),
        Place.TITLE: _Marks(title, _Row(find_quantities(title)), _Row(in_title)),
    }
    drafts = [_Draft(Place.TEXT, c.content, c.quotation, c.attribution, c.links) for c in chains]
    drafts += _own_voice(article, body.sentences, chains)
    drafts.sort(key=_Draft.order)
    if title.strip():
        span = Span(len(title) - len(title.lstrip()), len(title.rstrip()))
        drafts.insert(0, _Draft(Place.TITLE, (span,), _quotation(title)))
    return [_claim(f"c{n}", d, marks[d.place]) for n, d in enumerate(drafts, start=1)]


def _claim(id: str, draft: _Draft, marks: _Marks) -> Claim:
    text = " ".join(span.cut(marks.text) for span in draft.content)
    content = Wording.of(_apart(marks.text, draft.content) if len(draft.content) > 1 else text)
    link = draft.chain[-1] if draft.chain else None
    cue = link.cue.cut(marks.text) if link and link.cue else ""
    context = _reporting(marks.text, link, draft.content) if link else ""
    certainty, factuality = grade(content, cue, context)
    if marks.predicates is not None:
        factuality = factuality_of(certainty, factuality, draft.content, marks.predicates)
    return Claim(
        id=id,
        place=draft.place,
        attribution=draft.attribution,
        content=draft.content,
        text=text,
        chain=draft.chain,
        certainty=certainty,
        factuality=factuality,
        kind=kind_of(content, cue, certainty),
        quotation=draft.quotation,
        quantities=marks.quantities.inside(draft.content),
        entities=marks.entities.inside(draft.content),
    )


def _apart(text: str, content: Sequence[Span]) -> str:
    """A content in pieces, with a full stop where one ends a sentence: "“They lie,” he said. “I
    was never there.”" says two things, the first of them flatly."""
    said = content[0].cut(text)
    for before, piece in pairwise(content):
        ends = text[before.end : piece.start].rstrip().endswith(_FINAL)
        said += (" . " if ends else " ") + piece.cut(text)
    return said


_FINAL = (".", "!", "?")


def _reporting(text: str, link: Link, content: Sequence[Span]) -> str:
    """The words about a cue: the mention, where it is a noun for what people say or think and not
    somebody ("a suspected thief"), and what stands between the cue and the content."""
    words = link.mention.cut(text).partition(",")[0] if link.mention else ""  # not what is added
    words = words if _TALK.search(words) else ""
    if link.cue and content and 0 <= content[0].start - link.cue.end <= _REACH:
        words += " " + text[link.cue.end : content[0].start]
    return words


def _own_voice(
    article: Article, sentences: Sequence[Span], chains: Sequence[Chain]
) -> Iterator[_Draft]:
    """The declarative sentences that no chain touches and no quotation holds."""
    text = article.text
    taken = [span for chain in chains for span in _touched(chain)]
    taken += [b.span for b in article.blocks if b.span and b.kind in _SILENT]
    taken = _merged(taken)
    ends = [span.end for span in taken]
    quoted, end = False, 0
    for sentence in sentences:
        said = sentence.cut(text)
        if quoted and text.count("\n", end, sentence.start) > 1:
            quoted = False  # a quotation that was never closed ends with its paragraph
        starts_quoted = quoted
        quoted = _open_after(said, quoted)
        end = sentence.end
        if not starts_quoted and not _overlap(taken, ends, sentence) and _declares(said):
            yield _Draft(Place.TEXT, (sentence,), _quotation(said))


def _touched(chain: Chain) -> Iterator[Span]:
    yield from chain.content
    for link in chain.links:
        if link.mention:
            yield link.mention
        if link.cue:
            yield link.cue


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same stretches as disjoint spans in order."""
    merged: list[Span] = []
    for span in sorted(spans, key=attrgetter("start")):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _overlap(spans: Sequence[Span], ends: Sequence[int], span: Span) -> bool:
    """True when one of the disjoint, ordered `spans`, which end at `ends`, shares a code point
    with `span`."""
    first = bisect_right(ends, span.start)
    return first < len(spans) and spans[first].start < span.end


def _open_after(sentence: str, quoted: bool) -> bool:
    """True when a quotation is open at the end of the sentence."""
    curly = sentence.rfind("“"), sentence.rfind("”")
    if curly != (-1, -1):
        return curly[0] > curly[1]
    return quoted ^ (sentence.count('"') % 2 == 1)


def _declares(sentence: str) -> bool:
    """True for a sentence that states something, and is neither a question nor a scrap."""
    if not sentence.rstrip("”\"’') ").endswith((".", "!", "…")):
        return False
    if len(sentence.split(None, _MIN_WORDS)) < _MIN_WORDS:
        return False
    if sentence[0] in '“"' and sentence[-1] in '”"':
        return False
    return any(map(str.islower, sentence))


def _quotation(sentence: str) -> Quotation:
    """Whether words in the article's own voice hold a quotation, or are one."""
    if _QUOTES.isdisjoint(sentence):
        return Quotation.INDIRECT
    if _WHOLLY_QUOTED.fullmatch(sentence.strip()):
        return Quotation.DIRECT
    marks = sentence.count('"') + sentence.count("“") + sentence.count("”")
    return Quotation.MIXED if marks >= 2 else Quotation.INDIRECT
