"""A trace as JSON: the contract of docs/traces.md. Keys may be added, none renamed."""

from __future__ import annotations

import datetime as dt

from reportedly.data import Drift, Edge, Evidence, Finding, Origin, Passage, Trace, Variant


def trace_to_json(trace: Trace) -> dict[str, object]:
    """A trace. `from` is a page's id, or `source:NAME` for somebody named whose own page is not
    there; `to` is the page that took the claim from there. Spans are half-open, in code points
    of the title or the text of the page: `in` says of which."""
    return {
        "claim": trace.claim,
        "text": trace.text,
        "pages": [_page(each) for each in trace.pages],
        "edges": [_edge(each) for each in trace.edges],
        "origins": [_origin(each) for each in trace.origins],
        "independent": {
            "at_least": trace.independent.at_least,
            "at_most": trace.independent.at_most,
        },
        "findings": [_finding(each) for each in trace.findings],
    }


def _page(variant: Variant) -> dict[str, object]:
    statement, headline = variant.statement, variant.headline
    return {
        "id": statement.page,
        "url": statement.url,
        "site": statement.site,
        "date": _day(statement.published.date),
        "claim": statement.id,
        "published": {
            name: _day(getattr(statement.published, name))
            for name in ("date", "earliest", "latest")
        },
        "title": statement.title,
        "text": statement.claim.text,
        "certainty": statement.claim.certainty.value,
        "speakers": [{"name": each.name, "type": each.type.value} for each in statement.chain],
        "headline": None if headline is None else headline.id,
        "agency": variant.agency,
    }


def _edge(edge: Edge) -> dict[str, object]:
    return {
        "from": edge.origin,
        "to": edge.target,
        "relation": edge.relation.value,
        "ground": edge.ground.value,
        "evidence": [_passage(each) for each in edge.evidence],
        "drift": [_drift(each) for each in edge.drift],
        "confidence": edge.confidence,
    }


def _drift(drift: Drift) -> dict[str, object]:
    return {
        "kind": drift.kind.value,
        "from_span": _span(drift.before),
        "to_span": _span(drift.after),
        "from_in": drift.before.place.value,
        "to_in": drift.after.place.value,
        "message": drift.message,
    }


def _origin(origin: Origin) -> dict[str, object]:
    return {
        "node": origin.node,
        "name": origin.name,
        "kind": origin.kind.value,
        "certain": origin.certain,
        "pages": list(origin.pages),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "evidence": [_evidence(each) for each in finding.evidence],
    }


def _evidence(each: Evidence) -> dict[str, object]:
    span = [each.span.start, each.span.end]
    return {"page": each.page, "in": each.place.value, "span": span, "claim": each.claim}


def _passage(passage: Passage) -> dict[str, object]:
    return {"page": passage.page, "in": passage.place.value, "span": _span(passage)}


def _span(passage: Passage) -> list[int]:
    return [passage.span.start, passage.span.end]


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
