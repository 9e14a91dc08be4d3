"""Claims as W3C Web Annotations (JSON-LD), a claim an annotation.

The body is the claim as JSON; the target is the page, with a selector by quotation and one by
position. Positions count code points of the article's text, which stands beside the page in a
reading: on the live page, the quotation leads.
"""

from __future__ import annotations

from dataclasses import asdict

from reportedly.data import Place, Span, TextQuote
from reportedly.exchange.found import kept_claim_to_json
from reportedly.ledger import KeptClaim

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "reportedly": "urn:reportedly:",
        "reportedly:claim": {"@type": "@json"},  # kept as it is, whatever stands in it
    },
]


def annotation(kept: KeptClaim, text: str) -> dict[str, object]:
    """The annotation of a claim; `text` is what its spans refer to, title or article."""
    claim = kept_claim_to_json(kept)
    return {
        "@context": CONTEXT,
        "id": f"urn:reportedly:claim:{kept.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "language": "en",
            "value": _said(kept),
        },
        "target": [
            {"source": source_of(kept), "selector": _selectors(span, text)}
            for span in kept.claim.content
        ],
        "reportedly:claim": claim,
        "reportedly:in": "title" if kept.claim.place is Place.TITLE else "text",
    }


def source_of(kept: KeptClaim) -> str:
    """The page's address, or where it has none, its id as a URN."""
    return kept.url or f"urn:reportedly:page:{kept.page}"


def _said(kept: KeptClaim) -> str:
    named = zip(kept.chain, kept.mentions, strict=True)
    who = ", by way of ".join(
        each.name or mention or "somebody" for each, mention in reversed(list(named))
    )
    return (
        f"{who}: {kept.claim.certainty.value}" if who else f"article: {kept.claim.certainty.value}"
    )


def _selectors(span: Span, text: str) -> list[dict[str, object]]:
    return [
        {"type": "TextQuoteSelector", **asdict(TextQuote.of(text, span))},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]
