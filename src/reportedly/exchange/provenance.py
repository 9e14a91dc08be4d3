"""Where claims come from, as W3C PROV (https://www.w3.org/TR/prov-dm/): a document a reading.

    page ◄── wasQuotedFrom ── claim ── wasAttributedTo ──► speaker, the last of the chain
                               │ ▲ wasDerivedFrom: as passed on, link by link, outwards
                               │ └────────── report ── wasAttributedTo ──► whoever passes it on
                               └── wasGeneratedBy ──► reading ── wasAssociatedWith ──► the model

A claim that a reviewer corrected is a revision of what was read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reportedly.data import Source, SourceType
from reportedly.errors import ConfigurationError
from reportedly.ledger import KeptClaim

if TYPE_CHECKING:
    from prov.model import ProvDocument

_NAMESPACE = "urn:reportedly:"
_REPORT = {"prov:type": "reportedly:Report"}
# wasQuotedFrom, hadPrimarySource and wasRevisionOf, as derivations of these types
_QUOTED, _PRIMARY, _REVISED = (
    {"prov:type": f"prov:{kind}"} for kind in ("Quotation", "PrimarySource", "Revision")
)
_PEOPLE = frozenset({SourceType.PERSON, SourceType.UNNAMED, SourceType.GROUP})


def provenance(claims: Iterable[KeptClaim]) -> ProvDocument:
    """The provenance of claims of one reading. Raises `ConfigurationError` where the library
    `prov` is not installed."""
    try:
        from prov.model import ProvDocument
    except ImportError as error:
        raise ConfigurationError(
            "PROV needs a library: pip install 'reportedly[prov]'", about="prov"
        ) from error
    document = ProvDocument()
    document.add_namespace("reportedly", _NAMESPACE)
    document.add_namespace("schema", "https://schema.org/")
    page = None
    for kept in claims:
        page = page or _page(document, kept)
        _claim(document, kept, *page)
    return document


def provenance_to_json(claims: Iterable[KeptClaim]) -> dict[str, object]:
    """The same as PROV-JSON (https://www.w3.org/submissions/prov-json/)."""
    value: dict[str, object] = json.loads(provenance(claims).serialize(format="json") or "{}")
    return value


def _page(document: ProvDocument, kept: KeptClaim) -> tuple[Any, Any]:
    about = {"prov:type": "schema:NewsArticle", "prov:location": kept.url or kept.origin}
    if kept.title:
        about["prov:label"] = kept.title
    if kept.published.date:
        about["schema:datePublished"] = kept.published.date.isoformat()
    page = document.entity(f"reportedly:page-{kept.page}", about)
    reading = document.activity(f"reportedly:reading-{kept.reading}")
    document.used(reading, page)
    agent = document.agent("reportedly:reader", {"prov:type": "prov:SoftwareAgent"})
    document.wasAssociatedWith(reading, agent)
    return page, reading


def _claim(document: ProvDocument, kept: KeptClaim, page: Any, reading: Any) -> None:
    known_as = f"reportedly:claim-{kept.id}"
    about = {
        "prov:type": "schema:Claim",
        "prov:value": kept.claim.text,
        "reportedly:certainty": kept.claim.certainty.value,
        "reportedly:quotation": kept.claim.quotation.value,
    }
    claim = document.entity(known_as, about)
    if kept.standing.corrected:
        read = document.entity(f"{known_as}-as-read")
        document.wasGeneratedBy(read, reading)
        document.wasDerivedFrom(claim, read, other_attributes=_REVISED)
    else:
        document.wasGeneratedBy(claim, reading)
    document.wasDerivedFrom(claim, page, other_attributes=_QUOTED)
    called = list(zip(kept.chain, kept.mentions, strict=True))
    inner = claim
    for number, (source, mention) in reversed(list(enumerate(called))):
        said = claim
        if number < len(called) - 1:
            said = document.entity(
                f"{known_as}-by-{number + 1}", {"prov:type": "reportedly:Report"}
            )
            document.wasDerivedFrom(said, inner)
            document.wasDerivedFrom(said, claim, other_attributes=_PRIMARY)
            inner = said
        agent = _agent(document, kept, number, source, mention)
        document.wasAttributedTo(said, agent)


def _agent(
    document: ProvDocument, kept: KeptClaim, number: int, source: Source, mention: str | None
) -> Any:
    kind = "prov:Person" if source.type in _PEOPLE else "prov:Organization"
    about = {"prov:type": kind, "prov:label": source.name or mention or "somebody"}
    if source.role:
        about["schema:jobTitle"] = source.role
    return document.agent(f"reportedly:source-{kept.id}-{number + 1}", about)
