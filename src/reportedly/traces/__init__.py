"""How claims travel: which pages carry them, in whose words, and what changed on the way."""

from reportedly.traces.copies import find_copies
from reportedly.traces.index import Index
from reportedly.traces.shelf import Shelf
from reportedly.traces.statements import statements_of
from reportedly.traces.tracing import trace, trace_of

__all__ = ["Index", "Shelf", "find_copies", "statements_of", "trace", "trace_of"]
