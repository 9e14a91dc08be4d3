"""How rare words are in news, counted for `reportedly.traces.rarity`.

    python -m training.rarities --corpora ../shared/data

writes rarities.json in src/reportedly/models: of every stem that stands in ten sentences or more
the natural logarithm of one in how many it is. Some seconds, without torch. The texts are those
that no score of traces is measured on: PolNeAR's and the factuality corpora's articles to train
on, bodies of news pages, and the claims that Snopes has checked.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly.claims.sentences import split_sentences
from reportedly.claims.stems import stems_in
from reportedly.encoder import MODELS

FEWEST = 10  # sentences
_EVENTS = ("uw_train", "uds_ih2_train")


def sentences(folder: Path) -> Iterator[str]:
    """A claim that was checked counts as one sentence."""
    texts = [row["text"] for row in _rows(folder / "attribution" / "polnear_train.jsonl")]
    texts += [row["body"] for row in _rows(folder / "pages" / "scrapes_dev.jsonl")]
    for text in texts:
        for span in split_sentences(text):
            yield span.cut(text)
    for name in _EVENTS:
        rows = _rows(folder / "factuality" / f"{name}.jsonl")
        yield from dict.fromkeys(row["text"] for row in rows)
    for row in _rows(folder / "factchecks" / "snopes_claims.jsonl"):
        yield f"{row['title']} {row['claim']}"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def counted(told: Iterator[str]) -> dict[str, float]:
    """The rarity of each stem, the commonest first."""
    kept = [stems_in(one) for one in told]
    among = Counter(stem for stems in kept for stem in stems)
    return {
        stem: round(math.log(len(kept) / count), 2)
        for stem, count in sorted(among.items(), key=lambda pair: (-pair[1], pair[0]))
        if count >= FEWEST and not stem[0].isdigit()
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.rarities", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    found = counted(sentences(parser.parse_args().corpora))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (MODELS / "rarities.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(found):,} stems, {len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
