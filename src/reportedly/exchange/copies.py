"""Copies on their way out: as JSON, and as a table on a terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from reportedly.data import Copy
from reportedly.exchange.terminal import QUIET, visible


def copy_to_json(copy: Copy) -> dict[str, object]:
    """A pair of pages, and what they share: spans in code points of either text."""
    return {
        "left": copy.left,
        "right": copy.right,
        "sameness": copy.sameness.value,
        "containment": copy.containment,
        "resemblance": copy.resemblance,
        "agency": copy.agency,
        "shared": [
            {"left": [one.start, one.end], "right": [other.start, other.end]}
            for one, other in copy.shared
        ],
    }


def copy_line(copy: Copy, name: Callable[[str], str] = str, words: str = "") -> Text:
    """A pair in a line: what they are to each other, how much is shared, and who they are.
    `words` are some that both have."""
    line = Text(f"{copy.sameness.value:<14} ", "bold")
    line.append(f"{copy.containment:>4.0%} of the shorter  ", QUIET)
    line.append(visible(name(copy.left))).append(" ═ ", QUIET).append(visible(name(copy.right)))
    if copy.agency:
        line.append(f"  ({visible(copy.agency)})", QUIET)
    if words:
        line.append(f"\n    “{visible(words).strip()}”", QUIET)
    return line
