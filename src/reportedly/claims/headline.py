"""The headline against the body: what it makes firmer, leaves out, or has from nowhere.

    title ─► take_apart ─► find_carriers ─► Comparison ─► rules ─► Finding

Each rule reads the same comparison and gives one finding or none: a span of the headline
beside a span of the body. Rules are silent where the match is weak, since a headline may say
the same in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.claims.body import Body
from reportedly.claims.carriers import Statement
from reportedly.claims.comparison import Comparison, best, compare, forms_of, is_held, is_open
from reportedly.claims.falsity import has_denial, is_negated
from reportedly.claims.figures import (
    agree,
    counted,
    currency,
    is_definite,
    is_limit,
    is_sum,
    limited,
)
from reportedly.claims.lexicon import NOBODYS
from reportedly.claims.title import is_finite
from reportedly.data import (
    Article,
    Bound,
    Claim,
    Evidence,
    Finding,
    FindingKind,
    Link,
    Place,
    Quantity,
    Quotation,
    Severity,
    Source,
    Span,
)

_SOME_REPORT = re.compile(  # gives it as nobody's own word
    rf"(?:(?:{NOBODYS}|two|new|other|local|foreign) )*reports?", re.IGNORECASE
)

_CARRIED = 0.6  # share of what an actor is said to do, in a statement that surely tells of it
_TOUCHED = 0.35  # share in a sentence that may tell of it
_KNOWN = 0.6  # part of the headline's words that the body has, lest the match is chance
_HALF = 0.5  # part of them, where the sentence itself says that it is about a report
_FULL = 6  # different words of a headline that must meet none of the body's to be from nowhere
_SHORT = 1_000  # code points of a body that may say the same in other words throughout
_NEAR = 120  # code points between a source's mention and its words that are shown together
_LONGEST = 80  # code points of a stretch that a message repeats


def find_headline_findings(
    article: Article, body: Body, sources: Sequence[Source], claims: Sequence[Claim]
) -> Iterator[Finding]:
    """What an editor would want to know of a headline; nothing without one.

    The evidence of each finding is a span of the title, then one of the body; the latter is
    missing where nothing in the body carries the headline. Linear in the article's length.
    """
    comparison = compare(article, body, sources, claims)
    if comparison is None:
        return
    unsupported = nothing_carries(comparison)
    if unsupported:
        yield unsupported
        return
    sure = (plan_done, certainty_raised, doubt_missing, speaker_dropped)  # the first that speaks
    firmer = next(filter(None, (rule(comparison) for rule in sure)), None)
    rules = (
        link_dropped,
        denial_missing,
        denial_added,
        actor_changed,
        figure_changed,
        limit_dropped,
    )
    yield from filter(None, [firmer, *(rule(comparison) for rule in rules)])


# ── Firmer than the body ─────────────────────────────────────────────────────────────────


def speaker_dropped(c: Comparison) -> Finding | None:
    """The headline tells as a fact what the body has on somebody's word alone."""
    if c.headline.attributed or not c.headline.asserts or c.known < _KNOWN or c.is_told():
        return None
    said = (s for s in c.carriers.attributed if c.is_said(s) and is_held(s))
    s = best(s for s in said if c.carries(s) or (c.matches(s) and c.is_hearsay(s)))
    if s is None or s.claim is None or any(map(c.names_in_headline, s.claim.chain)):
        return None
    if c.is_own_act(s):
        return None
    chain = s.claim.chain
    first = next((link for link in chain if link.cue), chain[0])  # not the outlet that was told
    who = _mention(c, first) or "somebody"
    basis = f"on the word of {who}"
    if first.mention == first.cue:
        basis = f"as an accusation ({who})" if "accus" in who else f"from hearsay ({who})"
    message = f"The headline tells as a fact what the text has {basis}."
    severity = Severity.INFO if all(map(c.is_named, s.claim.chain)) else Severity.WARNING
    return _overstates(c, severity, message, c.headline.core, s)


def certainty_raised(c: Comparison) -> Finding | None:
    """The headline is sure of what nothing in the body is sure of."""
    if not c.headline.asserts or c.headline.intends or c.known < _KNOWN:
        return None
    s = best(filter(c.carries, c.statements))
    held = [s for s in c.statements if s.share >= _TOUCHED]
    if s is None or not all(map(c.doubts, held)):
        return None
    if c.headline.plans and not all(map(is_open, held)):
        return None
    message = "The headline is sure of what the text holds for uncertain."
    return _overstates(c, Severity.WARNING, message, c.headline.core, s)


def plan_done(c: Comparison) -> Finding | None:
    """The headline tells as done what the body has as planned, wherever it has it."""
    if not c.headline.asserts or c.headline.plans:
        return None
    for verb in c.headline.stems:
        done = verb.span.cut(c.title)
        uses = [each.span for each in c.carriers.places if each.form == verb.form]
        if not is_finite(done) or not uses or not all(map(c.is_ahead, uses)):
            continue
        s = best(s for s in c.statements if c.matches(s) and verb.form in s.stems)
        if s is not None:
            message = f"The headline tells as done (“{done}”) what the text has as planned."
            return _overstates(c, Severity.WARNING, message, c.headline.core, s)
    return None


def link_dropped(c: Comparison) -> Finding | None:
    """The headline gives as a source's own word what that source has from somebody else.

    A source's own words, in quotation marks, outrank what the article makes of them.
    """
    speaker, cue = c.headline.speaker, c.headline.cue
    if speaker is None or cue is None or _SOME_REPORT.fullmatch(speaker.cut(c.title)):
        return None
    whose = forms_of(c.title, speaker)
    said = [s for s in c.carriers.attributed if c.touches(s) and c.place_of(s, whose) is not None]
    said = [s for s in said if _is_quoted(s)] or said
    dropped = [(s, c.links_after(s, whose)) for s in said]
    if not dropped or not all(links for _, links in dropped):
        return None
    s, links = max(dropped, key=lambda pair: pair[0].share)
    of_whom = _mention(c, links[-1]) or "somebody else"
    message = (
        f"The headline gives as the word of {_quoted(speaker.cut(c.title))} what they have from"
        f" {of_whom} in the text."
    )
    cued = Span(speaker.start, cue.end)
    return _overstates(c, Severity.WARNING, message, cued, s)


def doubt_missing(c: Comparison) -> Finding | None:
    """The headline leaves out that somebody in the body doubts it."""
    if not c.headline.asserts or c.known < _HALF:
        return None
    s = best(filter(c.has_doubted, c.carriers.attributed))
    if s is None:
        return None
    message = "The headline leaves out that the text has it doubted."
    return _overstates(c, Severity.WARNING, message, c.headline.core, s)


def denial_missing(c: Comparison) -> Finding | None:
    """The headline leaves out that the body has it denied, or calls it false."""
    if not c.headline.asserts:
        return None
    how, s = "denied", best(filter(c.denies, c.statements))
    if s is None and c.known >= _HALF and not c.headline.doubts:
        how, s = "called false", best(filter(c.calls_false, c.touching))
    if s is None and c.known >= _KNOWN and not c.headline.doubts:
        how, s = "denied", c.denied_after()
    if s is None:
        return None
    message = f"The headline leaves out that the text has it {how}."
    return _overstates(c, Severity.WARNING, message, c.headline.core, s)


def denial_added(c: Comparison) -> Finding | None:
    """The headline has it denied or false, and the body knows of no doubt."""
    if not c.headline.refutes or c.known < _HALF or has_denial(c.article.text):
        return None
    s = best(filter(c.matches, c.carriers.sentences))
    if s is None or any(is_negated(t.span.cut(c.article.text)) for t in c.touching):
        return None
    message = "The headline has it denied or called false, and nothing in the text does."
    return _found(_UNSUPPORTED, c, message, c.headline.core, s.span, s.claim)


# ── From nowhere ─────────────────────────────────────────────────────────────────────────


def actor_changed(c: Comparison) -> Finding | None:
    """The headline has a person do what the body tells of others alone."""
    actor, verb = c.headline.actor, c.headline.verb
    if actor is None or verb is None:
        return None
    name = forms_of(c.title, actor)
    rest = {form: weight for form, weight in c.carriers.weights.items() if form not in name}

    def share(s: Statement) -> float:
        return sum(rest.get(form, 0.0) for form in s.stems) / sum(rest.values()) if rest else 0.0

    deeds = [s for s in c.statements if share(s) >= _CARRIED or c.is_anchored(s)]
    theirs = (s for s in c.carriers.sentences if name & s.stems)
    if not deeds or any(share(s) >= _TOUCHED or c.is_anchored(s) for s in theirs):
        return None
    if not all(map(c.is_of_another, deeds)):
        return None
    if any(name & s.stems or c.place_of(s, name) is not None for s in deeds):
        return None
    s = max(deeds, key=lambda s: (_is_quoted(s), share(s)))
    does = Span(actor.start, verb.end)
    message = (
        f"The headline has {_quoted(does.cut(c.title))} where the text has"
        f" {_quoted(s.span.cut(c.article.text))}."
    )
    return _found(_UNSUPPORTED, c, message, does, s.span, s.claim)


def figure_changed(c: Comparison) -> Finding | None:
    """The headline has another figure than the body for what both count, or another currency."""
    shown = [q for q in c.headline.claim.quantities if q.unit and is_definite(q)]
    if not shown or c.known < _KNOWN:
        return None
    for quantity in shown:
        other = _other_currency(c, quantity) or _other_figure(c, quantity)
        if other is None:
            continue
        here, there = quantity.span.cut(c.title), other.span.cut(c.article.text)
        message = f"The headline has {_quoted(here)} where the text has {_quoted(there)}."
        claim = _claim_at(c, other.span)
        return _found(_UNSUPPORTED, c, message, quantity.span, other.span, claim)
    return None


def limit_dropped(c: Comparison) -> Finding | None:
    """The headline has for the figure itself what the body has for the most that it may be."""
    if not c.headline.asserts or c.known < _KNOWN:
        return None
    for shown in c.headline.claim.quantities:
        if not shown.unit or shown.bound is not Bound.EXACT or not is_definite(shown):
            continue
        same = [q for q in c.body.quantities if q.high == shown.value]
        if not same or not all(is_limit(q, of=shown) for q in same):
            continue
        there = limited(c.article.text, same[0].span)
        message = (
            f"The headline has {_quoted(shown.span.cut(c.title))} where the text has"
            f" {_quoted(there.cut(c.article.text))}."
        )
        kind = FindingKind.HEADLINE_OVERSTATES
        return _found(kind, c, message, shown.span, there, _claim_at(c, there))
    return None


def _claim_at(c: Comparison, span: Span) -> Claim | None:
    return next((s.claim for s in c.statements if s.claim and s.span.covers(span)), None)


def _other_figure(c: Comparison, shown: Quantity) -> Quantity | None:
    """The body's figure for the same, where it has none that agrees with the headline's."""
    told = c.body.quantities
    alike = [q for q in told if counted(q) == counted(shown)]
    if any(agree(shown, q) for q in told) or is_sum(shown, alike):
        return None
    others = (q for q in alike if is_definite(q) and not _shows(c, q))
    near = ((s.share, q) for q in others if (s := c.sentence_at(q.span.start)))
    share, other = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return other if share >= _CARRIED else None


def _shows(c: Comparison, told: Quantity) -> bool:
    """True where the headline has a figure of the body as well, whatever else it has."""
    if any(agree(shown, told) for shown in c.headline.claim.quantities):
        return True
    return forms_of(c.article.text, told.span) <= {each.form for each in c.headline.words}


def _other_currency(c: Comparison, shown: Quantity) -> Quantity | None:
    """The body's sum of the same number in another currency, where it has none in this one."""
    sums = [q for q in c.body.quantities if q.value == shown.value and currency(q)]
    if not currency(shown) or not sums or any(currency(q) == currency(shown) for q in sums):
        return None
    return sums[0]


def nothing_carries(c: Comparison) -> Finding | None:
    """Nothing in the body says anything of the sort."""
    forms = {each.form for each in c.headline.words}
    met = c.carriers.places
    if len(forms) < _FULL or len(c.article.text) < _SHORT or len({m.form for m in met}) > 1:
        return None
    if any(not m.span.cut(c.article.text).islower() for m in met):
        return None  # a name or a figure that both have: the rest may be other words for it
    message = "Nothing in the text says what the headline says."
    evidence = (Evidence(Place.TITLE, c.headline.core, c.headline.claim.id),)
    return Finding(FindingKind.HEADLINE_UNSUPPORTED, Severity.WARNING, message, evidence)


# ── How findings are told ────────────────────────────────────────────────────────────────


_UNSUPPORTED = FindingKind.HEADLINE_UNSUPPORTED


def _overstates(
    c: Comparison, severity: Severity, message: str, shown: Span, s: Statement
) -> Finding:
    kind = FindingKind.HEADLINE_OVERSTATES
    return _found(kind, c, message, shown, _with_sources(s), s.claim, severity)


def _found(
    kind: FindingKind,
    c: Comparison,
    message: str,
    shown: Span,
    told: Span,
    claim: Claim | None,
    severity: Severity = Severity.WARNING,
) -> Finding:
    evidence = (
        Evidence(Place.TITLE, shown, c.headline.claim.id),
        Evidence(Place.TEXT, told, claim.id if claim else None),
    )
    return Finding(kind, severity, message, evidence)


def _with_sources(s: Statement) -> Span:
    """A statement with the mentions and cues of its chain that stand close by."""
    start, end = s.span.start, s.span.end
    for link in s.claim.chain if s.claim else ():
        for span in (link.mention, link.cue):
            if span and span.end >= s.span.start - _NEAR and span.start <= s.span.end + _NEAR:
                start, end = min(start, span.start), max(end, span.end)
    return Span(start, end)


def _is_quoted(s: Statement) -> bool:
    return s.claim is not None and s.claim.quotation is Quotation.DIRECT


def _mention(c: Comparison, link: Link) -> str:
    return _quoted(link.mention.cut(c.article.text)) if link.mention else ""


def _quoted(stretch: str) -> str:
    """A stretch in quotation marks, cut at a word if it is long; empty if there are no words."""
    words = " ".join(stretch.split()).strip('“”"')
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition(" ")[0] + " …"
    return f"“{words}”" if words else ""
