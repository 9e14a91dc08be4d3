"""From readings to statements: each claim with what it takes to compare it across pages."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.data import Reading, Statement


def statements_of(reading: Reading) -> Iterator[Statement]:
    """The statements of a page in reading order; their ids are "PAGE CLAIM"."""
    article = reading.article
    sources = {source.id: source for source in reading.sources}
    for claim in reading.claims:
        yield Statement(
            f"{reading.id} {claim.id}",
            reading.id,
            claim,
            tuple(sources[link.source] for link in claim.chain),
            reading.page.url,
            article.site,
            article.byline,
            article.published,
            article.title,
            article.text,
        )
