"""Whom a page says itself that it has a claim from: outlets with a page here, and those without."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportedly.data import (
    Edge,
    Ground,
    Passage,
    Place,
    Relation,
    Source,
    SourceType,
    Span,
    Variant,
)
from reportedly.traces.agencies import PRESS_RELEASE
from reportedly.traces.dates import OPEN, is_later, is_on_later_day, is_open
from reportedly.traces.drift import links_of, whole
from reportedly.traces.outlets import is_own, may_be_outlet, name_of, passes_on, site_host
from reportedly.traces.polarity import denies

NODE = "source:"  # before the name of somebody whose own page is not there

CITED = 0.9  # confidence of what a page says itself
_BESIDE = 0.7  # of whom it names for another statement of the same, where it names nobody
_JOINT = re.compile(r",? (?:and|&) |, ")


class Papers:
    """The pages of a trace, in order, by what their outlets are called."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        self._variants = variants
        self._by_site: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_host: defaultdict[str, list[int]] = defaultdict(list)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, variant in enumerate(variants):
            site, url = variant.statement.site, variant.statement.url
            called = name_of(site)
            self._by_site[called].append(number)
            self._by_host[site_host(site, url)].append(number)
            for word in set(called):
                self._by_word[word].append(number)
        self._credited = {
            variant.page: {
                other.page
                for source, _ in links_of(variant.statement)
                for each in self.apart(source)
                for other in self.named(each.name)
            }
            for variant in variants
        }
        self._crediting: defaultdict[str, set[str]] = defaultdict(set)
        for page, credited in self._credited.items():
            for other in credited:
                self._crediting[other].add(page)

    def named(self, name: str | None) -> list[Variant]:
        """The pages of the outlet of that name, as `is_outlet` has it."""
        called = name_of(name)
        return self._at([*self._by_site[called], *self._by_host["".join(called)]]) if called else []

    def named_shortly(self, word: str) -> list[Variant]:
        """The pages of outlets that mean themselves by a word, as `is_own` has it."""
        return self._at([*self._by_word[word], *self._by_host[word]])

    def apart(self, source: Source) -> list[Source]:
        """The sources that one name joins, "the Courier and the Post", unless a paper is called
        so."""
        names = _JOINT.split(source.name or "")
        if len(names) == 1 or self.named(source.name):
            return [source]
        return [replace(source, name=name) for name in names]

    def credits(self, one: Variant, other: Variant) -> bool:
        """True where `one` says that it has the claim from the paper of `other`, and so has not
        given it to it."""
        return other.page in self._credited[one.page]

    def resting_on(self, one: Variant) -> set[str]:
        """The other pages that credit `one`, or a page that does, and so on."""
        seen, stack = {one.page}, [one.page]
        while stack:
            fresh = self._crediting[stack.pop()] - seen
            seen |= fresh
            stack += fresh
        return seen - {one.page}

    def _at(self, numbers: Iterable[int]) -> list[Variant]:
        return [self._variants[number] for number in sorted(set(numbers))]


def is_joint(source: Source) -> bool:
    """True for a name that may join several: "the Courier and the Post"."""
    return _JOINT.search(source.name or "") is not None


def cited(variant: Variant, papers: Papers) -> Iterator[Edge]:
    """From the page of the first link of the chain that has one; from several where the link
    names several."""
    for source, mention in links_of(variant.statement):
        found = [_page_of(each, variant, papers) for each in papers.apart(source)]
        if pages := {page.page: page for page in found if page is not None}:
            yield from (_from(page, variant, source, mention) for page in pages.values())
            return


def _from(page: Variant, variant: Variant, source: Source, mention: Passage) -> Edge:
    passing = passes_on(source) or source.type is SourceType.GROUP  # "the Courier and the Post"
    relation = Relation.DERIVED if passing else Relation.PRIMARY
    open_ = is_open(page.statement.published, variant.statement.published)
    confidence = round(CITED * (OPEN if open_ else 1), 2)
    evidence = (mention, whole(page.statement))
    return Edge(page.page, variant.page, relation, Ground.CITATION, evidence, (), confidence)


def _page_of(source: Source, variant: Variant, papers: Papers) -> Variant | None:
    """The page of a named source, not of a later day: of several the last before that tells the
    same side and the same figures, as far as there is one. Where all are of a later day, the first
    that has it from this page itself, and so closes a circle."""
    if not may_be_outlet(source):
        return None
    day = variant.statement.published
    every = papers.named(source.name)
    own = _not_later(every, variant)
    called = name_of(source.name)
    place = source.type is SourceType.GOVERNMENT  # "Moscow said" cites no Moscow Times
    if not own and len(called) == 1 and not place:
        short = _not_later(papers.named_shortly(*called), variant)
        own = short if len({other.statement.site for other in short}) == 1 else []
    before = [other for other in own if not is_later(other.statement.published, day)]
    if not before and own:
        return own[0]
    if not before:
        resting = papers.resting_on(variant)
        return next((other for other in every if other.page in resting), None)
    return max(reversed(before), key=lambda other: _agreement(other, variant))


def _agreement(other: Variant, variant: Variant) -> tuple[bool, bool]:
    """Whether two pages tell the same side, and a figure that both have."""
    one, two = other.statement, variant.statement
    figures, mine = ({(q.low, q.high) for q in each.claim.quantities} for each in (one, two))
    return denies(one) == denies(two), not figures.isdisjoint(mine)


def _not_later(pages: Iterable[Variant], variant: Variant) -> list[Variant]:
    """The others that are not of a later day than a page."""
    day = variant.statement.published
    return [
        other
        for other in pages
        if other.page != variant.page and not is_on_later_day(other.statement.published, day)
    ]


def named(variant: Variant) -> Iterator[Edge]:
    """From whoever is named and has no page here: outlets that pass it on, and who knows."""
    links = links_of(variant.statement)
    for number, (source, mention) in enumerate(links):
        if source.name is None or source.type is SourceType.UNNAMED:
            continue
        last = number == len(links) - 1
        if not (last or passes_on(source)):
            continue
        relation = Relation.DERIVED if passes_on(source) else Relation.PRIMARY
        node = NODE + source.name
        yield Edge(node, variant.page, relation, Ground.CITATION, (mention,), (), CITED)


def beside(variant: Variant, papers: Papers) -> Iterator[Edge]:
    """From the outlet that a page names for another statement of the same: "it has been learnt"
    here, "the Courier said" two sentences on."""
    for statement in variant.beside:
        for source, mention in links_of(statement):
            if source.name is None or not passes_on(source):
                continue
            page = _page_of(source, variant, papers)
            node = NODE + source.name if page is None else page.page
            evidence = (mention,) if page is None else (mention, whole(page.statement))
            relation, ground = Relation.DERIVED, Ground.CITATION
            yield Edge(node, variant.page, relation, ground, evidence, (), _BESIDE)
            return


def is_of_agency(variant: Variant) -> bool:
    return variant.agency is not None and variant.agency != PRESS_RELEASE


def from_agency(variant: Variant) -> Iterator[Edge]:
    """From the agency whose copy a page says it is, and whose own page is not there."""
    statement, name = variant.statement, variant.agency or ""
    if not is_of_agency(variant) or is_own(name, statement.site, statement.url):
        return
    at = statement.text.find(name)
    signed = Passage(statement.page, Place.TEXT, Span(at, at + len(name)))
    evidence = signed if at >= 0 else whole(statement)
    yield Edge(NODE + name, variant.page, Relation.QUOTED, Ground.COPY, (evidence,), (), CITED)
