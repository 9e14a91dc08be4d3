"""Time over the length of the text: it should grow no faster.

    python -m benchmarks.curve [SHAPE ...] --to 1000000

Articles are the development articles, one after another; the other shapes are what a hostile
page may hold. `order` is how the time of the longest grew, over its length: 1.0 is linear.
The reading runs every stage that scans text, without the network; `attributions` is the tagger,
network and all, window by window.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Collection, Iterator
from itertools import cycle

from benchmarks import records
from reportedly.articles import separate
from reportedly.attributions import Text, find_attributions, resolve
from reportedly.attributions.impersonal import with_impersonal
from reportedly.claims import assess, find_findings, find_quantities
from reportedly.claims.entities import find_entities
from reportedly.data import Form, Page
from reportedly.encoder import Events, load

LONGEST = 250_000  # code points, for the whole run not to take all day
ROUNDS = {"articles": 3}  # the fastest counts, since other work on the machine only adds
HOSTILE = {
    "numbers": "5,000 of 1.3 million, ",
    "digits": "7",
    "capitals": "Ana B. Ruiz of ",
    "quotation marks": "“he said ‘",
    "full stops": "a. ",
    "hearsay": "It is said that it was reportedly said that ",
    "spaces": " ",
    "line feeds": "\n",
}


def reading(text: str) -> None:
    """Every stage of a reading but the network."""
    body = text.encode("utf-8", "surrogatepass")
    article = separate(Page(body, text, Form.TEXT, "text/plain", "curve"))
    known = Text(article.text)
    found = with_impersonal(known, [])
    sources, chains = resolve(article, found, known)
    find_findings(article, sources, assess(article, chains, Events.of([])))


STAGES: dict[str, Callable[[str], object]] = {
    "find_quantities": find_quantities,
    "find_entities": find_entities,
    "reading": reading,
    "attributions": lambda text: find_attributions(text, load()),
}


def texts(length: int) -> Iterator[tuple[str, str]]:
    """Each shape with a text of that length."""
    articles = cycle(r["text"] for r in records("attribution/polnear_dev.jsonl"))
    joined: list[str] = []
    while sum(map(len, joined)) < length:
        joined.append(next(articles))
    yield "articles", "\n\n".join(joined)[:length]
    yield "one paragraph", " ".join(" ".join(joined).split())[:length]
    for name, pattern in HOSTILE.items():
        yield name, (pattern * (length // len(pattern) + 1))[:length]


def seconds(stage: Callable[[str], object], text: str, rounds: int) -> float:
    """Processor time of one call, the fastest of `rounds`."""
    best = math.inf
    for _ in range(rounds):
        started = time.process_time()
        stage(text)
        best = min(best, time.process_time() - started)
    return best


def measure(shapes: Collection[str] = (), longest: int = LONGEST) -> dict[str, float]:
    """Print the curves, of all shapes or of some; return the order of each stage on articles, by
    name of the score."""
    lengths = [longest // 2**n for n in reversed(range(5))]
    print(
        "seconds at       " + "".join(f"{length // 1000:>8,}k" for length in lengths) + "   order"
    )
    orders: dict[str, float] = {}
    load()
    for shape, text in texts(longest):
        if shapes and shape not in shapes:
            continue
        for name, stage in STAGES.items():
            took = [seconds(stage, text[:length], ROUNDS.get(shape, 1)) for length in lengths]
            order = math.log(took[-1] / took[1], lengths[-1] / lengths[1])
            print(f"{name:17}" + "".join(f"{t:9.3f}" for t in took) + f"{order:8.2f}  {shape}")
            if shape == "articles":
                orders[f"curve.{name}"] = round(order, 2)
    return orders


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help="some of them only")
    parser.add_argument("--to", type=int, default=LONGEST, help="code points")
    given = parser.parse_args()
    measure(given.shapes, given.to)
