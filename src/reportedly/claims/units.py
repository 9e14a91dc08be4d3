"""What a number counts: the unit that stands after it."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.claims.lexicon import words
from reportedly.claims.measures import Unit, measure_after, money_after, share_after
from reportedly.claims.nouns import compound_after, noun_after
from reportedly.claims.tokens import Token, hyphen_at, word_at

_RATE_NOUNS = words(
    "year month week day hour minute second share ounce barrel tonne ton litre liter gallon",
    "mile kilometre kilometer person head night unit pound bushel kilo kilogram piece capita",
    "bottle season quarter game match century decade metre meter mmbtu household employee",
)


def unit_after(tokens: Sequence[Token], i: int, *, plural: bool) -> Unit | None:
    """The unit that begins at token `i`, after a number that asks for a `plural` noun or not."""
    if i >= len(tokens):
        return None
    unit = share_after(tokens, i) or measure_after(tokens, i) or money_after(tokens, i)
    if unit is None and hyphen_at(tokens, i):
        unit = compound_after(tokens, i)
    if unit is None:
        unit = noun_after(tokens, i, plural=plural)
    return unit and with_rate(tokens, unit)


def with_rate(tokens: Sequence[Token], unit: Unit) -> Unit:
    """`unit` with what it is reckoned by: "$ per barrel", "tests per day"."""
    i = unit.end
    if unit.measure and hyphen_at(tokens, i) and hyphen_at(tokens, i + 2):
        hung, noun = word_at(tokens, i + 1), word_at(tokens, i + 3)
        if hung in ("a", "an", "per") and noun in _RATE_NOUNS:
            return Unit(f"{unit.name} per {tokens[i + 3].text}", i + 4, True, True)  # "$5-a-day"
    word, noun = word_at(tokens, i), word_at(tokens, i + 1)
    per = word in ("per", "/") or (word in ("a", "an", "each", "every") and unit.measure)
    if per and word in ("per", "/") and noun in ("sq", "square") and i + 2 < len(tokens):
        return Unit(f"{unit.name} per {tokens[i + 1].text} {tokens[i + 2].text}", i + 3, True, True)
    if word_at(tokens, i + 2) in ("ago", "earlier", "before", "later", "after", "on"):
        per = per and word == "per"  # "9% a year earlier"
    if per and (noun in _RATE_NOUNS or (word == "per" and noun.isalpha() and noun != "se")):
        return Unit(f"{unit.name} per {tokens[i + 1].text}", i + 2, True, True)
    return unit
