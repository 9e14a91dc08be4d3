"""Attributions -> sources and chains: whom the article reports, and whom they report.

An attribution's spans are set right (`mending`); what it does not show is read around it
(`around`) and inside its content (`contents`); all mentions are resolved (`sources`); and an
outlet that was told something passes on what the same source goes on to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from reportedly.attributions import around, lexicon, outlets
from reportedly.attributions.contents import Part, parts, states
from reportedly.attributions.layout import subheadings
from reportedly.attributions.mending import mend
from reportedly.attributions.naming import Kind
from reportedly.attributions.page import Page, Step, Text
from reportedly.attributions.quotation import quotation_of
from reportedly.attributions.register import Register
from reportedly.attributions.sources import Resolver, as_sources
from reportedly.attributions.speakers import Speaker
from reportedly.attributions.tokens import Tokens
from reportedly.data import Article, Attribution, Chain, Link, Source, SourceType, Span


@dataclass(frozen=True, slots=True)
class _Draft:
    """A chain before its sources are resolved."""

    attribution: Attribution
    steps: tuple[Step, ...]  # outermost first
    own: int  # which of them is the attribution's own source
    told: bool  # the step before that is the outlet that was told
    part: Part


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A step with its speaker."""

    speaker: Speaker
    step: Step


def resolve(
    article: Article, attributions: Sequence[Attribution], text: Text | None = None
) -> tuple[list[Source], list[Chain]]:
    """Who speaks in an article, and the chain on which each reported statement rests.

    Sources are numbered in order of first mention. Chains follow the order of the
    attributions; one attribution may hold several reporting acts, or none that states
    anything. Spans are cut to the text. Time is linear in the length of the text. `text` is
    the article's, where it has been looked at before.
    """
    text = text or Text(article.text)
    tokens, length = text.tokens, len(article.text)
    page = Page(tokens, Register(tokens), text.quoted, subheadings(article))
    cut = [mend(page, _cut(attribution, length)) for attribution in attributions]
    drafts = list(_drafts(page, cut))
    reported = [span for attribution in cut for span in _reported(attribution)]
    _learn_outlets(page, drafts)
    named = [attribution.source for attribution in cut if attribution.source is not None]
    cited = {
        attribution: _without_tail(tokens, step)
        for attribution in cut
        if (step := around.citation(page, attribution)) is not None
    }
    resolver = Resolver(tokens, page.register, reported, named)
    speakers = _speakers(resolver, drafts, named, cited)
    drafts = _with_cited(page, drafts, cited, speakers)
    carried = _carry(page, drafts, speakers)
    publisher = _plain(article.site or "")
    links = [
        [
            link
            for link in (*carry, *(_Resolved(speakers[_key(s)], s) for s in draft.steps))
            if not publisher or not _is_publisher(link, publisher)
        ]
        for draft, carry in zip(drafts, carried, strict=True)
    ]
    sources, ids = as_sources(resolver, {id(r.speaker) for chain in links for r in chain})
    page.register.let_go()
    return sources, [
        Chain(
            draft.attribution.id,
            tuple(
                Link(ids[id(r.speaker)], r.step.mention or r.step.cue, r.step.cue) for r in chain
            ),
            draft.part.content,
            quotation_of(article.text, page.quoted, draft.part.content),
        )
        for draft, chain in zip(drafts, links, strict=True)
        if chain
    ]


def _reported(attribution: Attribution) -> tuple[Span, ...]:
    """What others say, without the subject that a passive takes out of it: "[Helen Marsh] is
    accused of killing …" stands in the article's own words."""
    content, cue = attribution.content, attribution.cue
    if attribution.source is not None or cue is None or len(content) < 2:
        return content
    return content[1:] if content[0].end <= cue.start else content


def _cut(attribution: Attribution, length: int) -> Attribution:
    """The attribution with its spans cut to a text of `length` code points."""

    spans = (attribution.source, attribution.cue, *attribution.content)
    several = len(attribution.content) > 1
    in_order = not several or tuple(sorted(attribution.content)) == attribution.content
    if in_order and all(span is None or span.start < span.end <= length for span in spans):
        return attribution

    def cut(span: Span | None) -> Span | None:
        if span is None or span.start >= min(span.end, length):
            return None
        return Span(span.start, min(span.end, length))

    content = tuple(span for span in map(cut, sorted(attribution.content)) if span is not None)
    return replace(
        attribution, source=cut(attribution.source), cue=cut(attribution.cue), content=content
    )


def _plain(name: str) -> str:
    """A name for comparison: "The Courier" is "courier"."""
    return name.lower().removeprefix("the ").strip()


def _is_publisher(link: _Resolved, publisher: str) -> bool:
    """True for the outlet whose page it is. Where a source merely spoke to it, or it has what the
    source wrote, by a part of its name, too: "seen by the Observer", in the Lindow Observer."""
    called = _plain(link.speaker.called or "")
    passes = link.step.cue is None and link.speaker.type is SourceType.MEDIA
    part = passes and called != "" and set(called.split()) <= set(publisher.split())
    return called == publisher or part


# ── Drafts ───────────────────────────────────────────────────────────────────────────────


def _drafts(page: Page, attributions: Sequence[Attribution]) -> Iterator[_Draft]:
    cues = frozenset(a.cue.start for a in attributions if a.cue is not None)
    before: Attribution | None = None
    for attribution in attributions:
        if attribution.source is None:
            attribution = _with_subject(page, attribution, before)
        else:
            before = attribution
        if not attribution.content or not states(page, attribution):
            continue
        outer, behind = around.parted(page, attribution, around.outer(page, attribution, cues))
        if outer:
            outer = [each for step in outer for each in _passed_on(page, step)]
        told = outlets.hearer(page, attribution)
        carried = outlets.carrier(page, attribution.source) if attribution.source else None
        if carried is not None and told is None:
            told, source = carried
            attribution = replace(attribution, source=source)
        hedge = around.hedge(page, attribution)
        steps = [*outer]
        if hedge is not None:
            steps.append(Step(None, hedge))
        if told is not None and all(step.mention != told for step in outer):
            steps.append(Step(told, None))
            attribution = replace(attribution, content=_without(told, attribution.content))
        else:
            told = None
        own = len(steps)
        if attribution.source is not None and _own_voice(page, attribution.source):
            continue  # "we": the article itself
        steps += Step(attribution.source, attribution.cue), *behind
        cited = around.citing(page, attribution)
        if cited is not None:
            steps.append(cited)
            attribution = _after_cited(attribution, cited)
        steps += around.inner(page, attribution, cues)
        for part in parts(page, attribution):
            taken = [*steps]
            if part.cue is not None:
                taken[own] = Step(attribution.source, part.cue)
            if cited is not None and any(cited.mention == step.mention for step in part.steps):
                taken.remove(cited)  # whom somebody cites within the content
            if part.steps:
                taken += (each for step in part.steps for each in _passed_on(page, step))
            whole = tuple([_without_tail(page.tokens, step) for step in taken])
            yield _Draft(attribution, whole, own, told is not None, part)


def _passed_on(page: Page, step: Step) -> Iterator[Step]:
    """A step, after the outlet by which its mention is known: "messages leaked to Reuters"."""
    carried = outlets.carrier(page, step.mention) if step.mention is not None else None
    if carried is None:
        yield step
    else:
        yield Step(carried[0], None)
        yield Step(carried[1], step.cue)


def _without_tail(tokens: Tokens, step: Step) -> Step:
    """A step whose mention ends before what follows it: "two officials [who]", "[on Monday]"."""
    if step.mention is None:
        return step
    within = tokens.within(step.mention)
    last = within.stop
    while last - within.start > 1 and tokens.low[last - 1] in _TAIL:
        last -= 1
        if tokens.low[last] in _DAYS and tokens.low[last - 1] in _DATED_AFTER:
            last += 1
            break
    if last == within.stop:
        return step
    return replace(step, mention=Span(step.mention.start, tokens.ends[last - 1]))


_DAYS = lexicon.words("monday tuesday wednesday thursday friday saturday sunday yesterday")
_TAIL = lexicon.RELATIVES | _DAYS | {","}
# What a day in the end belongs to: "documents released on Monday", "Black Friday".
_DATED_AFTER = lexicon.PREPOSITIONS | lexicon.words("last this next every black good ash")


def _with_subject(page: Page, attribution: Attribution, before: Attribution | None) -> Attribution:
    """With the subject that a second verb shares: "She said that … and added that …"."""
    cue = attribution.cue
    if cue is None or before is None or before.source is None or before.cue is None:
        return attribution
    tokens = page.tokens
    first = tokens.first(cue.start)
    joined = tokens.low[first - 1] in ("and", "but", ",") or tokens.low[first] in ("and", "but")
    active = tokens.low[first] in lexicon.REPORTING or tokens.low[first] in ("and", "but", "also")
    same = tokens.sentence(cue.start).start <= before.source.start < cue.start
    if not (joined and active and same):
        return attribution
    return replace(attribution, source=before.source)


def _without(told: Span, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content without the outlet that was told, where the tagger took it in."""
    return tuple(
        Span(min(told.end, span.end), span.end) if span.overlaps(told) else span for span in content
    )


def _after_cited(attribution: Attribution, cited: Step) -> Attribution:
    """The attribution without whom its source cites at the head of the content: "the Courier,
    which cited [a diver, the dam leaked]"."""
    whom, content = cited.mention, attribution.content
    if whom is None:
        return attribution
    kept = content[:1] + tuple(span for span in content[1:] if not whom.covers(span))
    if kept and whom.start <= kept[0].start < whom.end:
        kept = _without(whom, kept)
    return attribution if kept == content else replace(attribution, content=kept)


def _own_voice(page: Page, source: Span) -> bool:
    """True for "I" and "we" outside quotation: the article's author, who is no source."""
    words = page.tokens.low[page.tokens.first(source.start)].split("'")[0]
    alone = len(page.tokens.within(source)) == 1
    return alone and words in ("i", "we", "us", "me", "there") and not page.quoted[source.start]


# ── Sources of the steps ─────────────────────────────────────────────────────────────────

_Key = tuple[Span | None, Span | None]


def _key(step: Step) -> _Key:
    """What tells one mention from another: its place, or that of the cue."""
    return (step.mention, None) if step.mention is not None else (None, step.cue)


def _learn_outlets(page: Page, drafts: Sequence[_Draft]) -> None:
    """Take for outlets the names, otherwise unknown, of whoever "reports" or was told."""
    for draft in drafts:
        for number, step in enumerate(draft.steps):
            if step.mention is None:
                continue
            cue = page.tokens.within(step.cue) if step.cue is not None else range(0)
            words = page.tokens.low[cue.start : cue.stop]
            reports = "reports" in words or "reported" in words or _quotes_by(page, step)
            reports = reports and not _has_results(page.tokens.low, cue.stop)
            if reports or (draft.told and number == draft.own - 1):
                within = page.tokens.within(step.mention)
                for name in page.register.within(within.start, within.stop):
                    if name.named.kind is Kind.UNKNOWN:
                        name.named.kind = Kind.MEDIA


def _quotes_by(page: Page, step: Step) -> bool:
    """True for "was quoted by [the Envoy]"."""
    if step.cue is None or step.mention is None or step.cue.end > step.mention.start:
        return False
    quoted = page.tokens.low[page.tokens.last(step.cue.end) - 1] == "quoted"
    return quoted and page.tokens.low[page.tokens.first(step.mention.start)] == "the"


def _has_results(low: Sequence[str], at: int) -> bool:
    """True where a verb that ends before token `at` has a company's results for its object."""
    told = list(takewhile(lambda word: word != "that" and word.isalnum(), low[at : at + _OBJECT]))
    clause = "that" in low[at + len(told) : at + len(told) + 1]
    return not clause and not _RESULTS.isdisjoint(told)


_OBJECT = 6  # tokens after a verb in which its object shows: "reported [a net profit of …]"
_RESULTS = lexicon.words(
    "profit profits loss losses earnings revenue revenues sales turnover income"
)


def _speakers(
    resolver: Resolver,
    drafts: Sequence[_Draft],
    named: Sequence[Span],
    cited: Mapping[Attribution, Step],
) -> dict[_Key, Speaker]:
    """The speaker of every step, asked for in reading order.

    So are those in `named` who state nothing: "The ministry disputed it. It said …"; and whom
    the `cited` attributions cite, who is not the one who cites.
    """
    holders: dict[_Key, list[_Key]] = {}  # each step, and those that pass it on
    for draft in drafts:
        before: list[_Key] = []
        for step in draft.steps:
            key = _key(step)
            passing = holders.setdefault(key, [])
            passing += before
            before.append(key)
    named = [*named, *(step.mention for step in cited.values() if step.mention is not None)]
    shown = {key[0].start for key in holders if key[0] is not None}
    holders |= {(span, None): [] for span in named if span.start not in shown}
    for attribution, step in cited.items():
        holders.get(_key(step), []).append((attribution.source, None))

    def place(key: _Key) -> tuple[int, int, bool]:
        span = key[0] or key[1] or Span(0, 0)
        return span.start, span.end, key[0] is None

    speakers: dict[_Key, Speaker] = {}
    for key in sorted(holders, key=place):
        known = [speakers[outer] for outer in holders[key] if outer in speakers]
        speakers[key] = resolver.resolve(*key, known)
    begun = {key[0].start: each for key, each in speakers.items() if key[0] is not None}
    for span in named:  # a step may have the beginning alone: "a memo [seen by Reuters]"
        speakers.setdefault((span, None), begun[span.start])
    return speakers


def _with_cited(
    page: Page,
    drafts: Sequence[_Draft],
    cited: Mapping[Attribution, Step],
    speakers: Mapping[_Key, Speaker],
) -> list[_Draft]:
    """The drafts with whom their source cites, in the same sentence or the next one: "The
    Courier reported a leak. The paper cited a diver."."""
    tokens = page.tokens
    together = list(drafts)
    by_sentence: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        by_sentence.setdefault(_sentence(page, draft), []).append(number)
    for attribution, step in cited.items():
        if attribution.source is None or attribution.cue is None:
            continue
        here = tokens.sentence(attribution.cue.start).start
        before = tokens.sentence(tokens.starts[max(tokens.first(here) - 1, 0)]).start
        finite = step.cue is not None and not step.cue.cut(tokens.text).endswith("ing")
        near = (here, before) if finite else (here,)
        for number in {n for start in near for n in by_sentence.get(start, ())[:_TOGETHER]}:
            draft = together[number]
            same = speakers[_key(draft.steps[draft.own])] is speakers[attribution.source, None]
            if same and len(draft.steps) == draft.own + 1:
                together[number] = replace(draft, steps=(*draft.steps, step))
    return together


_TOGETHER = 8  # statements of one sentence for which somebody is cited


# ── Outlets that were told ───────────────────────────────────────────────────────────────

_CARRIES = 6  # statements of others after which an interview is over


def _carry(
    page: Page, drafts: Sequence[_Draft], speakers: dict[_Key, Speaker]
) -> list[list[_Resolved]]:
    """For each draft the outlet, if any, that its source was last said to be talking to.

    An outlet also passes on what a nameless source of its own goes on to say.
    """
    talks: dict[int, tuple[int, Speaker]] = {}
    carried: list[list[_Resolved]] = []
    sentences: dict[tuple[int, int], Speaker] = {}
    for draft in drafts:
        if draft.told:
            outlet = speakers[_key(draft.steps[draft.own - 1])]
            sentences[id(speakers[_key(draft.steps[draft.own])]), _sentence(page, draft)] = outlet
    for number, draft in enumerate(drafts):
        speaker = speakers[_key(draft.steps[draft.own])]
        found: list[_Resolved] = []
        if draft.told:
            talks[id(speaker)] = number, speakers[_key(draft.steps[draft.own - 1])]
        elif draft.own == 0 and (id(speaker), _sentence(page, draft)) in sentences:
            outlet = sentences[id(speaker), _sentence(page, draft)]
            found.append(_Resolved(outlet, Step(None, None)))
        elif id(speaker) in talks and draft.own == 0:
            last, outlet = talks[id(speaker)]
            if number - last <= _CARRIES and not _elsewhere(page, draft):
                found.append(_Resolved(outlet, Step(None, None)))
                talks[id(speaker)] = number, outlet
        if not found and draft.own == 0 and number and _quotes(page, draft):
            outer = speakers[_key(drafts[number - 1].steps[0])]
            if outer.type is SourceType.MEDIA and outer is not speaker:
                found.append(_Resolved(outer, Step(None, None)))
        carried.append(found)
        for one, other in pairwise(map(_key, draft.steps)):
            if speakers[one].type is SourceType.MEDIA and speakers[other].called is None:
                talks[id(speakers[other])] = number, speakers[one]
    return carried


def _quotes(page: Page, draft: _Draft) -> bool:
    """True for "a source was quoted as saying": by whichever outlet the text was about."""
    cue = draft.attribution.cue
    within = page.tokens.within(cue) if cue is not None else range(0)
    words = page.tokens.low[within.start : within.stop]
    return "quoted" in words and words[0] in _PASSIVE


_PASSIVE = lexicon.words("is was are were being been")


def _sentence(page: Page, draft: _Draft) -> int:
    """Where the sentence with the draft's cue begins."""
    cue = draft.attribution.cue
    return page.tokens.sentence(cue.start).start if cue is not None else -1


def _elsewhere(page: Page, draft: _Draft) -> bool:
    """True where the statement has a venue of its own: "told a rally", "in a statement"."""
    cue = draft.attribution.cue
    if cue is None:
        return False
    tokens = page.tokens
    first = tokens.first(cue.start)
    for i in range(first, min(first + 8, tokens.last(tokens.sentence(cue.start).end))):
        if page.quoted[tokens.starts[i]]:
            break
        if tokens.low[i] in _VENUES:
            return True
    return False


_VENUES = lexicon.words(
    """
    statement hearing meeting rally speech conference briefing court tweet tweeted twitter posted
    facebook wrote letter testified email debate parliament congress reporters
    """
)
