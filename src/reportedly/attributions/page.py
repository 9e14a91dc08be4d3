"""What the readers of an article's attributions look at together."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.attributions.register import Register
from reportedly.attributions.tokens import Tokens
from reportedly.encoder import Bools


@dataclass(frozen=True, slots=True)
class Page:
    """A text, its names and its quotations."""

    tokens: Tokens
    register: Register
    quoted: Bools  # one for each code point, as `encoder.quote_mask` gives it
