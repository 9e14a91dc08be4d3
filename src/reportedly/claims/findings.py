"""What an editor would want to know about one page: precise rather than many."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from reportedly.claims.anonymity import Anonymity, Hiding
from reportedly.claims.body import Body
from reportedly.claims.headline import find_headline_findings
from reportedly.claims.humans import counts_people, human
from reportedly.claims.lexicon import has_verb, tells, words
from reportedly.claims.repeats import find_repeats
from reportedly.claims.variants import find_variants
from reportedly.data import (
    BODY_KINDS,
    Article,
    BlockKind,
    Bound,
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
_WEIGHTY = 100.0  # counts of people or things below this need nobody's name
_COSTLY = 10_000.0  # nor do smaller sums of money
_SHIFTING = 20.0  # smaller numbers of people are equal by chance
_MONEY = frozenset("$£€¥₹₽₩")
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
        *_unnamed_only(claims, anonymity),
        *_figures(article, claims, anonymity),
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


def _unnamed_only(claims: Sequence[Claim], anonymity: Anonymity) -> Iterator[Finding]:
    """Claims that rest on nobody who is named, one finding for people and one for circles."""
    resting: defaultdict[Severity, list[Claim]] = defaultdict(list)
    for claim in claims:
        hiding = [anonymity.hiding(link) for link in claim.chain]
        if not hiding or None in hiding or not _says(claim):
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


_NAMELESS = {
    Severity.WARNING: "sources whom the text does not name",
    Severity.INFO: "people or papers that it gives no name of",
}
_CHECKED = frozenset({ClaimKind.STATEMENT, ClaimKind.PREDICTION})


def _figures(article: Article, claims: Sequence[Claim], anonymity: Anonymity) -> Iterator[Finding]:
    """Weighty figures for which nobody is named, in one finding.

    On hearsay any is told; in the article's own voice estimates of people, and sums, shares and
    people at the beginning or in the headline: much of the rest is common knowledge.
    """
    text, shown = article.text, _shown(claims)
    named = {
        (q.low, q.high)
        for c in claims
        if c.chain and not anonymity.hides(c.chain[-1])
        for q in c.quantities
    }
    polls = _Polls(text)
    found: dict[tuple[float, float], tuple[Quantity, Claim]] = {}
    for claim in claims:
        if claim.quantities and _is_nobodys(claim, anonymity):
            for quantity in claim.quantities:
                key = (quantity.low, quantity.high)
                if key in named or key in found or not _is_weighty(quantity):
                    continue
                if not claim.chain and not _needs_somebody(text, quantity, key in shown):
                    continue
                if _is_share(quantity) and _RATE.search(_around(text, quantity.span)):
                    continue
                if not (_is_polled(quantity) and polls.near(quantity.span.start)):
                    found[key] = quantity, claim
    if found:
        told = [_spoken(quantity) for quantity, _ in found.values()]
        if len(told) > _SHOWN:
            told[_SHOWN:] = [f"{len(told) - _SHOWN} more"]
        verb = "stands" if len(told) == 1 else "stand"
        message = f"Nobody is named for {_listed(told)}, which {verb} in the text."
        evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in found.values())
        yield Finding(FindingKind.FIGURE_UNATTRIBUTED, Severity.INFO, message, evidence)


_LEAD = 400  # code points in which an article tells what it is about
_ESTIMATED = 10_000.0  # people whom nobody has counted one by one
_LIVING = re.compile(  # what a census tells
    r"\b(?:lives?|living|population|inhabitants|residents|home to|(?:town|city|country) of)\b", re.I
)


def _needs_somebody(text: str, quantity: Quantity, shown: bool) -> bool:
    """True for a figure in the article's own voice that a reader may ask the source of. `shown`:
    the headline has it, too."""
    people = counts_people(quantity.unit)
    if people and _LIVING.search(_around(text, quantity.span)):
        return False
    leads = shown or quantity.span.start < _LEAD
    if leads and (people or _is_share(quantity) or _is_money(quantity)):
        return True
    rough = quantity.bound is not Bound.EXACT or quantity.high >= _ESTIMATED
    return people and rough


def _shown(claims: Sequence[Claim]) -> frozenset[tuple[float, float]]:
    """The figures of the headline."""
    return frozenset(
        (q.low, q.high) for c in claims if c.place is Place.TITLE for q in c.quantities
    )


def _is_nobodys(claim: Claim, anonymity: Anonymity) -> bool:
    """True for what the text tells as a fact on nobody's word, not for plans and sums done
    aloud ("you would need $5,000")."""
    if claim.place is not Place.TEXT or claim.certainty not in _FACTUAL:
        return False
    if claim.chain:
        return anonymity.hides(claim.chain[-1])
    return not tells(claim.text) and _ALOUD.search(claim.text) is None


_FACTUAL = frozenset({Certainty.ASSERTED, Certainty.PROBABLE})
_ALOUD = re.compile(r"\b(?:would|could|must|required?|you|your|we|our|I|if)\b|['’](?:d|ll)\b")


def _is_weighty(quantity: Quantity) -> bool:
    """True for sums of money, shares and large counts; not for ages, ranks and durations, nor
    for what is only said vaguely ("thousands")."""
    unit = (quantity.unit or "").lower()
    vague = quantity.value is not None and quantity.low < quantity.high
    if not unit or vague or unit in ("years", "times"):
        return False
    if _is_money(quantity):
        return quantity.high >= _COSTLY
    if _is_share(quantity):
        return True
    parts = set(unit.replace("-", " ").split())
    return quantity.high >= _WEIGHTY and _SPANS.isdisjoint(parts) and _SEEN.isdisjoint(parts)


_RATE = re.compile(  # what is laid down, and not counted
    r"\b(?:tax(?:es)?|surtax|rates?|surcharge|tariffs?|interest|dut(?:y|ies)|levy|margin)\b", re.I
)
_BESIDE = 40  # code points beside a share that tell what it is


def _around(text: str, span: Span) -> str:
    return text[max(0, span.start - _BESIDE) : span.end + _BESIDE]


def _is_money(quantity: Quantity) -> bool:
    unit = (quantity.unit or "").lower()
    return unit[:1] in _MONEY or unit.endswith(("dollars", "pounds", "euros", "$"))


def _is_share(quantity: Quantity) -> bool:
    return quantity.unit == "%"


_POLL = re.compile(r"\b(?:polls?|polling|survey(?:s|ed)?|margin of error)\b", re.I)
_NEAR_POLL = 800  # code points after which a figure is no longer a poll's
_ASKED = words("respondents voters adults points")


def _is_polled(quantity: Quantity) -> bool:
    """True for what polls count: shares, and those who were asked."""
    unit = (quantity.unit or "").lower()
    return _is_share(quantity) or unit.rpartition(" ")[2] in _ASKED


class _Polls:
    """Where a text speaks of polls, looked for once somebody asks."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _places(self) -> list[int]:
        return [match.start() for match in _POLL.finditer(self._text)]

    def near(self, at: int) -> bool:
        """True when a poll is spoken of a little before, or in the sentence after."""
        i = bisect_left(self._places, at - _NEAR_POLL)
        return i < len(self._places) and self._places[i] <= at + _NEAR_POLL // 4


_SPANS = words(  # what is measured, or numbered, and not counted
    "country countries nation nations state states year years month months week weeks weekday",
    "weekdays day days hours hour minutes minute mile miles km kilometres kilometers metres meters",
    "m ft foot feet inch inches mph square sq acre acres hectares pound lb lbs kg ton tons tonnes",
    "kilotons calories degrees watts volts litres gallons block lasts pixels gb mb mm cm",
)
_SEEN = words(  # what anybody can look up where it stands
    "views view viewers shares share followers follower subscribers subscriber likes retweets rts",
    "tweets downloads hits comments users listeners fans signatures posts times",
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
            units = _listed([f"“{q.unit}”" for q, _ in first.values()])
            message = f"The same {_number(value)} are called {units} in different places."
            evidence = tuple(Evidence(c.place, q.span, c.id) for q, c in first.values())
            yield Finding(FindingKind.UNIT_SHIFT, Severity.WARNING, message, evidence)
