"""Claims as schema.org `Claim`, and as `ClaimReview` where a reviewer recorded a verdict that
was published."""

from __future__ import annotations

from typing import Any

from reportedly.data import SourceType
from reportedly.ledger import KeptClaim

CONTEXT = "https://schema.org"
_PEOPLE = frozenset({SourceType.PERSON, SourceType.UNNAMED})


def claim_or_review(kept: KeptClaim) -> dict[str, object]:
    """A `ClaimReview` for a claim with a published verdict, else a `Claim`."""
    verdict = kept.standing.verdict
    if verdict is None:
        return {"@context": CONTEXT, **_claim(kept)}
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": verdict.get("url"),
        "claimReviewed": kept.claim.text,
        "author": {"@type": "Organization", "name": verdict.get("publisher")},
        "reviewRating": {"@type": "Rating", "alternateName": verdict.get("rating")},
        "itemReviewed": _claim(kept),
    }


def _claim(kept: KeptClaim) -> dict[str, object]:
    article: dict[str, Any] = {"@type": "NewsArticle", "headline": kept.title}
    if kept.url:
        article["url"] = kept.url
    if kept.published.date:
        article["datePublished"] = kept.published.date.isoformat()
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": f"urn:reportedly:claim:{kept.id}",
        "text": kept.claim.text,
        "appearance": article,
    }
    if kept.chain and kept.chain[-1].name:
        speaker = kept.chain[-1]
        kind = "Person" if speaker.type in _PEOPLE else "Organization"
        claim["author"] = {"@type": kind, "name": speaker.name}
        if speaker.role and kind == "Person":
            claim["author"]["jobTitle"] = speaker.role
    return claim
