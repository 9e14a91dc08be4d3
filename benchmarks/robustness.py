"""Attribution when the text looks as real pages make it look: dev, perturbed, scored again.

    python -m benchmarks.robustness

What is asked: no perturbation costs more than two points of F1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks import records
from benchmarks.attributions import score
from benchmarks.systems import reportedly_attributions
from reportedly.encoder import NAMES, ROLES

Offsets = npt.NDArray[np.int64]
Edit = tuple[int, int, str]  # what replaces a half-open range of code points


def perturbed(text: str, edits: Iterator[Edit]) -> tuple[str, Offsets]:
    """The text after `edits`, and where each offset of the old text, its end included, now is."""
    parts: list[str] = []
    moved = np.zeros(len(text) + 1, np.int64)
    old = new = 0
    for start, end, replacement in edits:
        moved[old:start] = np.arange(start - old) + new
        parts += [text[old:start], replacement]
        new += start - old
        moved[start:end] = new + np.minimum(np.arange(end - start), max(len(replacement) - 1, 0))
        new += len(replacement)
        old = end
    moved[old:] = np.arange(len(text) + 1 - old) + new
    return "".join([*parts, text[old:]]), moved


def _straight(text: str) -> Iterator[Edit]:
    for match in re.finditer("[“”]|''|``|[‘’]", text):
        yield match.start(), match.end(), "'" if match.group() in "‘’" else '"'


def _curly(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"\"|''|``|'", text):
        before = text[max(match.start() - 1, 0) : match.start()]
        opens = not before.strip(" \n(—–-") or match.group() == "``"
        pair = "‘’" if match.group() == "'" else "“”"
        yield match.start(), match.end(), pair[0] if opens else pair[1]


def _wrapped(text: str) -> Iterator[Edit]:
    begin = 0  # of the line
    last = None  # space at which it can be broken
    for match in re.finditer("[ \n]", text):
        if match.group() == "\n":
            begin, last = match.end(), None
        elif match.start() - begin > 80 and last is not None:
            yield last, last + 1, "\n"
            begin, last = last + 1, match.start()
        else:
            last = match.start()


def _joined(text: str) -> Iterator[Edit]:
    return ((m.start(), m.end(), " ") for m in re.finditer(r"\s*\n\s*", text))


def _capitals(text: str) -> Iterator[Edit]:
    headline = text.partition("\n")[0]
    return ((at, at + 1, c.upper()) for at, c in enumerate(headline) if len(c.upper()) == 1)


def _double_spaces(text: str) -> Iterator[Edit]:
    return ((m.start(), m.end(), "  ") for m in re.finditer(r"(?<=\S) (?=\S)", text))


def _zero_width(text: str) -> Iterator[Edit]:
    for number, match in enumerate(re.finditer(r"(?<=\w\w)(?=\w)|(?<= )(?=\w)", text)):
        if number % 5 == 0:
            yield match.start(), match.start(), "\u200b\u200d\ufeff\u00ad"[number // 5 % 4]


PERTURBATIONS: dict[str, Callable[[str], Iterator[Edit]]] = {
    "as it is": lambda text: iter(()),
    "straight quotation marks": _straight,
    "curly quotation marks": _curly,
    "lines broken at 80 columns": _wrapped,
    "paragraphs joined": _joined,
    "headline in capitals": _capitals,
    "double spaces": _double_spaces,
    "zero-width characters": _zero_width,
}


def measure() -> dict[str, float]:
    """Print the table; return the worst F1 of each model."""
    articles = records("attribution/polnear_dev.jsonl")
    finders = {name: reportedly_attributions(name) for name in NAMES}
    print(f"PolNeAR dev, perturbed{'':14}" + "".join(f"{name:>12}" for name in NAMES))
    worst = dict.fromkeys(NAMES, 100.0)
    for title, edit in PERTURBATIONS.items():
        gold = [_moved(article, edit) for article in articles]
        line = f"{title:36}"
        for name, find in finders.items():
            value = score(gold, [find(article["text"]) for article in gold])["all"]
            worst[name] = min(worst[name], value)
            line += f"{value:12.1f}"
        print(line, flush=True)
    return {f"robustness.{name}": value for name, value in worst.items()}


def _moved(article: dict[str, Any], edit: Callable[[str], Iterator[Edit]]) -> dict[str, Any]:
    text, moved = perturbed(article["text"], edit(article["text"]))

    def spans(old: list[list[int]]) -> list[list[int]]:
        return [[int(moved[start]), int(moved[end - 1]) + 1] for start, end in old if start < end]

    return {
        "article": article["article"],
        "text": text,
        "discard": spans(article["discard"]),
        "attributions": [
            {role: spans(attribution[role]) for role in ROLES}
            for attribution in article["attributions"]
        ],
    }


if __name__ == "__main__":
    measure()
