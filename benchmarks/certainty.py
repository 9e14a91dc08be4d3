"""Certainty of the gold claims of the chains corpus, with their gold contents and cues.

    python -m benchmarks.certainty

Apart from the tagger and from chains: only the grading of a content is measured. One claim
in three is not flatly asserted; kappa tells agreement beyond that chance.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from benchmarks import records
from reportedly.claims import assess
from reportedly.data import Article, Chain, Dating, Link, Quotation, Span

Json = dict[str, Any]
_REACH = 200  # code points about a content in which its mention and cue are looked for


def measure() -> dict[str, float]:
    """Print accuracy, kappa and the commonest errors; return the scores by name."""
    articles = records("chains/chains_dev.jsonl")
    pairs = Counter(pair for article in articles for pair in _graded(article))
    total = pairs.total()
    gold, mine = Counter[str](), Counter[str]()
    for (theirs, ours), n in pairs.items():
        gold[theirs] += n
        mine[ours] += n
    agree = sum(n for (theirs, ours), n in pairs.items() if theirs == ours) / total
    chance = sum(gold[name] * mine[name] for name in gold) / total**2
    kappa = (agree - chance) / (1 - chance)
    print(f"chains dev, {total} gold claims: accuracy {100 * agree:.1f}, kappa {kappa:.3f}")
    for (theirs, ours), n in pairs.most_common():
        if theirs != ours:
            print(f"  {theirs} taken for {ours}: {n}")
    return {"certainty.accuracy": round(100 * agree, 1), "certainty.kappa": round(kappa, 3)}


def _graded(record: Json) -> list[tuple[str, str]]:
    """Gold and own certainty of each claim whose content is found in the text."""
    text = record["text"]
    article = Article(None, (), None, (), "en", Dating(), text, ())
    chains, gold = [], {}
    for n, claim in enumerate(record["claims"]):
        content = _located(text, claim["content"])
        if content:
            link = _link(text, claim["chain"][-1], content[0])
            chains.append(Chain(f"a{n}", (link,), content, Quotation.INDIRECT))
            gold[f"a{n}"] = claim["certainty"]
    claims = assess(article, chains)
    return [(gold[c.attribution], str(c.certainty)) for c in claims if c.attribution in gold]


def _located(text: str, parts: list[str]) -> tuple[Span, ...]:
    starts = [text.find(part) for part in parts]
    return tuple(Span(s, s + len(p)) for s, p in zip(starts, parts, strict=True) if s >= 0)


def _link(text: str, link: Json, content: Span) -> Link:
    return Link("s1", _near(text, link["mention"], content), _near(text, link["cue"], content))


def _near(text: str, words: str | None, content: Span) -> Span | None:
    """The place of `words` before the content, else after it; None when it is not near."""
    if not words:
        return None
    start = text.rfind(words, max(0, content.start - _REACH), content.start + len(words))
    if start < 0:
        start = text.find(words, content.end, content.end + 3 * _REACH)
    return Span(start, start + len(words)) if start >= 0 else None


if __name__ == "__main__":
    measure()
