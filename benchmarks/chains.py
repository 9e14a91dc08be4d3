"""Sources and chains measured apart from the tagger, on gold outermost attributions.

    python -m benchmarks.chains

Each gold claim of `chains_dev` is folded back into what a flat tagger would find of it, in
two ways: *outermost*, where the first link with a cue is the attribution and everything
below it stands in the content; and *nearest*, where the last link outside the content is.
The readings of `resolve` are then scored by the corpus's own scorer; last, those of what the
shipped tagger finds. Certainty and quantities belong to another stage and are left out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks import records, scorer
from reportedly import encoder, typography
from reportedly.attributions import find_attributions, resolve
from reportedly.data import Article, Attribution, Chain, Dating, Quotation, Source, Span

MODES = ("outermost", "nearest", "tagger")
Json = dict[str, Any]


def article_of(text: str) -> Article:
    """A bare article with nothing but its text."""
    return Article(None, (), None, (), "en", Dating(), text, ())


def gold_attributions(record: Json, mode: str) -> list[Attribution]:
    """The flat attributions that the gold claims of one article would come from."""
    text: str = record["text"]
    folded: dict[tuple[Span | None, Span | None], list[Span]] = {}
    at = 0
    for claim in record["claims"]:
        content = list(_located(text, claim["content"], at))
        if not content:
            continue
        at = max(content[0].start - 400, 0)
        links = [(link, *_link(text, link, content)) for link in claim["chain"]]
        links = [link for link in links if link[2] is not None] or links
        chosen = 0 if mode == "outermost" else _nearest(text, links, content)
        _, mention, cue = links[chosen]
        below = [span for _, m, c in links[chosen + 1 :] for span in (m, c) if span is not None]
        key = (None, cue) if mention is not None and mention == cue else (mention, cue)
        folded.setdefault(key, []).extend(_hulls(text, content, below, key))
    flat = [
        Attribution("", source, cue, tuple(_merged(spans)), Quotation.INDIRECT, 1.0)
        for (source, cue), spans in folded.items()
    ]
    flat.sort(key=lambda attribution: attribution.content)
    return [
        Attribution(f"a{n}", a.source, a.cue, a.content, a.quotation, a.confidence)
        for n, a in enumerate(flat, 1)
    ]


def _located(text: str, pieces: list[str], at: int) -> Iterator[Span]:
    for piece in pieces:
        start = text.find(piece, at)
        start = text.find(piece) if start < 0 else start
        if start >= 0:
            yield Span(start, start + len(piece))
            at = start + len(piece)


def _link(text: str, link: Json, content: list[Span]) -> tuple[Span | None, Span | None]:
    """Mention and cue of a gold link, the places nearest to its content."""
    cue = _nearest_place(text, link["cue"], content[0]) if link["cue"] else None
    return _nearest_place(text, link["mention"], cue or content[0]), cue


def _nearest_place(text: str, words: str, to: Span) -> Span | None:
    best: Span | None = None
    start = text.find(words)
    while start >= 0:
        span = Span(start, start + len(words))
        whole = (
            not text[start - 1 : start].isalnum() and not text[span.end : span.end + 1].isalnum()
        )
        if whole and (best is None or _gap(span, to) < _gap(best, to)):
            best = span
        start = text.find(words, start + 1)
    return best


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


_Links = list[tuple[Json, Span | None, Span | None]]


def _nearest(text: str, links: _Links, content: list[Span]) -> int:
    """The last link whose cue stands outside the content's sentence part, beside it."""
    whole = Span(content[0].start, content[-1].end)
    outside = [
        i
        for i, (_, mention, cue) in enumerate(links)
        if mention is not None
        and mention != cue
        and cue is not None
        and (cue.start >= whole.start or mention.start < cue.start)
    ]
    quoted = typography.quote_mask(text)
    fit = [
        i
        for i in outside
        if i == 0 or not (quoted[_start(links[i][1])] or links[i][0]["cue"] in CITING)
    ]
    return fit[-1] if fit else 0


# No tagger takes whoever is cited for the source.
CITING = ("citing", "cited", "cites", "Quoting", "quoting")


def _start(span: Span | None) -> int:
    return span.start if span is not None else 0


def _hulls(
    text: str, content: list[Span], below: list[Span], key: tuple[Span | None, Span | None]
) -> list[Span]:
    """The content with what stands below grown into its nearest piece."""
    grown = list(content)
    own = [span for span in key if span is not None]
    for span in below:
        near = min(range(len(grown)), key=lambda i: _gap(grown[i], span))
        hull = Span(min(grown[near].start, span.start), max(grown[near].end, span.end))
        if len(hull) < len(grown[near]) + 200 and not any(hull.overlaps(o) for o in own):
            grown[near] = hull
            opening = [o.end for o in own if hull.start - 40 < o.end <= hull.start]
            opening = [end for end in opening if not any(o.start >= end for o in own)]
            begin = max(opening, default=hull.start)
            if "." not in text[begin : hull.start] and "," not in text[begin : hull.start]:
                grown[near] = Span(begin, hull.end)
            else:
                clause = max(text.rfind(mark, 0, hull.start) for mark in '.“"\n') + 1
                grown[near] = Span(max(clause, hull.start - 40), hull.end)
    return grown


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping pieces as one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start <= out[-1].end):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def predicted(record: Json, sources: list[Source], chains: list[Chain]) -> Json:
    """One article's chains in the form of the scorer."""
    text = record["text"]
    by_id = {source.id: source for source in sources}
    claims = []
    for chain in chains:
        links = []
        for link in chain.links:
            source = by_id[link.source]
            mention = link.mention.cut(text) if link.mention else source.name or ""
            links.append({"mention": mention, "name": source.name, "type": source.type})
        content = [span.cut(text) for span in chain.content]
        claims.append({"content": content, "chain": links, "quotation": chain.quotation})
    return {"id": record["id"], "claims": claims}


def found(record: Json, mode: str) -> list[Attribution]:
    """The attributions of one article: folded from gold, or the shipped tagger's."""
    if mode == "tagger":
        return find_attributions(record["text"], encoder.load())
    return gold_attributions(record, mode)


def measure() -> dict[str, float]:
    """Print the tables; return the scores on the shipped tagger's output, by name."""
    kept: dict[str, float] = {}
    gold = records("chains/chains_dev.jsonl")
    words = sum(len(record["text"].split()) for record in gold)
    for mode in MODES:
        readings: dict[str, Json] = {}
        seconds = 0.0
        for record in gold:
            attributions = found(record, mode)
            started = time.process_time()
            result = resolve(article_of(record["text"]), attributions)
            seconds += time.process_time() - started
            readings[str(record["id"])] = predicted(record, *result)
        scores = scorer("score_chains").score(gold, readings)
        print(f"{mode}: sources and chains alone {words / seconds:,.0f} words/s")
        for name in ("claims", "origin", "chain", "nested", "quotation"):
            print(f"  {name:10}", "  ".join(f"{k} {v}" for k, v in scores[name].items()))
        if mode == "tagger":
            kept = {f"chains.{name}": scores[name]["f1"] for name in ("claims", "origin", "chain")}
            kept["chains.nested"] = scores["nested"]["r"]
            kept["chains.quotation"] = scores["quotation"]["accuracy"]
    return kept


if __name__ == "__main__":
    measure()
