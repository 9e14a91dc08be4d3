"""Texts as words that can be compared: posts, headlines, claims, articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reportedly.claims.lexicon import words

_EMPTY = words(
    "a an the of to in on for and or is are was were be been it its this that with as at by from",
    "he she they his her their you your i we our have has had do did does not no if will would can",
    "could should who what when where which there here so than then but about into out up just",
    "all some any me my us them him",
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_ADDRESS = re.compile(r"(?:https?:|pic\.twitter\.com/|www\.)\S*")
_TAG = re.compile(r"[#@](\w+)")
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")
_QUOTES = str.maketrans(dict.fromkeys('“”„"‘’', "'"))
_GLUED = re.compile(r"(?<=\S)(?=https?:|pic\.twitter\.com/)")
_ENDINGS = ("ies", "ing", "edly", "ed", "es", "s", "ly")
_GRAM = 4  # letters


def level(text: str) -> str:
    """`text` with one kind of quotation mark and of blank, and none around the whole of it.

    Spreadsheets double the marks within a quoted cell; that is undone as well.
    """
    text = text.strip()
    if len(text) > 2 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('""', '"')
    return " ".join(text.translate(_QUOTES).split())


def post(text: str) -> str:
    """A post on a social network as running text: without addresses, its tags as words."""
    text = _ADDRESS.sub(" ", _GLUED.sub(" ", text))
    return level(_TAG.sub(_apart, text))


def _apart(tag: re.Match[str]) -> str:
    name = tag.group(1)
    words = _JOINT.sub(" ", name)
    return name if words == name else f"{name} {words}"


def stems(text: str) -> list[str]:
    """The words of a levelled text that mean something by themselves, cut to their stems."""
    return [_stem(word) for word in _WORD.findall(text.lower()) if word not in _EMPTY]


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def grams(stemmed: Iterable[str]) -> list[str]:
    """Runs of four letters of each word, its ends marked: what misspelt words still share."""
    return [gram for word in stemmed for gram in _grams(word)]


@lru_cache(maxsize=1 << 16)
def _grams(word: str) -> Sequence[str]:
    marked = f"^{word}$"
    return [marked[i : i + _GRAM] for i in range(max(1, len(marked) - _GRAM + 1))]
