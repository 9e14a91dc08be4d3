"""Figures in a text: value or range, unit, bound, direction of change.

    tokens ─► numerals ─► counts, not dates, names or scores ─► units ─► ranges ─► Quantity

Everything looks at a bounded window of tokens around a numeral, so the work is linear in the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportedly.claims.bounds import bound_of, change_after, change_of
from reportedly.claims.exclusions import is_count
from reportedly.claims.lexicon import words
from reportedly.claims.measures import Unit, money_after, money_before, share_after
from reportedly.claims.nouns import is_plural
from reportedly.claims.numerals import (
    ARTICLES,
    MONEY_SUFFIXES,
    SEEDS,
    VAGUE,
    Numeral,
    Shape,
    read_numeral,
)
from reportedly.claims.tokens import (
    DASHES,
    VULGAR_FRACTIONS,
    Token,
    adjacent,
    hyphen_at,
    stretches,
    tokenise,
    word_at,
)
from reportedly.claims.units import unit_after, with_rate
from reportedly.data import Bound, Quantity, Span


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity under construction: it stands in `tokens[first:end]` of its stretch."""

    first: int
    number_end: int
    end: int
    low: float
    high: float
    unit: str | None
    shape: Shape
    measured: bool  # its unit is a currency, share or measure


def find_quantities(text: str) -> list[Quantity]:
    """All figures of `text` in reading order, with what they count.

    Spans are code points of `text` and run from the number (or its currency sign) to the end
    of its unit noun, without the words that bound it. Dates, years, clock times, scores of
    games, telephone and section numbers, and "one of the …" are no quantities.
    """
    return [
        quantity
        for start, end in stretches(text)
        if _may_hold(text[start:end])
        for quantity in _read(tokenise(text, start, end))
    ]


_COUNTING = SEEDS - ARTICLES - {"first"}  # one of these stands in every number without digits
_DIGIT = re.compile(rf"[0-9{VULGAR_FRACTIONS}]")
_ASCII_WORD = re.compile(r"[a-z]+")


def _may_hold(text: str) -> bool:
    """False when no number can stand in a stretch; most of the work is then saved."""
    return _DIGIT.search(text) is not None or not _COUNTING.isdisjoint(
        _ASCII_WORD.findall(text.lower())
    )


def _read(tokens: Sequence[Token]) -> Iterator[Quantity]:
    seeds = [
        i for i, (text, lower, _, _) in enumerate(tokens) if lower in _COUNTING or "." <= text < ":"
    ]
    if not seeds:
        return
    titled = _is_title_case(tokens)
    figures: list[_Figure] = []
    end = 0
    for i in seeds:
        if i < end:
            continue
        numeral = None
        if i > end and tokens[i - 1].lower in ARTICLES:
            numeral = read_numeral(tokens, i - 1)  # "a hundred"
        numeral = numeral or read_numeral(tokens, i)
        if numeral is None:
            continue
        figure = _range(tokens, numeral) or _figure(tokens, numeral, titled=titled)
        if figure is None:
            end = numeral.end
        else:  # a sign between two figures stands in the first: "30$ 40"
            figures.append(figure if figure.first >= end else replace(figure, first=end))
            end = figure.end
    before: tuple[_Figure, Quantity] | None = None
    for figure in _joined(tokens, figures):
        quantity = _quantity(tokens, figure)
        if before is not None:
            quantity = _carried(tokens, *before, figure, quantity)
        before = (figure, quantity)
        yield quantity


def _quantity(tokens: Sequence[Token], figure: _Figure) -> Quantity:
    bound, start = bound_of(tokens, figure.first, figure.number_end, figure.end)
    if bound is Bound.EXACT and figure.shape is Shape.VAGUE:
        bound = Bound.AT_LEAST
    elif bound is Bound.EXACT and figure.shape is Shape.PAIR:
        bound = Bound.ABOUT
    ranged = figure.low < figure.high and figure.shape is not Shape.VAGUE
    return Quantity(
        span=Span(tokens[figure.first].start, tokens[figure.end - 1].end),
        value=None if ranged else figure.low,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        bound=bound,
        change=change_of(tokens, start) or change_after(tokens, start, figure.end),
    )


def _carried(
    tokens: Sequence[Token], a: _Figure, before: Quantity, b: _Figure, quantity: Quantity
) -> Quantity:
    """What figure `b` takes over from `a`, the one before it.

    "more than 7 miles (11 km)" says one thing twice; "rose 4% to 112 points" and "Alder were
    down 2%, Birch by 3%" go on with a change. "500 million over 18 months" bounds nothing.
    """
    if quantity.bound is Bound.OVER and b.first == a.end + 1 and b.unit in _PERIODS:
        over = word_at(tokens, a.end) == "over"
        return replace(quantity, bound=Bound.EXACT) if over else quantity
    if quantity.bound is not Bound.EXACT or quantity.change is not None:
        return quantity
    opened = word_at(tokens, a.end) == "(" and b.first == a.end + 1
    slashed = word_at(tokens, b.first - 1) == "/" and b.first == a.end + 1
    if (opened or slashed) and a.measured and b.measured:
        return replace(quantity, bound=before.bound, change=before.change)
    start = bound_of(tokens, b.first, b.end)[1]
    lead = word_at(tokens, start - 1)
    if (lead == "to" and start - 1 == a.end) or (lead == "by" and start - a.end <= 5):
        return replace(quantity, change=before.change)
    return quantity


_PERIODS = words("years months weeks days hours minutes decades quarters seasons")


def _is_title_case(tokens: Sequence[Token]) -> bool:
    """True where capitals tell nothing: most longer words of a headline begin with one."""
    words = [text for text, _, _, _ in tokens[:60] if len(text) > 3 and text > ":"]  # no numbers
    return sum(w[0].isupper() for w in words) * 3 > len(words) * 2


def _figure(
    tokens: Sequence[Token], numeral: Numeral, *, titled: bool, joined: bool = False
) -> _Figure | None:
    money = money_before(tokens, numeral.first)
    first = money[1] if money else numeral.first
    factor, end = _suffix(tokens, numeral, money=money is not None)
    low, high = numeral.low * factor, numeral.high * factor
    if end > numeral.end:
        numeral = replace(numeral, end=end, shape=Shape.DECIMAL)
    unit: Unit | None
    if money:
        unit = with_rate(tokens, Unit(money[0], end, plural=True, measure=True))
    elif numeral.shape is Shape.TIMES:
        unit = Unit("times", end)
    elif numeral.shape is Shape.RANK:
        unit = _rank_unit(tokens, end)
    else:
        single = numeral.shape is Shape.WORDS and low == 1.0
        start = end + 2 if _or_more(tokens, end) else end
        start += word_at(tokens, end) == "+"
        if numeral.shape is Shape.PART and word_at(tokens, end) in _DETERMINERS:
            start = end + 1  # "half the money"
        plural = not single
        if numeral.shape is Shape.PART:
            plural = is_plural(word_at(tokens, start))  # "½ boats sank", but "½ teaspoon salt"
        unit = _age(tokens, numeral)
        if unit is None and not _stands_alone(tokens, numeral, start):
            unit = unit_after(tokens, start, plural=plural)
        unit = unit or _suspended(tokens, end)
    worded = numeral.shape in (Shape.WORDS, Shape.PART)
    bounded = worded and bound_of(tokens, first, end)[0] is not Bound.EXACT
    if not is_count(
        tokens,
        numeral,
        unit,
        money=money is not None,
        titled=titled,
        bounded=bounded,
        joined=joined,
    ):
        return None
    first, negative = _sign(tokens, first)
    negative = negative or (money is not None and tokens[numeral.first - 1].text in "-−")
    if negative:
        low, high = -high, -low
    name = unit.name if unit else _served_as(tokens, end)
    return _Figure(
        first,
        end,
        max(end, unit.end if unit else 0),
        low,
        high,
        name,
        numeral.shape,
        unit is not None and unit.measure,
    )


def _suspended(tokens: Sequence[Token], i: int) -> Unit | None:
    """ "four-, five- and six-door": the unit that a hung hyphen waits for."""
    if word_at(tokens, i) not in DASHES or not adjacent(tokens[i - 1], tokens[i]):
        return None
    for j in range(i + 1, min(i + 8, len(tokens) - 1)):
        word = tokens[j].lower
        if hyphen_at(tokens, j) and tokens[j + 1].kind == "word":
            return Unit(tokens[j + 1].text, i)
        listed = word in SEEDS or word in DASHES or word in (",", "and", "or", "to")
        if not listed and tokens[j].kind != "number":
            return None
    return None


_DETERMINERS = words("the its their his her our my your all")


def _stands_alone(tokens: Sequence[Token], numeral: Numeral, start: int) -> bool:
    """True for "hundreds" without "of": what follows is no noun, as in "Hundreds flee"."""
    vague = numeral.low < numeral.high and word_at(tokens, start - 1) in VAGUE
    return vague and word_at(tokens, start) not in ("of", "more", "%", "percent", "per")


def _or_more(tokens: Sequence[Token], i: int) -> bool:
    return word_at(tokens, i) == "or" and word_at(tokens, i + 1) in ("more", "fewer", "less", "so")


def _suffix(tokens: Sequence[Token], numeral: Numeral, *, money: bool) -> tuple[float, int]:
    """The factor of a letter written against the number ("$5m", "1.3m people"), and its end."""
    end = numeral.end
    if numeral.factor > 1 or end >= len(tokens) or not adjacent(tokens[end - 1], tokens[end]):
        return 1.0, end
    factor = MONEY_SUFFIXES.get(tokens[end].lower)
    if factor is None:
        return 1.0, end
    if not money:
        after = end + 1 + (word_at(tokens, end + 1) == "+")
        noun = unit_after(tokens, after, plural=True) if tokens[end].text == "m" else None
        counts = noun is not None and noun.plural and not noun.measure
        if not counts and not _is_currency(tokens, end + 1):
            return 1.0, end
    return factor, end + 1


def _is_currency(tokens: Sequence[Token], i: int) -> bool:
    """True for "euros" of "5m euros", but not for "won"."""
    return (
        i < len(tokens) and tokens[i].lower not in _WORDS_TOO and money_after(tokens, i) is not None
    )


_WORDS_TOO = words("won real crown crowns")


def _sign(tokens: Sequence[Token], first: int) -> tuple[int, bool]:
    """Where the figure begins with its minus, and whether it has one."""
    if first == 0:
        return first, False
    before = tokens[first - 1]
    if before.lower == "minus":
        either = first > 2 and [token.lower for token in tokens[first - 3 : first - 1]] == _EITHER
        return (first, False) if either else (first - 1, True)
    if hyphen_at(tokens, first - 1) and word_at(tokens, first - 2) == "minus":
        return first - 2, True
    free = first == 1 or not adjacent(tokens[first - 2], before)
    if hyphen_at(tokens, first - 1) and word_at(tokens, first - 2) == "sub":
        return first, False
    if before.text in "-−" and free and adjacent(before, tokens[first]):
        return first - 1, True
    return first, False


_EITHER = ["plus", "or"]  # before "minus": a margin, which has no sign


def _rank_unit(tokens: Sequence[Token], end: int) -> Unit:
    """The superlative after an ordinal: "largest" of "fourth largest"."""
    i = end + 1 if hyphen_at(tokens, end) else end
    return Unit(tokens[i].text, i + 1)


def _age(tokens: Sequence[Token], numeral: Numeral) -> Unit | None:
    """ "aged 40", and a bare number between commas after a name: "Ana Ruiz, 31, said"."""
    i, end = numeral.first, numeral.end
    if not 0 < numeral.low < _OLDEST or numeral.factor > 1:
        return None
    before, after = word_at(tokens, i - 1), word_at(tokens, end)
    if after in _PERIODS:
        return None  # "aged 6 months"
    if before in _AGED or (after in _NO_NOUN and _goes_on(tokens, i)):
        return Unit("years", end, plural=True, measure=True)
    if numeral.shape is not Shape.DIGITS or before != "," or after not in (",", "."):
        return None
    named = i >= 2 and tokens[i - 2].kind == "word" and word_at(tokens, i - 2) not in _NOT_AGED
    return Unit("years", end, plural=True, measure=True) if named else None


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    """True for the further numbers of "aged 19, 23 and 31"."""
    for _ in range(_LISTED):
        i -= word_at(tokens, i - 1) in ("and", "or")
        i -= word_at(tokens, i - 1) == ","
        if i < 1 or tokens[i - 1].kind != "number":
            break
        i -= 1
    return word_at(tokens, i - 1) in _AGED


_OLDEST = 120  # years
_LISTED = 16  # ages in a row
_AGED = ("aged", "age", "ages")
_NO_NOUN = words("were was are is have has had died said from who of in at and or") | {*",.;)", ""}
_NOT_AGED = frozenset(SEEDS) | {"and", "or", "least", "number"}
_SERVING = words(
    "serve serves served serving work works worked working act acts acted",
)


def _served_as(tokens: Sequence[Token], end: int) -> str | None:
    """ "4,000 serve as reserve officers" counts officers, though the noun stands further on."""
    if word_at(tokens, end) in _SERVING and word_at(tokens, end + 1) == "as":
        unit = unit_after(tokens, end + 2, plural=True)
        return unit.name if unit else None
    return None


_NOT_IN_RANGE = (Shape.VAGUE, Shape.TIMES, Shape.RANK, Shape.PAIR)
_SIGNS = frozenset("$£€¥~")


def _range(tokens: Sequence[Token], lower: Numeral) -> _Figure | None:
    """ "10-20 miles", "two or three days", "$3 billion to $5 billion", "24 to 35 million"."""
    if lower.shape in _NOT_IN_RANGE or hyphen_at(tokens, lower.first - 1):
        return None
    money = money_before(tokens, lower.first)
    factor, end = _suffix(tokens, lower, money=money is not None)
    first = money[1] if money else lower.first
    share = share_after(tokens, end)
    own = money is not None or share is not None
    end = share.end if share else end
    if word_at(tokens, end) in DASHES and word_at(tokens, end + 1) in ("to", "or", "and"):
        end += adjacent(tokens[end - 1], tokens[end])  # "a 10- to 15-year sentence"
    joint, lead = word_at(tokens, end), word_at(tokens, first - 1)
    if joint == "and" and lead != "between":
        return None
    dashed = joint in DASHES
    if joint not in ("to", "or", "and") and not dashed:
        return None
    year = lower.shape is Shape.DIGITS and 1900 <= lower.low < 2100
    if year and first > 0 and tokens[first - 1].text == "in":
        return None  # "fell from 3,000 in 2019 to 2,100", but "In 2000 to 3000 homes"
    upper = _upper(tokens, end + 1)
    if upper is None:
        return None
    figure, scale, measured = upper
    if share is not None and figure.unit != share.name:
        return None  # "fell 3% to 15.1 billion euros"
    if dashed and not hyphen_at(tokens, end) and not measured:
        return None  # a dash between clauses
    low = lower.low * factor
    shared = factor == lower.factor == 1.0 and scale > 1 and low < figure.low / scale
    stepped = lead == "by" or (lead != "from" and change_of(tokens, first) is not None)
    if joint == "to" and own and stepped and not shared:
        return None  # "rose 3% to 20%" tells a step and a level
    if shared:
        low *= scale
    if (money and figure.unit is None) or (money and scale > 1):
        figure = replace(figure, unit=money[0])
    if figure.unit is None and _are_ages(tokens, first, figure):
        figure = replace(figure, unit="years", measured=True)
    if dashed and figure.unit is None and lower.shape is Shape.DIGITS:
        return None  # a score: "2-3"
    if not low < figure.low or (own and not figure.measured and not money):
        return None
    return replace(figure, first=first, low=low, high=figure.low)


def _are_ages(tokens: Sequence[Token], first: int, upper: _Figure) -> bool:
    """ "aged 18 to 24", "ages 5-11", "aged between 18 and 24"."""
    before = first - 1 - (word_at(tokens, first - 1) in ("between", "from"))
    return word_at(tokens, before) in _AGED and upper.high < _OLDEST


def _upper(tokens: Sequence[Token], i: int) -> tuple[_Figure, float, bool] | None:
    """The upper end of a range at token `i`, the magnitude it names, if it has a measure."""
    for _ in range(2):
        if i < len(tokens) and (tokens[i].text in _SIGNS or tokens[i].text in ("US", "A", "C")):
            i += 1
    if i >= len(tokens) or (tokens[i].kind == "word" and tokens[i].lower not in SEEDS):
        return None
    numeral = read_numeral(tokens, i)
    if numeral is None or numeral.shape in _NOT_IN_RANGE:
        return None
    if hyphen_at(tokens, numeral.end) and tokens[numeral.end + 1].kind == "number":
        return None  # "24 to 33-35 million": the upper end is a range itself
    money = money_before(tokens, i)
    factor, _ = _suffix(tokens, numeral, money=money is not None)
    figure = _figure(tokens, numeral, titled=True, joined=True)
    return (figure, numeral.factor * factor, figure.measured) if figure else None


_SAME_SCALE = 1000  # "from 24 to 35 million" may mean either
_BETWEEN_LEVELS = 6  # tokens between the two, and at most as many that bound the second
_LEVELS = {"from": "to", "between": "and"}


def _joined(tokens: Sequence[Token], figures: Sequence[_Figure]) -> Iterator[_Figure]:
    """Join "from 20 miles per gallon in May to 29 mpg": two ends of one range."""
    held: _Figure | None = None
    for figure in figures:
        if held is not None:
            span = _span_of_levels(tokens, held, figure)
            if span is not None:
                held = span
                continue
            yield held
        held = figure
    if held is not None:
        yield held


def _span_of_levels(tokens: Sequence[Token], a: _Figure, b: _Figure) -> _Figure | None:
    if a.low < a.high or b.first - a.end > 2 * _BETWEEN_LEVELS:
        return None
    start_a = bound_of(tokens, a.first, a.end)[1]
    start_b = bound_of(tokens, b.first, b.end)[1]
    joint = _LEVELS.get(word_at(tokens, start_a - 1))
    if (
        joint is None
        or word_at(tokens, start_b - 1) != joint
        or not 0 < start_b - a.end <= _BETWEEN_LEVELS
    ):
        return None
    if any(t.text in ".;:" for t in tokens[a.end : start_b]):
        return None
    if a.unit is None and abs(a.high) * _SAME_SCALE < abs(b.low):
        return None
    return replace(
        b, first=a.first, low=min(a.low, b.low), high=max(a.high, b.high), unit=b.unit or a.unit
    )
