"""Where the points lie: what is missed on the development split, by type, with examples.

python -m benchmarks.errors                     the table, for each shipped model
python -m benchmarks.errors --examples 5        and five of each type, the default model's
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks import records, scorer
from benchmarks.systems import reportedly_attributions
from reportedly.encoder import NAMES

TYPES = {
    "not found": "no predicted content touches the gold one",
    "too long": "the content touched takes in more than twice the words, or a neighbour",
    "too short": "the content touched is less than half, or split",
    "source missing": "the content is right; the gold has a source, the prediction none",
    "source invented": "the content is right; the prediction has a source, the gold none",
    "wrong source": "the content is right; the two sources share no word",
    "spurious": "no gold content touches the predicted one",
}


@dataclass(frozen=True, slots=True)
class Miss:
    kind: str  # one of TYPES
    quoted: bool  # whether the content holds a double quotation mark; a spurious one: or abuts it
    article: str
    gold: str  # as "source | cue | content"; empty where there is none
    predicted: str


def misses(name: str) -> Iterator[Miss]:
    """Every gold attribution that is missed, then every prediction that touches none."""
    gold = records("attribution/polnear_dev.jsonl")
    find = reportedly_attributions(name)
    predicted = [{"article": a["article"], "attributions": find(a["text"])} for a in gold]
    _, details = scorer("score_attributions").score(gold, predicted)
    for article, tokens, golds, found, whole, by_content in details:

        def shown(one: dict[str, Any] | None, tokens: Any = tokens) -> str:
            if one is None:
                return ""
            parts = (sorted(one[role]) for role in ("source", "cue", "content"))
            return " | ".join(" ".join(tokens.text[i] for i in part) for part in parts)

        for number, one in enumerate(golds):
            if number not in whole:
                best = max(found, key=lambda p: len(p["content"] & one["content"]), default=None)
                if number in by_content:
                    best = found[by_content[number]]
                elif best and not best["content"] & one["content"]:
                    best = None
                kind = _kind(one, best, number in by_content)
                quoted = tokens.has_quote(one["content"])
                yield Miss(kind, quoted, article["article"], shown(one), shown(best))
        for number, one in enumerate(found):
            if number not in whole.values() and not any(
                one["content"] & each["content"] for each in golds
            ):
                quoted = tokens.has_quote(one["content"], 1)
                yield Miss("spurious", quoted, article["article"], "", shown(one))


def _kind(gold: dict[str, Any], best: dict[str, Any] | None, content_right: bool) -> str:
    if best is None:
        return "not found"
    if not content_right:
        return "too long" if len(best["content"]) > len(gold["content"]) else "too short"
    if not gold["source"]:
        return "source invented"
    return "wrong source" if best["source"] else "source missing"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.errors", description=__doc__)
    parser.add_argument("--examples", type=int, default=0, help="of each type")
    wanted = parser.parse_args().examples
    for name in NAMES:
        by_kind: dict[str, list[Miss]] = defaultdict(list)
        for miss in misses(name):
            by_kind[miss.kind].append(miss)
        print(f"{name:18}{'quoted':>8}{'unquoted':>10}")
        for kind, meaning in TYPES.items():
            quoted = sum(miss.quoted for miss in by_kind[kind])
            print(f"  {kind:16}{quoted:8}{len(by_kind[kind]) - quoted:10}   {meaning}")
        if wanted and name == NAMES[0]:
            _print_examples(by_kind, wanted)


def _print_examples(by_kind: dict[str, list[Miss]], wanted: int) -> None:
    for kind, found in by_kind.items():
        print(f"\n== {kind}")
        for miss in random.Random(kind).sample(found, min(wanted, len(found))):
            print(f"{miss.article}\n    gold       {miss.gold}\n    predicted  {miss.predicted}")


if __name__ == "__main__":
    main()
