"""Who said what, on whose word: attributions, their sources and chains."""

from reportedly.attributions.chains import resolve
from reportedly.attributions.tagger import find_attributions, tag

__all__ = ["find_attributions", "resolve", "tag"]
