"""From chains to claims: how firmly, which figures, which names; and what to tell an editor."""

from reportedly.claims.assembly import assess
from reportedly.claims.body import Body
from reportedly.claims.factuality import score_factuality
from reportedly.claims.findings import find_findings
from reportedly.claims.quantities import find_quantities

__all__ = ["Body", "assess", "find_findings", "find_quantities", "score_factuality"]
