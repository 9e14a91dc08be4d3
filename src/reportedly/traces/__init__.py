"""How claims travel: which pages carry them, in whose words, and what changed on the way."""

from reportedly.traces.index import Index
from reportedly.traces.statements import statements_of

__all__ = ["Index", "statements_of"]
