"""What an editor would want to know about one page: precise rather than many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportedly.claims.anonymity import Anonymity, Hiding
from reportedly.claims.body import Body
from reportedly.claims.headline import find_headline_findings
from reportedly.claims.humans import human
from reportedly.claims.lexicon import has_verb
from reportedly.claims.repeats import find_repeats
from reportedly.claims.telling import listed, number
from reportedly.claims.unattributed import find_unattributed
from reportedly.claims.variants import find_variants
from reportedly.data import (
    BODY_KINDS,
    Article,
    BlockKind,
    Certainty,
    Claim,
    ClaimKind,
    Evidence,
    Finding,
    FindingKind,
    Nature,
    Place,
    Quantity,
    Severity,
    Source,
    Span,
)

_SHOWN = 3  # examples that a message names
_SHIFTING = 20.0  # smaller numbers of people are equal by chance
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:\(?(?:read|continue|see|click)\b[^\n]{0,40})?\s*$"
    r"|\b(?:continue reading|read more|read the full (?:story|article))\W*$"
    r"|\[\+?\d+ chars\]\s*$",
    re.IGNORECASE,
)
_STOPS = tuple(".!?…:;\"”’')]»*—")


def find_findings(
    article: Article, sources: Sequence[Source], claims: Sequence[Claim], body: Body | None = None
) -> list[Finding]:
    """The findings of one page, in a fixed order of kinds. `body`: that of the article, where it
    has been read already."""
    if not article.text.strip():
        return [_not_article(article)]
    body = body or Body(article.text)
    anonymity = Anonymity(article.text, sources)
    return [
        *([] if article.nature is Nature.ARTICLE else [_not_article(article)]),
        *_truncated(article),
        *_date_doubtful(article),
        *_unnamed_only(article, claims, anonymity),
        *find_unattributed(article, claims, anonymity),
        *_unit_shift(claims),
        *find_headline_findings(article, body, sources, claims),
        *find_variants(article.text, sources),
        *find_repeats(claims, anonymity),
    ]


_INSTEAD = {
    Nature.INDEX: "The page lists other pages and holds no article of its own",
    Nature.CONSENT: "The page asks for consent instead of showing the article",
    Nature.PAYWALL: "The page holds a few sentences before a paywall, not the article",
    Nature.ERROR: "The page is an error message, not an article",
    Nature.VIDEO: "The page shows a film; its text is only what stands beside it",
    Nature.LIVE: "The page is a live blog; only the text above its entries was read",
}


def _not_article(article: Article) -> Finding:
    title = article.title or ""
    evidence = (Evidence(Place.TITLE, Span(0, len(title))),) if title else ()
    message = _INSTEAD.get(article.nature, "The page holds no article text")
    read = "." if article.text.strip() else ", so there was nothing to read."
    return Finding(FindingKind.PAGE_NOT_ARTICLE, Severity.SERIOUS, message + read, evidence)


def _truncated(article: Article) -> Iterator[Finding]:
    """The text breaks off: at a wall, in an ellipsis, or in a sentence without its end."""
    text = article.text.rstrip()
    last = Span(text.rfind("\n") + 1, len(text))
    if article.truncated:
        message = f"The page holds only a part of the article: {article.truncated}."
    elif _CUT.search(text[-80:]) or _stops_short(article, last.cut(text)):
        message = "The text breaks off in mid-sentence, so the page may hold only its beginning."
    else:
        return
    yield Finding(FindingKind.TRUNCATED, Severity.WARNING, message, (Evidence(Place.TEXT, last),))


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
    article: Article, claims: Sequence[Claim], anonymity: Anonymity
) -> Iterator[Finding]:
    """Claims that rest on nobody who is named, one finding for people and one for circles."""
    resting: defaultdict[Severity, list[Claim]] = defaultdict(list)
    for claim in claims:
        hiding = [anonymity.hiding(link) for link in claim.chain]
        if not hiding or None in hiding or not _says(claim) or _only_named(article, claim):
            continue
        weak = hiding[-1] in (Hiding.CIRCLE, Hiding.PAPER)
        if claim.kind in _CHECKED or not weak:
            resting[Severity.INFO if weak else Severity.WARNING].append(claim)
    for severity, described in _NAMELESS.items():
        found = resting[severity]
        if found:
            number = "One claim rests" if len(found) == 1 else f"{len(found)} claims rest"
            spans = (Span(c.content[0].start, c.content[-1].end) for c in found)
            evidence = tuple(
                Evidence(c.place, span, c.id) for c, span in zip(found, spans, strict=True)
            )
            called = dict.fromkeys(anonymity.called(c.chain[-1]) for c in found)
            shown = [each for each in called if each.startswith("“")][:_SHOWN]
            listed = ": " + ", ".join(shown) if shown else ""
            message = f"{number} only on {described}{listed}."
            yield Finding(FindingKind.UNNAMED_ONLY, severity, message, evidence)


def _says(claim: Claim) -> bool:
    """True for a claim that says something, and does not only ask or name it."""
    asks = claim.certainty is Certainty.QUESTIONED or claim.kind is ClaimKind.QUESTION
    asks = asks or claim.text.lower().startswith(("whether ", "how ", "why ", "what ", "who "))
    return not asks and has_verb(claim.text)


def _only_named(article: Article, claim: Claim) -> bool:
    """True for a matter that the last source is only said to speak of ("discussed the plan")."""
    cue = claim.chain[-1].cue
    return cue is not None and _TOPIC.search(cue.cut(article.text)) is not None


_TOPIC = re.compile(r"\b(?:discuss|debat|ponder|mull|talk(?:ed|s|ing)? about)", re.IGNORECASE)
_NAMELESS = {
    Severity.WARNING: "sources whom the text does not name",
    Severity.INFO: "people or papers that it gives no name of",
}
_CHECKED = frozenset({ClaimKind.STATEMENT, ClaimKind.PREDICTION})


def _unit_shift(claims: Sequence[Claim]) -> Iterator[Finding]:
    """One number of people under different nouns: soldiers here, volunteers there."""
    uses: defaultdict[float, list[tuple[str, Quantity, Claim]]] = defaultdict(list)
    for claim in claims:
        for quantity in claim.quantities:
            noun = human(quantity.unit)
            exact = quantity.low == quantity.high >= _SHIFTING  # no "hundreds"
            if noun and quantity.value is not None and exact:
                uses[quantity.value].append((noun, quantity, claim))
    for value, found in sorted(uses.items()):
        first: dict[str, tuple[Quantity, Claim]] = {}
        for noun, quantity, claim in found:
            first.setdefault(noun, (quantity, claim))
        # "60 officers and 60 rebels" in one sentence are two groups, not one
        if len(first) > 1 and len({claim.id for _, claim in first.values()}) == len(first):
            units = listed([f"“{q.unit}”" for q, _ in first.values()])
            message = f"The same {number(value)} are called {units} in different places."
            evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in first.values())
            yield Finding(FindingKind.UNIT_SHIFT, Severity.WARNING, message, evidence)
