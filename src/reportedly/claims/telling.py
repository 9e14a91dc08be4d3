"""Figures and lists in the words of a message."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.data import Bound, Quantity

MONEY = frozenset("$£€¥₹₽₩")  # signs of currencies, before a sum or after it


def spoken(quantity: Quantity) -> str:
    """A figure in few words: "nearly 1.3 million personnel", "5 to 7 %"."""
    low, high = number(quantity.low), number(quantity.high)
    figure = low if quantity.value is not None else f"{low} to {high}"
    unit = quantity.unit or ""
    bound = "" if quantity.bound is Bound.EXACT else quantity.bound.replace("_", " ") + " "
    if unit[:1] in MONEY or unit.endswith("$"):
        sign, _, rest = unit.partition(" ")
        return f"{bound}{sign}{figure} {rest}".rstrip()
    return f"{bound}{figure}{'' if unit == '%' else ' '}{unit}".rstrip()


def number(value: float) -> str:
    name = ""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            value, name = value / size, word
            break
    return f"{value:,.2f}".rstrip("0").rstrip(".") + name


def listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1]
