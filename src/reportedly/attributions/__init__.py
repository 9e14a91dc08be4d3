"""Who said what, on whose word: attributions, their sources and chains."""

from reportedly.attributions.chains import resolve
from reportedly.attributions.page import Text
from reportedly.attributions.tagger import find_attributions, tag

__all__ = ["Text", "find_attributions", "resolve", "tag"]
