"""Characters that databases refuse: NUL, which PostgreSQL has no place for, and lone surrogates,
which UTF-8 has no bytes for. Ready text is kept code point for code point, so they occur.

Each is stored as one of the last private characters of Unicode, so that spans stay as they are.
"""

from __future__ import annotations

import re
from typing import Any

_FIRST = 0x10F7FF  # stands for NUL; those after it for the surrogates, in order
_STORED = {0: _FIRST} | {0xD800 + i: _FIRST + 1 + i for i in range(0x800)}
_RESTORED = {stored: kept for kept, stored in _STORED.items()}
_REFUSED = re.compile("[\0\ud800-\udfff]")
_STANDS_IN = re.compile(f"[{chr(_FIRST)}-{chr(0x10FFFF)}]")


def storable(value: Any) -> Any:
    """`value`, with every string in it, however nested, as a database takes it.

    Raises `ValueError` for a string that holds one of the private characters itself.
    """
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:
            return value
        if _STANDS_IN.search(value):
            raise ValueError("it has private characters that the ledger needs for itself")
        return value.translate(_STORED) if _REFUSED.search(value) else value
    if isinstance(value, list | tuple):
        return type(value)(map(storable, value))
    return value


def stored_form(text: str) -> str:
    """How a string stands in the database, for one that is sought or only told: it need not
    come back as it was."""
    try:
        return str(storable(text))
    except ValueError:
        return ascii(text)


def restored(text: str) -> str:
    """The string that `storable` was given."""
    if text.isascii() or not _STANDS_IN.search(text):
        return text
    return text.translate(_RESTORED)


def suspect(encoded: bytes) -> bool:
    """True when UTF-8 (lone surrogates passed) may hold what `storable` must look at."""
    return b"\xf4\x8f" in encoded or b"\xed" in encoded or b"\0" in encoded or rb"\u0000" in encoded
