"""Which pages carry a claim: each page's own version of it.

    text or claim ─► its plain words, its names, whom it is about ─► the nearest of each page

Two claims are one, told differently, when most of what the words of the one tell stands in the
other: a rare word tells more than a common one. Figures and their nouns may differ, and so may
certainty: that is what a trace is to show. Whom a claim is about may not: "the mayor was on the
bridge when it fell" and "the bridge fell" are two claims. Nor may the place, unless the page of
one names that of the other, too: "a fire in Asker", "in Dorn"; nor the day, where both tell it by
that of the week and weeks lie between the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from reportedly.claims.entities import find_entities
from reportedly.claims.lexicon import words
from reportedly.claims.stems import stem, stems_in, stems_of
from reportedly.data import Entity, EntityType, Place, Span, Statement, Variant
from reportedly.traces.agencies import agency_of
from reportedly.traces.dates import are_weeks_apart
from reportedly.traces.index import Index
from reportedly.traces.outlets import is_own, passes_on
from reportedly.traces.rarity import rarity

_PLAIN = 2  # plain stems that two claims must share; or one, and
_NAMES = 2  # stems of names
_WEIGHT = 13.0  # of all that they share
_SHARED, _SHARED_PLAIN = 0.49, 0.33  # part of the lighter one, and of its plain words, by weight
_AGAIN, _MORE = 0.7, 3  # part, and plain stems, of a version through which another is found
_TOGETHER = 0.3  # part, of a version of a page that is grouped with such as carry the claim
_OTHERS = 400  # pages that are looked at because they are grouped with such
_ALONE = 0.8  # part that a headline must share where the body does not carry the claim
_NAMED = 0.2  # what a named source adds to a part, where a page tells a claim more than once
_SUBJECT = 24  # code points at the beginning of a claim in which a person is whom it is about
_LONG = 4.0  # times that a version may be as long as the claim, in stems
_SHORT = 4  # stems, for that: a shorter claim is taken for one of so many
_HEADLINE = 10.0  # weight that a headline must share where the body carries the claim
_SOMEBODY = re.compile(  # at the beginning of a claim that may be about a person named elsewhere
    r"\A\W*(?:\w+\W+){0,5}?(?:he|she|his|her|who|leader|dictator|ruler|president|premier|king|queen"
    r"|prince|princess|minister|chancellor|secretary|governor|mayor|senator|chief|head|boss|founder"
    r"|director|manager|general|commander|soldier|officer|judge|doctor|teacher|captain|actor|actress"
    r"|singer|star|author|player|man|woman|boy|girl|mother|father|son|daughter|brother|sister|uncle"
    r"|aunt|wife|husband|couple|teenager|student|patient|victim|suspect|journalist|reporter)s?\b",
    re.IGNORECASE,
)


_NUMBERS = frozenset(
    stem(word)
    for word in words(
        "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty",
        "sixty seventy eighty ninety hundred hundreds thousand thousands million billion dozens",
    )
)


@dataclass(frozen=True, slots=True)
class Gist:
    """What is compared of a claim."""

    plain: frozenset[str]  # stems, figures among them
    names: frozenset[str]
    about: frozenset[str]  # stems of the names of the persons with whom it begins
    somebody: bool  # it begins with a word for a person: it may be about one
    weight: float  # of its stems together
    places: tuple[str, ...]  # their names
    page: str  # all that the page says; of a claim in any words these
    statement: Statement | None  # None for a claim in any words

    @property
    def stems(self) -> frozenset[str]:
        return self.plain | self.names


def likeness(one: Gist, other: Gist) -> float:
    """The part of the lighter that the other has, by weight, in [0, 1]; 0 for two claims."""
    plain = in_words(one, other)
    if plain < _PLAIN and not (plain and len(one.names & other.names) >= _NAMES):
        return 0.0
    shorter, longer = sorted((len(one.stems), len(other.stems)))
    shared = weight_of(one.stems & other.stems)
    if shared < _WEIGHT or longer > _LONG * max(shorter, _SHORT):
        return 0.0
    least = _SHARED_PLAIN * min(weight_of(one.plain), weight_of(other.plain))
    if weight_of(one.plain & other.plain) < least:
        return 0.0
    if not (_in_one_place(one, other) and _about_one(one, other) and _about_one(other, one)):
        return 0.0
    if one.statement and other.statement and are_weeks_apart(one.statement, other.statement):
        return 0.0
    return shared / min(one.weight, other.weight)


def in_words(one: Gist, other: Gist) -> int:
    """How many plain words two claims share, figures apart."""
    return sum(each not in _NUMBERS and not each[0].isdigit() for each in one.plain & other.plain)


class Gists:
    """Takes claims apart, with what some pages have shown to be names."""

    def __init__(self, pages: Sequence[Sequence[Statement]]) -> None:
        capitals: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for page in pages:
            for statement in page:
                if statement.claim.place is Place.TEXT:
                    text = statement.claim.text
                    for each in stems_of(text, Span(0, len(text))):
                        if each.span.start:  # a sentence begins with a capital in any case
                            is_capital = text[each.span.start].isupper()
                            (capitals if is_capital else small)[each.form] += 1
        self._names = {form for form, times in capitals.items() if times > small[form]}

    def of(self, told: Statement | str) -> Gist:
        """What is compared of a statement, or of a claim in any words."""
        if isinstance(told, str):
            return self._gist(told, find_entities(told)[0], 0, told, None)
        claim = told.claim
        first = claim.content[0].start if claim.content else 0
        return self._gist(claim.text, claim.entities, first, told.text, told)

    def _gist(
        self,
        text: str,
        entities: Iterable[Entity],
        first: int,
        page: str,
        statement: Statement | None,
    ) -> Gist:
        persons = [
            each.name
            for each in entities
            if each.type is EntityType.PERSON and each.span.start <= first + _SUBJECT
        ]
        stems = stems_in(text)
        names = stems & (self._names | stems_in(" ".join(each.name for each in entities)))
        return Gist(
            stems - names,
            names,
            stems_in(" ".join(persons)),
            _SOMEBODY.match(text) is not None,
            weight_of(stems),
            tuple(each.name for each in entities if each.type is EntityType.PLACE),
            page,
            statement,
        )


def carriers(wanted: Statement | str, pages: Iterable[Sequence[Statement]]) -> list[Variant]:
    """The version of each page that carries a claim. `pages` are their statements, page by page.

    A version that has little in common with the claim itself may have much with another
    version; it is found through that one, once.
    """
    pages = list(pages)
    gists = Gists(pages)
    seed = wanted if isinstance(wanted, Statement) else None
    asked = gists.of(wanted)
    told = [_told(page, gists, asked) for page in pages]
    found: dict[int, Variant] = {}
    versions = [asked]
    least, fewest = _SHARED, 1
    for _ in range(2):
        for number, page in enumerate(told):
            if number not in found:
                fitting = _fitting(page, versions, fewest, seed)
                variant = _variant(page, {s: part for s, part in fitting if part >= least})
                if variant is not None:
                    found[number] = variant
        versions = [gists.of(v.body) for v in found.values() if v.body is not None]
        least, fewest = _AGAIN, _MORE
    return list(found.values())


def companions(
    wanted: Statement | str, found: Sequence[Variant], index: Index
) -> Iterator[Variant]:
    """The versions of pages that stand in one group with those found: where half of a group
    carries the claim, the others of it need have less in common with a version."""
    carrying = {variant.page for variant in found}
    groups: dict[str, Sequence[str]] = {}
    for variant in found:
        if variant.page not in groups:
            group = index.companions(variant.page)
            groups |= dict.fromkeys(group, group)
    others = [
        page
        for page, group in groups.items()
        if page not in carrying and 2 * len(carrying.intersection(group)) >= len(group)
    ]
    if not others:
        return
    pages = [index.stated_by(page) for page in others[:_OTHERS]]
    gists = Gists([*(index.stated_by(page) for page in carrying), *pages])
    asked = gists.of(wanted)
    versions = [asked, *(gists.of(v.body) for v in found if v.body is not None)]
    for page in pages:
        told = _told(page, gists, asked)
        fitting = _fitting(told, versions, 1, None)
        one = _variant(told, {s: part for s, part in fitting if part >= _TOGETHER})
        if one is not None:
            yield one


def _told(page: Sequence[Statement], gists: Gists, asked: Gist) -> Sequence[tuple[Statement, Gist]]:
    """What a page states, but for what is of another place than the claim that is asked for."""
    gisted = [(each, gists.of(each)) for each in page]
    return [(each, gist) for each, gist in gisted if _in_one_place(gist, asked)]


def _fitting(
    page: Sequence[tuple[Statement, Gist]],
    versions: Sequence[Gist],
    fewest: int,
    seed: Statement | None,
) -> Iterator[tuple[Statement, float]]:
    """Each statement of a page with its likeness to the nearest version; names alone make no
    claim of a headline."""
    for statement, gist in page:
        if seed is not None and statement.id == seed.id:
            yield statement, 2.0  # more than any other: what was asked for is its page's version
            continue
        least = fewest if statement.claim.place is Place.TEXT else max(fewest, _PLAIN)
        near = [v for v in versions if in_words(v, gist) >= least]
        yield statement, max((likeness(gist, version) for version in near), default=0.0)


def _variant(
    page: Sequence[tuple[Statement, Gist]], fitting: dict[Statement, float]
) -> Variant | None:
    """The version of a page: of the statements that fit the first that fits best, where one that
    names somebody for it counts for more than one that does not."""
    best: dict[Place, Statement] = {}
    for statement in fitting:
        place = statement.claim.place
        if place not in best or _fit(statement, fitting) > _fit(best[place], fitting):
            best[place] = statement
    body, headline = best.get(Place.TEXT), best.get(Place.TITLE)
    gists = dict(page)
    if body is not None:
        headline = headline or _headline(page, gists[body])
    elif headline is None or not (
        fitting[headline] > 1 or (fitting[headline] >= _ALONE and not gists[headline].somebody)
    ):
        return None
    first = body or headline
    if first is None:
        return None
    agency = agency_of(first.text, first.byline, first.title)
    return Variant(body, headline, agency, _beside(page, first, gists[first]))


def _beside(
    page: Sequence[tuple[Statement, Gist]], version: Statement, gist: Gist
) -> tuple[Statement, ...]:
    """The statements that a page has of the same, on an outlet's word; the nearest first."""
    near = [
        (-in_words(gist, other), place, statement)
        for place, (statement, other) in enumerate(page)
        if statement is not version
        and in_words(gist, other)
        and any(source.name and passes_on(source) for source in statement.chain)
    ]
    return tuple(statement for _, _, statement in sorted(near, key=lambda each: each[:2]))


def _fit(statement: Statement, fitting: dict[Statement, float]) -> float:
    named = any(
        source.name and not is_own(source.name, statement.site, statement.url)
        for source in statement.chain
    )
    return fitting[statement] + _NAMED * named


def _headline(page: Sequence[tuple[Statement, Gist]], body: Gist) -> Statement | None:
    """The headline, where it is of the claim that the body carries."""
    for statement, gist in page:
        shared = weight_of(gist.stems & body.stems)
        if statement.claim.place is Place.TITLE and shared >= _HEADLINE:
            return statement
    return None


def _about_one(one: Gist, other: Gist) -> bool:
    """True unless `one` is about somebody whom `other` cannot be about."""
    return not one.about or other.somebody or not one.about.isdisjoint(other.stems)


def _in_one_place(one: Gist, other: Gist) -> bool:
    """False for claims of two places where the page of neither names that of the other."""
    return not (one.places and other.places) or _knows(one, other) or _knows(other, one)


def _knows(one: Gist, other: Gist) -> bool:
    """True where the page of `one` names a place of `other`."""
    return any(
        place in one.page or not stems_in(place).isdisjoint(one.stems) for place in other.places
    )


def weight_of(stems: Iterable[str]) -> float:
    """How much some stems tell together, to the last bit the same in whatever order they come."""
    return fsum(map(rarity, stems))
