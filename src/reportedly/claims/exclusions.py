"""Numbers that count nothing: dates, times, scores, names, numbers of sections and telephones."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.claims.lexicon import words
from reportedly.claims.measures import Unit
from reportedly.claims.numerals import Numeral, Shape
from reportedly.claims.tokens import DASHES, Token, adjacent, hyphen_at, word_at

_MONTHS = words(
    "january february march april may june july august september october november december jan",
    "feb mar apr jun jul aug sep sept oct nov dec",
)
_YEAR_LEADS = words(
    "in since of by until till before after during for from to through early late mid circa",
    "year summer spring autumn winter fall season christmas the end start and between ' ’ ( ,",
    "us uk fiscal fy q1 q2 q3 q4 election",
)
_CLOCK = words(
    "am pm a.m p.m a.m. p.m. o'clock o’clock gmt bst est edt pst pdt cet cest utc et noon",
)
# After these a number is a name or a place in a series: "Flight 370", "No. 10"
_SERIES = words(
    "no number nos section article chapter page pages paragraph clause rule act title part",
    "volume figure fig table item unit flight route highway interstate channel room gate group",
    "level phase stage type class model version grade game week day season episode round world",
    "windows iphone galaxy boeing airbus formula fortune ftse nasdaq dow nikkei dax cac russell",
    "stoxx p sp top big apollo covid sars area pier platform line terminal exit studio block",
    "zone ward district division tier category agenda vision mission resolution amendment update",
    "proposition psalm verse serie size track seed step lot bus train mark",
)
_NO_ONE = words("no any every each this that the which another some first")
_NOT_COUNTED = words("another day thing way time such figures")
_STREETS = words(
    "street st road rd avenue ave lane drive way square boulevard blvd place court terrace",
)


def is_count(
    tokens: Sequence[Token],
    numeral: Numeral,
    unit: Unit | None,
    *,
    money: bool,
    titled: bool,
    bounded: bool,
    joined: bool,
) -> bool:
    """True when the numeral counts or measures something.

    `money`: a currency stands before it; `titled`: capitals tell nothing here; `bounded`: a
    word like "nearly" stands before it; `joined`: it is the upper end of a range.
    """
    if money:
        return True
    if numeral.shape in (Shape.TIMES, Shape.RANK, Shape.VAGUE, Shape.PAIR):
        return True
    if unit is not None and unit.name in ("%", "percentage points"):
        return joined or not _glued(tokens, numeral.first)
    if numeral.shape in (Shape.WORDS, Shape.PART):
        return _words_count(tokens, numeral, unit, titled=titled, bounded=bounded, joined=joined)
    return not (
        (not joined and _glued(tokens, numeral.first))
        or _cut_off(tokens, numeral.end, unit)
        or _is_time(tokens, numeral)
        or _is_date(tokens, numeral, unit)
        or _is_serial(tokens, numeral, unit, titled=titled)
        or (not joined and _is_run(tokens, numeral, unit))
    )


def _words_count(
    tokens: Sequence[Token],
    numeral: Numeral,
    unit: Unit | None,
    *,
    titled: bool,
    bounded: bool,
    joined: bool,
) -> bool:
    first = tokens[numeral.first]
    before, after = word_at(tokens, numeral.first - 1), word_at(tokens, numeral.end)
    if hyphen_at(tokens, numeral.first - 1) and not joined:
        return False  # "post-one", "Channel-Four"
    if numeral.shape is Shape.PART or numeral.factor > 1:
        return True
    if numeral.low == 1.0 and numeral.first + 1 == numeral.end:
        if before in _NO_ONE or after in _NOT_COUNTED or (before == "at" and after == "point"):
            return False
        return bounded or (unit is not None and after != "of")
    if first.text[0].isupper() and not titled and _inside_sentence(tokens, numeral.first):
        return False  # "the Big Five", "Channel Four"
    if before in ("of", "the") and word_at(tokens, numeral.first - 2) in ("group", "big", "gang"):
        return False
    return unit is not None or bounded


def _glued(tokens: Sequence[Token], i: int) -> bool:
    """True when something is written against the number's left side: "A380", "#4", "v2", "-19"."""
    if i == 0 or not adjacent(tokens[i - 1], tokens[i]):
        return False
    before = tokens[i - 1]
    if before.kind != "symbol":
        return True
    if before.text in DASHES:
        joined = i >= 2 and adjacent(tokens[i - 2], before)
        return joined and tokens[i - 2].lower not in ("minus", "sub", "by")
    if before.text in "#@/_:.\\=&^'’":
        return True
    if before.text == '"' and word_at(tokens, i - 2) == "=":
        return True  # an attribute of markup
    return before.text == "[" and word_at(tokens, i + 1) == "]"


def _cut_off(tokens: Sequence[Token], end: int, unit: Unit | None) -> bool:
    """True when letters that are no unit follow directly: "5G", "1990s", "4th"."""
    if end >= len(tokens) or not adjacent(tokens[end - 1], tokens[end]):
        return False
    after = tokens[end]
    if after.kind == "word":
        if after.lower == "s" and "." not in tokens[end - 1].text:
            return True  # "1990s"
        return unit is None or unit.end <= end or not unit.measure
    follows = end + 1 < len(tokens) and adjacent(after, tokens[end + 1])
    if after.text in "./\\_@" and follows:
        return tokens[end + 1].kind != "symbol"  # version, date or address
    return after.text in "'’′" and follows and tokens[end + 1].lower == "s"


def _is_time(tokens: Sequence[Token], numeral: Numeral) -> bool:
    end = numeral.end
    after = word_at(tokens, end)
    if after in _CLOCK or after in ("ad", "bc", "bce", "ce", "a.d.", "b.c."):
        return True
    if after == ":" and end + 1 < len(tokens) and tokens[end + 1].kind == "number":
        return adjacent(tokens[end], tokens[end + 1])
    clock = after in ("h", "hrs") or word_at(tokens, end + 1) in _CLOCK
    return clock and numeral.shape is not Shape.DIGITS and after in ("to", "-", "–")


def _month(tokens: Sequence[Token], i: int) -> bool:
    """True for the name of a month; "may" and "march" only with a capital."""
    return word_at(tokens, i) in _MONTHS and tokens[i].text[0].isupper()


def _is_date(tokens: Sequence[Token], numeral: Numeral, unit: Unit | None) -> bool:
    if numeral.shape is not Shape.DIGITS:
        return False
    i, end, value = numeral.first, numeral.end, numeral.low
    before, after = word_at(tokens, i - 1), word_at(tokens, end)
    month_before = _month(tokens, i - 1) or (before == "." and _month(tokens, i - 2))
    counts = unit is not None and unit.plural and value <= 31
    if counts and month_before and _is_day(tokens, i - 2):
        return False  # "on 3 May 5 people died"
    month_after = _month(tokens, end) or (after == "of" and _month(tokens, end + 1))
    if (month_before or month_after) and value <= 31:
        return True
    if value <= 31 and _days_follow(tokens, end):
        return True  # "29-31 March"
    if value <= 31 and unit is None and before in _TO and _month(tokens, i - 3):
        return True  # "March 29 to 31"
    if not (1400 <= value < 2200 and len(tokens[i].text) == 4):
        return False
    if month_before or (before == "," and _is_day(tokens, i - 2)):
        return True
    if before in _NEARLY or (before == "than" and word_at(tokens, i - 2) in _MORE):
        return False  # "more than 2100 of its 2500 members"
    if unit is None or before in _YEAR_LEADS:
        return unit is None or not unit.measure
    # "2018 sales" against "2000 soldiers": a recent year that is no round number
    dated = 1950 <= value < 2050 and value % 100 > 0
    return not (unit.measure or (unit.plural and not dated))


_NEARLY = frozenset({"nearly", "almost", "least"})
_MORE = frozenset({"more", "fewer", "less"})


def _days_follow(tokens: Sequence[Token], end: int) -> bool:
    """True where more days and their month follow: "27 and 31 August", "4, 5 and 6 June"."""
    for i in range(end, end + 2 * _MOST_DAYS, 2):
        if word_at(tokens, i) not in _BETWEEN_DAYS or not _is_day(tokens, i + 1):
            return False
        if _month(tokens, i + 2):
            return True
    return False


_TO = frozenset({"to", "and", "or"})
_BETWEEN_DAYS = _TO | set(DASHES) | {","}
_MOST_DAYS = 4  # after the first


def _is_day(tokens: Sequence[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].kind == "number" and len(tokens[i].text) <= 2


def _is_serial(
    tokens: Sequence[Token], numeral: Numeral, unit: Unit | None, *, titled: bool
) -> bool:
    """True for numbers that are part of a name: "Airbus 320", "Formula 1", "Unit 3"."""
    i = numeral.first
    if i == 0 or (unit is not None and unit.measure):
        return False
    before = tokens[i - 1]
    if before.text in DASHES and word_at(tokens, i - 2) in _SERIES:
        return tokens[i - 2].text[0].isupper()  # "Covid -19"
    if before.text == "." and word_at(tokens, i - 2) == "no":
        return True
    if word_at(tokens, numeral.end) in ("zip", "postcode", "postal"):
        return True
    if before.text[0].islower() and before.text != before.lower:
        return True  # "iOS 8 backups"
    if before.lower in _SERIES and (before.text[0].isupper() or not (unit and unit.plural)):
        return True
    if numeral.shape is not Shape.DIGITS:
        return False
    after = tokens[numeral.end] if numeral.end < len(tokens) else None
    if unit is None and after is not None and after.kind == "word" and after.text[0].isupper():
        ahead = [t.lower for t in tokens[numeral.end : numeral.end + 4]]
        if not titled or not _STREETS.isdisjoint(ahead):
            return True  # "22 Harbour Road"
    named = before.text != before.lower and _inside_sentence(tokens, i - 1)
    if not named or titled or _month(tokens, i - 1):
        return False
    if unit is not None and unit.plural:
        return after is not None and after.kind == "word" and after.text[0].isupper()
    return True


def _inside_sentence(tokens: Sequence[Token], i: int) -> bool:
    """True when token `i` does not begin a sentence, so that its capital means a name."""
    if i == 0:
        return False
    before = tokens[i - 1]
    if before.text in DASHES and not adjacent(before, tokens[i]):
        return False  # after a dateline: "ORRIN, May 3 (Northwire) - Fourteen"
    return before.kind != "symbol" or before.text in ",-–—&’'"


def _is_run(tokens: Sequence[Token], numeral: Numeral, unit: Unit | None) -> bool:
    """True inside a score or a row of numbers: "2-1", "0800 555 0199"."""
    i, end = numeral.first, numeral.end
    if end + 1 < len(tokens) and tokens[end].text in DASHES and tokens[end + 1].kind == "number":
        return hyphen_at(tokens, end) or numeral.shape is Shape.DIGITS
    if i >= 2 and tokens[i - 1].text in DASHES and tokens[i - 2].kind == "number":
        return True
    if numeral.shape is not Shape.DIGITS:
        return False
    if tokens[i].text.startswith("0") and len(tokens[i].text) > 1:
        return True
    if i > 0 and tokens[i - 1].kind == "number" and tokens[i - 1].text.isdecimal():
        return not (unit and (unit.measure or (unit.plural and _month(tokens, i - 2))))
    if end < len(tokens) and tokens[end].kind == "number":
        return not hyphen_at(tokens, end + 1)
    return False
