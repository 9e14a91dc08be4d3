"""Counts that were told anew: who says 11 on Monday and 23 on Tuesday has counted on.

A later figure takes the place of an earlier one where one voice tells both, an outlet on one
source's word or a source by its name. That the later is greater is no reason: others may doubt it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportedly.claims.stems import stems_of
from reportedly.data import Passage, Quantity, Statement
from reportedly.traces.dates import are_weeks_apart, is_later, order
from reportedly.traces.drift import links_of
from reportedly.traces.figures import figures_of, is_reached, of_two_things, pair_figures
from reportedly.traces.outlets import name_of, passes_on, same_name, site_host
from reportedly.traces.units import same_unit


@dataclass(frozen=True, slots=True)
class Update:
    """A figure, and the one by which the same voice has replaced it."""

    before: Statement
    was: Quantity
    after: Statement
    now: Quantity

    def explains(
        self, one: Statement, figure: Quantity, other: Statement, another: Quantity
    ) -> bool:
        """True where `one` tells the old figure while it stood, and `other` a figure of the time
        after it."""
        since = self.after.published
        return (
            _value(figure) == _value(self.was) != _value(another)
            and same_unit(figure.unit, self.was.unit)
            and not is_later(one.published, since)
            and is_later(other.published, self.before.published)
            and not is_later(since, other.published)
        )

    @property
    def passages(self) -> tuple[Passage, Passage]:
        told = ((self.before, self.was), (self.after, self.now))
        one, other = (Passage(s.page, s.claim.place, q.span) for s, q in told)
        return one, other


def find_updates(statements: Sequence[Statement]) -> list[Update]:
    """For every figure the one of the same thing that the same voice told last before it."""
    statements = sorted((s for s in statements if s.claim.quantities), key=order)
    found = []
    for several in _voices(statements):
        for place, after in enumerate(several):
            for before in reversed(several[:place]):
                if told := list(_retold(before, after)):
                    found += told
                    break
    return list({(u.was.span, u.before.id, u.now.span, u.after.id): u for u in found}.values())


def _voices(statements: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    """The statements of each outlet, then those of each named source that is no outlet."""
    outlets: defaultdict[str, list[Statement]] = defaultdict(list)
    named: defaultdict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for each in statements:
        outlets[" ".join(name_of(each.site)) or site_host(each.site, each.url)].append(each)
        links = links_of(each)
        if links and links[-1][0].name and not passes_on(links[-1][0]):
            named[name_of(links[-1][0].name)].append(each)
    yield from (several for outlet, several in outlets.items() if outlet)
    yield from named.values()


def _retold(before: Statement, after: Statement) -> Iterator[Update]:
    if not is_later(after.published, before.published) or are_weeks_apart(before, after):
        return
    if _on_one_word(before, after):
        for was, now in _answering(before, after):
            if _value(was) != _value(now):
                yield Update(before, was, after, now)


def _answering(before: Statement, after: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    """The figures of one unit in two claims; or the only ones, where one of them is said to have
    been reached: "has risen to 23"."""
    first, second = figures_of(before), figures_of(after)
    pairs = pair_figures(before, after)
    known = [(a, b) for a, b in pairs if a.unit and b.unit and same_unit(a.unit, b.unit)]
    yield from known
    if not known and len(first) == len(second) == 1:
        (was,), (now,) = first, second
        told = (was.unit or is_reached(before, was)) and (now.unit or is_reached(after, now))
        apart = of_two_things(before, was, after, now)
        if told and same_unit(was.unit, now.unit) and not apart:
            yield was, now


def _on_one_word(one: Statement, other: Statement) -> bool:
    """True unless two pages name different sources: "the coast guard", "the union"."""
    first, second = links_of(one), links_of(other)
    if not first or not second:
        return True
    (source, mention), (another, there) = first[-1], second[-1]
    if source.name and another.name:
        return same_name(source.name, another.name)
    words = {stem.form for stem in stems_of(one.text, mention.span)}
    return not words.isdisjoint(stem.form for stem in stems_of(other.text, there.span))


def _value(quantity: Quantity) -> tuple[float, float]:
    return quantity.low, quantity.high
