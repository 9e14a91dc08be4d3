"""Currencies, shares and measures: units that come from lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportedly.claims.lexicon import words
from reportedly.claims.numerals import MAGNITUDES, MONEY_SUFFIXES, SUFFIXES
from reportedly.claims.tokens import DASHES, Token, adjacent, hyphen_at, word_at


class Unit(NamedTuple):
    """A unit that ends before token `end`; `plural` when its noun shows the number."""

    name: str
    end: int
    plural: bool = False
    measure: bool = False  # a currency, share or measure: the number is surely a quantity


SYMBOLS = frozenset("$£€¥₹₽₩₪₦₺₴฿¢₱₫₵₸₡")
_DOLLARS = frozenset({"us", "a", "au", "c", "ca", "nz", "hk", "s", "u.s.", "r"})
CODES = {
    "usd": "US$", "eur": "€", "gbp": "£", "jpy": "¥", "aud": "A$", "cad": "C$", "nzd": "NZ$",
    "hkd": "HK$", "sgd": "S$", "inr": "₹", "rub": "₽", "krw": "₩", "chf": "CHF", "cny": "CNY",
    "rmb": "RMB", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "zar": "ZAR",
    "brl": "BRL", "mxn": "MXN", "rm": "RM", "rs": "Rs", "myr": "RM", "ngn": "₦",
    "php": "₱", "idr": "Rp", "rp": "Rp", "thb": "THB", "twd": "NT$", "ils": "₪", "aed": "AED",
    "sar": "SAR", "qar": "QAR", "egp": "EGP", "czk": "CZK", "huf": "HUF", "uah": "₴", "vnd": "₫",
    "pkr": "PKR", "bdt": "Tk", "tk": "Tk", "lkr": "LKR", "kes": "KSh", "ksh": "KSh", "kshs": "KSh",
    "ghs": "₵", "tzs": "TZS", "ugx": "UGX",
}  # fmt: skip
_MIXED = frozenset({"Rs", "Rm", "Rp", "Tk", "Ksh", "KSh", "Kshs"})  # codes that are no capitals
_DOTTED = _MIXED - {"Rm"}  # "Rm. 12" is a room
MONEY_WORDS = words(
    "dollar dollars euro euros pound pounds yen yuan renminbi rouble roubles ruble rubles rupee",
    "rupees franc francs krona kronor krone kroner peso pesos real reais won lira shekel",
    "shekels naira rand ringgit dirham dirhams riyal riyals zloty forint hryvnia cent cents",
    "penny pence bucks quid dinar dinars baht sen crown crowns koruna korunas",
)
_NATIONS = words(
    "us u.s american australian canadian british japanese chinese russian indian hong kong",
    "singapore swiss turkish mexican new zealand sterling taiwan taiwanese egyptian",
)
PERCENT = {"%": "%", "percent": "%", "pct": "%", "pc": "%", "percentage": "%"}
# Written against the number or after a space; keys as written, for "m" and "M" differ
_MEASURES = words(
    "km kms m cm mm nm mi ft yd kg kgs g mg µg mcg lb lbs oz t l ml mL cl dl mph kph mpg kmh",
    "knots kt kW MW GW TW kWh MWh GWh TWh Wh W V A mA mAh Ah Hz kHz MHz GHz THz KB kB MB GB TB",
    "PB Mb Gb Mbps Gbps kbps MBps bit bits byte bytes Kb b B rpm bhp hp PS Nm lb-ft ppb ppm ppt",
    'dB cc ha hr hrs h min mins s sec secs ms ns yr yrs °C °F °c °f ° ″ ′ " p K F C N J kJ MJ',
    "kcal cal Pa kPa MPa bar psi mmHg lx lm Ω µm μm μg x bpd boe mmBTU BTU bps sqm sqft kn a in",
    "fps dpi ppi MP TEU",
)
# Only against the number: after a space these are words or names more often than units
_ATTACHED_ONLY = words('A B C F K N J s x t b a in " ° ms min m g l h p')
_SPACED_TOO = words("m g h W V p F b a l s")
MEASURE_NOUNS = words(
    "year month week day hour minute second decade century mile metre meter kilometre kilometer",
    "yard foot inch acre hectare gallon litre liter barrel ton tonne pound kilogram kilo ounce",
    "degree volt watt point story storey stone times millimetre",
    "millimeter centimetre centimeter nanometer nanometre celsius fahrenheit kelvin",
)


def money_before(tokens: Sequence[Token], i: int) -> tuple[str, int] | None:
    """The currency whose sign or code stands right before token `i`, and where it starts."""
    if i == 0:
        return None
    before = tokens[i - 1]
    if before.text in DASHES and i >= 2 and tokens[i - 2].text in SYMBOLS:
        return tokens[i - 2].text, i - 2  # "$-50.8bn"
    glued = adjacent(before, tokens[i])
    if before.text == "." and i >= 2 and tokens[i - 2].text in _DOTTED:
        return CODES[tokens[i - 2].lower], i - 2  # "Rs. 500"
    if glued and before.lower in _DOLLARS and i >= 2 and tokens[i - 2].text == "$":
        return before.text + "$", i - 2  # "$US300"
    if before.text in SYMBOLS:
        if i >= 2 and before.text == "$" and (name := _dollars_of(tokens[i - 2], before)):
            return name, i - 2
        return before.text, i - 1
    if before.lower in CODES and (before.text.isupper() or before.text in _MIXED):
        if _is_name(before, tokens[i], word_at(tokens, i + 1)):
            return None
        return CODES[before.lower], i - 1
    if before.text == "PS" and glued:
        return "£", i - 1  # what is left of a pound sign in plain ASCII
    if before.text == "=" and i >= 2 and tokens[i - 2].text == "Y":  # how some wires write yen
        return "¥", i - 2
    return None


def _is_name(code: Token, number: Token, after: str = "") -> bool:
    """True for a code that is something else as well, beside a number too small for a sum of such
    money: "PHP 8", "5 AED units"; not "AED 5 million"."""
    return code.text in _NAMES and len(number.text) <= _FEW and after not in _GREAT


_NAMES = frozenset({"PHP", "AED", "SAR"})
_FEW = 2  # digits
_GREAT = MAGNITUDES.keys() | SUFFIXES.keys() | MONEY_SUFFIXES.keys()


def _dollars_of(prefix: Token, sign: Token) -> str:
    """Whose dollars are told before their sign: "NT$" of "NT$30"; empty where it is not said."""
    if not adjacent(prefix, sign):
        return "US$" if prefix.text in ("US", "U.S.") else ""
    if prefix.lower in CODES:
        return CODES[prefix.lower]  # "AUD$5"
    coded = prefix.text.isalpha() and prefix.text.isupper() and len(prefix.text) <= _CODE
    return prefix.text.replace(".", "") + "$" if coded or prefix.lower in _DOLLARS else ""


_CODE = 2  # letters before the sign of dollars, at most


def share_after(tokens: Sequence[Token], i: int) -> Unit | None:
    """ "%", "per cent", "percentage points" or "basis points" at token `i`."""
    if hyphen_at(tokens, i):
        after = word_at(tokens, i + 1)
        i += after in PERCENT or after == "basis" or _is_per_cent(tokens, i + 1)
    word, end = word_at(tokens, i), i + 1
    if word == "per" and _is_per_cent(tokens, i):
        end = i + 2 + hyphen_at(tokens, i + 1)
    elif word == "basis":
        end += hyphen_at(tokens, end)
        points = word_at(tokens, end).startswith("point")
        return Unit("basis points", end + 1, True, True) if points else None
    elif word not in PERCENT:
        return None
    if hyphen_at(tokens, end) and word_at(tokens, end + 1)[:5] == "point":
        end += 1
    if word == "percentage" and word_at(tokens, end)[:5] != "point":
        return None
    if word_at(tokens, end) in ("point", "points"):
        return Unit("percentage points", end + 1, True, True)
    return Unit("%", end, True, True)


def _is_per_cent(tokens: Sequence[Token], i: int) -> bool:
    """True for "per cent" and "per-cent" at token `i`."""
    if word_at(tokens, i) != "per":
        return False
    return word_at(tokens, i + 1 + hyphen_at(tokens, i + 1)) == "cent"


def measure_after(tokens: Sequence[Token], i: int) -> Unit | None:
    """A measure written as an abbreviation or sign at token `i`: "km", "sq ft", "°C"."""
    token = tokens[i]
    attached = i > 0 and adjacent(tokens[i - 1], token)
    name, end = token.text, i + 1
    if name == "°" and end < len(tokens) and tokens[end].text in ("C", "F"):
        return Unit("°" + tokens[end].text, end + 1, True, True)
    if token.lower in ("sq", "square", "cubic", "cu"):
        j = end + 1 if word_at(tokens, end) == "." else end
        if word_at(tokens, j) in _AREAS:
            return Unit(f"{token.text} {tokens[j].text}", j + 1, True, True)
        return None
    if token.lower in ("degree", "degrees") and word_at(tokens, end) in _SCALES:
        return Unit(f"{name} {tokens[end].text}", end + 1, True, True)
    if name not in _MEASURES:
        return None
    if not attached and name in _ATTACHED_ONLY and not _free(tokens, end):
        return None
    if name in _INCHES and word_at(tokens, end) == "s" and adjacent(token, tokens[end]):
        return None  # an apostrophe: "2022′s"
    if name == '"' and not attached:
        return None
    if name == '"' and i >= 1 and _opens_quote(tokens, i - 1):
        return None
    if (
        word_at(tokens, end) == "/"
        and end + 1 < len(tokens)
        and tokens[end + 1].text in ("h", "s", "hr", "l", "kg", "L")
    ):
        return Unit(f"{name}/{tokens[end + 1].text}", end + 2, True, True)
    return Unit(name, end, True, True)


def _free(tokens: Sequence[Token], i: int) -> bool:
    """True when the short unit before token `i`, apart from its number, is one: "30 m,"."""
    return tokens[i - 1].text in _SPACED_TOO and not word_at(tokens, i)[:1].isalnum()


_SCALES = words("celsius fahrenheit centigrade kelvin c f")
_INCHES = frozenset("'\"′″")
_AREAS = words(
    "m ft km mi feet foot metres meters metre meter miles mile kilometres kilometers kilometre",
    "kilometer yards yard inches inch cm mm in",
)


def _opens_quote(tokens: Sequence[Token], number: int) -> bool:
    """True when the straight mark after the number closes a quotation opened just before."""
    return any(tokens[j].text == '"' for j in range(max(0, number - 6), number))


def _ends_sum(tokens: Sequence[Token], i: int) -> bool:
    """True for the sign of "3 billion €", which begins no sum of its own."""
    return tokens[i].text not in "$£" and (i + 1 == len(tokens) or tokens[i + 1].kind != "number")


def money_after(tokens: Sequence[Token], i: int) -> Unit | None:
    """A currency at token `i`: "dollars", "Australian dollars", "€", "EUR"."""
    if hyphen_at(tokens, i) and word_at(tokens, i + 1) in MONEY_WORDS:
        return Unit(tokens[i + 1].text, i + 2, True, True)
    if tokens[i].text in SYMBOLS and (adjacent(tokens[i - 1], tokens[i]) or _ends_sum(tokens, i)):
        return Unit(tokens[i].text, i + 1, True, True)
    code = tokens[i].lower in CODES and tokens[i].text.isupper()
    if code and not _is_name(tokens[i], tokens[i - 1]):
        return Unit(CODES[tokens[i].lower], i + 1, True, True)
    j = i
    while word_at(tokens, j) in _NATIONS and j < i + 2:
        j += 1
    if word_at(tokens, j) in MONEY_WORDS:
        return Unit(" ".join(t.text for t in tokens[i : j + 1]), j + 1, True, True)
    return None
