"""What an editor would want to know about one page: precise rather than many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportedly.claims.headline import find_headline_findings
from reportedly.claims.lexicon import words
from reportedly.data import (
    BODY_KINDS,
    Article,
    BlockKind,
    Bound,
    Claim,
    Evidence,
    Finding,
    FindingKind,
    Place,
    Quantity,
    Severity,
    Source,
    SourceType,
    Span,
)

_SHOWN = 3  # examples that a message names
_LONGEST = 60  # code points of a mention that a message repeats
_WEIGHTY = 100.0  # counts of people or things below this need nobody's name
_COSTLY = 10_000.0  # nor do smaller sums of money
_SHIFTING = 20.0  # smaller numbers of people are equal by chance
_HUMANS = words(
    "soldier troop volunteer fighter personnel worker civilian refugee migrant protester",
    "demonstrator militant rebel officer guard recruit mercenary conscript reservist hostage",
    "prisoner detainee victim casualty villager resident student schoolgirl employee passenger",
    "survivor patient voter supporter activist police gunman insurgent terrorist contractor",
    "builder child",
)
_MONEY = frozenset("$£€¥₹₽₩")
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:\(?(?:read|continue|see|click)\b[^\n]{0,40})?\s*$"
    r"|\b(?:continue reading|read more|read the full (?:story|article))\W*$"
    r"|\[\+?\d+ chars\]\s*$",
    re.IGNORECASE,
)
_STOPS = tuple(".!?…:;\"”’')]»*—")


def find_findings(
    article: Article, sources: Sequence[Source], claims: Sequence[Claim]
) -> list[Finding]:
    """The findings of one page, in a fixed order of kinds."""
    if not article.text.strip():
        return [_empty(article)]
    by_id = {source.id: source for source in sources}
    return [
        *_truncated(article),
        *_date_doubtful(article),
        *_unnamed_only(article, claims, by_id),
        *_figures(claims, by_id),
        *_unit_shift(claims),
        *find_headline_findings(article, sources, claims),
    ]


def _empty(article: Article) -> Finding:
    title = article.title or ""
    evidence = (Evidence(Place.TITLE, Span(0, len(title))),) if title else ()
    message = "The page holds no article text, so there was nothing to read."
    return Finding(FindingKind.PAGE_NOT_ARTICLE, Severity.SERIOUS, message, evidence)


def _truncated(article: Article) -> Iterator[Finding]:
    """The text breaks off: an ellipsis, "continue reading", or a sentence without its end."""
    text = article.text.rstrip()
    last = Span(text.rfind("\n") + 1, len(text))
    ending = text[-80:]
    if _CUT.search(ending) or _stops_short(article, last.cut(text)):
        message = "The text breaks off in mid-sentence, so the page may hold only its beginning."
        evidence = (Evidence(Place.TEXT, last),)
        yield Finding(FindingKind.TRUNCATED, Severity.WARNING, message, evidence)


def _stops_short(article: Article, last: str) -> bool:
    """True when only the last of several paragraphs ends without a full stop."""
    kinds = {b.span.end: b.kind for b in article.blocks if b.span and b.kind in BODY_KINDS}
    if kinds and kinds[max(kinds)] is not BlockKind.PARAGRAPH:
        return False
    paragraphs = [p.rstrip() for p in article.text.split("\n") if len(p.split(None, 12)) > 12]
    if len(paragraphs) < 4 or len(last.split(None, 12)) <= 12 or last.rstrip().endswith(_STOPS):
        return False
    return all(p.endswith(_STOPS) for p in paragraphs[:-1])


def _date_doubtful(article: Article) -> Iterator[Finding]:
    published = article.published
    if published.date is None and published.rejected:
        message = "The page does not say safely on which day it was published."
        yield Finding(FindingKind.DATE_DOUBTFUL, Severity.WARNING, message, ())


def _unnamed_only(
    article: Article, claims: Sequence[Claim], by_id: dict[str, Source]
) -> Iterator[Finding]:
    """Claims that rest on nobody who is named, one finding for each type of source."""
    resting: defaultdict[SourceType, list[Claim]] = defaultdict(list)
    for claim in claims:
        chain = [by_id[link.source] for link in claim.chain if link.source in by_id]
        if claim.content and chain and all(s.name is None and s.type in _NAMELESS for s in chain):
            resting[chain[-1].type].append(claim)
    for kind, (severity, described) in _NAMELESS.items():
        found = resting[kind]
        if found:
            number = "One claim rests" if len(found) == 1 else f"{len(found)} claims rest"
            spans = (Span(c.content[0].start, c.content[-1].end) for c in found)
            evidence = tuple(
                Evidence(c.place, span, c.id) for c, span in zip(found, spans, strict=True)
            )
            message = f"{number} only on {described}{_mentions(article.text, found)}."
            yield Finding(FindingKind.UNNAMED_ONLY, severity, message, evidence)


_NAMELESS = {
    SourceType.UNNAMED: (Severity.WARNING, "sources whom the article does not name"),
    SourceType.GROUP: (Severity.INFO, "people of whom none is named"),
}


def _mentions(text: str, claims: Sequence[Claim]) -> str:
    """How the last sources of some claims are called: ": “insiders”, “a friend”"."""
    last = (claim.chain[-1].mention for claim in claims)
    written = (" ".join(span.cut(text).split()) for span in last if span)
    shown = [f"“{words}”" for words in dict.fromkeys(written) if 0 < len(words) <= _LONGEST]
    return ": " + ", ".join(shown[:_SHOWN]) if shown else ""


def _figures(claims: Sequence[Claim], by_id: dict[str, Source]) -> Iterator[Finding]:
    """Weighty figures for which nobody is named, in one finding."""
    named = {
        (q.low, q.high) for c in claims if c.chain and not _unnamed(c, by_id) for q in c.quantities
    }
    found: dict[tuple[float, float], tuple[Quantity, Claim]] = {}
    for claim in claims:
        if claim.place is Place.TEXT and (not claim.chain or _unnamed(claim, by_id)):
            for quantity in claim.quantities:
                key = (quantity.low, quantity.high)
                if key not in named and key not in found and _is_weighty(quantity):
                    found[key] = quantity, claim
    if found:
        shown = [_spoken(quantity) for quantity, _ in found.values()]
        if len(shown) > _SHOWN:
            shown[_SHOWN:] = [f"{len(shown) - _SHOWN} more"]
        verb = "stands" if len(shown) == 1 else "stand"
        message = f"Nobody is named for {_listed(shown)}, which {verb} in the text."
        evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in found.values())
        yield Finding(FindingKind.FIGURE_UNATTRIBUTED, Severity.INFO, message, evidence)


def _unnamed(claim: Claim, by_id: dict[str, Source]) -> bool:
    """True when whoever is said to know first hand is not named."""
    source = by_id.get(claim.chain[-1].source) if claim.chain else None
    return source is not None and source.type is SourceType.UNNAMED


def _is_weighty(quantity: Quantity) -> bool:
    """True for sums of money, shares and large counts; not for ages, ranks and durations."""
    unit = (quantity.unit or "").lower()
    if not unit or unit in ("years", "times"):
        return False
    if unit[0] in _MONEY or unit.endswith(("dollars", "pounds", "euros", "$")):
        return quantity.high >= _COSTLY
    if unit == "%":
        return True
    return quantity.high >= _WEIGHTY and unit.split()[0] not in _SPANS


_SPANS = words(
    "year years month months day days hours hour minutes minute miles mile km kilometres",
    "kilometers metres meters m ft feet mph",
)


def _spoken(quantity: Quantity) -> str:
    """A figure in few words: "nearly 1.3 million personnel", "5 to 7 %"."""
    low, high = _number(quantity.low), _number(quantity.high)
    number = low if quantity.value is not None else f"{low} to {high}"
    unit = quantity.unit or ""
    bound = "" if quantity.bound is Bound.EXACT else quantity.bound.replace("_", " ") + " "
    if unit[:1] in _MONEY or unit.endswith("$"):
        sign, _, rest = unit.partition(" ")
        return f"{bound}{sign}{number} {rest}".rstrip()
    return f"{bound}{number}{'' if unit == '%' else ' '}{unit}".rstrip()


def _number(value: float) -> str:
    name = ""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            value, name = value / size, word
            break
    return f"{value:,.2f}".rstrip("0").rstrip(".") + name


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]


def _unit_shift(claims: Sequence[Claim]) -> Iterator[Finding]:
    """One number of people under different nouns: soldiers here, volunteers there."""
    uses: defaultdict[float, list[tuple[str, Quantity, Claim]]] = defaultdict(list)
    for claim in claims:
        for quantity in claim.quantities:
            noun = _human(quantity.unit)
            if noun and quantity.value is not None and quantity.value >= _SHIFTING:
                uses[quantity.value].append((noun, quantity, claim))
    for value, found in sorted(uses.items()):
        first: dict[str, tuple[Quantity, Claim]] = {}
        for noun, quantity, claim in found:
            first.setdefault(noun, (quantity, claim))
        # "60 officers and 60 rebels" in one sentence are two groups, not one
        if len(first) > 1 and len({claim.id for _, claim in first.values()}) == len(first):
            units = _listed([f"“{q.unit}”" for q, _ in first.values()])
            message = f"The same {_number(value)} are called {units} in different places."
            evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in first.values())
            yield Finding(FindingKind.UNIT_SHIFT, Severity.WARNING, message, evidence)


def _human(unit: str | None) -> str | None:
    """The singular of a noun for people in a certain role; None for other units."""
    word = (unit or "").lower().rpartition(" ")[2]
    noun = _IRREGULAR.get(word, word.removesuffix("s"))
    return noun if noun in _HUMANS else None


_IRREGULAR = {
    "children": "child",
    "casualties": "casualty",
    "gunmen": "gunman",
    "mercenaries": "mercenary",
}
