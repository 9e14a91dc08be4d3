"""How things are said on the page: days, figures, marks; and text of strangers made harmless."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from reportedly.data import Bound, Certainty, ClaimKind, Dating, Quantity, Severity, SourceType

# A mark and a word for each certainty: nothing is told by colour alone.
MARKS = {
    Certainty.ASSERTED: "●",
    Certainty.PROBABLE: "◕",
    Certainty.POSSIBLE: "◐",
    Certainty.CONDITIONAL: "◇",
    Certainty.DENIED: "⊘",
    Certainty.QUESTIONED: "?",
    Certainty.INTENDED: "→",
    ClaimKind.STATEMENT: "—",
    Severity.SERIOUS: "▲",
    Severity.WARNING: "△",
    Severity.INFO: "○",
}
_BOUNDS = {
    Bound.EXACT: "",
    Bound.ABOUT: "about ",
    Bound.NEARLY: "nearly ",
    Bound.AT_LEAST: "at least ",
    Bound.OVER: "over ",
    Bound.AT_MOST: "at most ",
    Bound.UNDER: "under ",
}
_TYPES = {SourceType.SOCIAL_MEDIA: "social media", SourceType.UNNAMED: "not named"}
# In the order in which they are to be looked for: most claim to be several.
_BROWSERS = {
    "Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome",
    "Safari/": "Safari",
}  # fmt: skip
_SYSTEMS = {
    "Android": "Android", "iPhone": "an iPhone", "iPad": "an iPad", "Windows": "Windows",
    "Mac OS X": "a Mac", "Linux": "Linux",
}  # fmt: skip
# They would reorder or hide what stands on the page, of which spans must keep their places.
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> str:
    """`text` with a replacement character for each that could act or reorder, place by place."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character in "\n\t":
        return character
    unseen = character in _REORDERING or unicodedata.category(character) in ("Cc", "Cs")
    return "\ufffd" if unseen else character


def set_text(text: str) -> Markup:
    """Text of an article for the page: as many code points as it has, none of them markup."""
    return escape(harmless(text))


def day(value: dt.date | None) -> str:
    return "" if value is None else f"{value.day} {value:%B %Y}"


def dated(dating: Dating) -> str:
    """A day, or the range that a page allows, in words."""
    if dating.date or not (dating.earliest or dating.latest):
        return day(dating.date) or "no date"
    first, last = day(dating.earliest), day(dating.latest)
    if first and last:
        return f"between {first} and {last}"
    return f"on or before {last}" if last else f"on or after {first}"


def moment(value: str) -> str:
    """An ISO 8601 moment as people write it, in UTC."""
    try:
        parsed = dt.datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{day(parsed.date())}, {parsed:%H:%M} UTC"


def number(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.15g}"


def figure(quantity: Quantity) -> str:
    """A figure with what it counts: "at least 1,000 soldiers", "up 4 %"."""
    low, high = number(float(quantity.low)), number(float(quantity.high))
    value = low if quantity.value is not None else f"{low} to {high}"
    change = f"{quantity.change.value} " if quantity.change else ""
    unit = f" {quantity.unit}" if quantity.unit else ""
    return f"{change}{_BOUNDS[quantity.bound]}{value}{unit}"


def source_type(kind: SourceType) -> str:
    return _TYPES.get(kind, kind.value)


def words_of(value: str) -> str:
    """A stable word of the contract as words: "headline-overstates", "at_least"."""
    return value.replace("-", " ").replace("_", " ")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place(origin: str) -> str:
    """Where a page came from, in few words: of a path, the file's name."""
    return origin if "://" in origin else origin.replace("\\", "/").rpartition("/")[2] or origin


def browser(agent: str) -> str:
    """What calls itself so, as people call it: "Firefox on Windows"; as it does where we do not
    know it."""
    name = next((called for part, called in _BROWSERS.items() if part in agent), None)
    system = next((called for part, called in _SYSTEMS.items() if part in agent), None)
    if name is None:
        return agent[:60] or "a program"
    return f"{name} on {system}" if system else name


def web_address(url: str | None) -> str | None:
    """An address that may be linked to: of the web, never of a script."""
    if url is None:
        return None
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


FILTERS: dict[str, Callable[..., Any]] = {
    "browser": browser,
    "count": count,
    "dated": dated,
    "day": day,
    "figure": figure,
    "harmless": harmless,
    "moment": moment,
    "place": place,
    "number": number,
    "set_text": set_text,
    "source_type": source_type,
    "web_address": web_address,
    "words": words_of,
}
