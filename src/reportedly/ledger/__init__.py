"""The ledger: readings kept where they can be searched, argued with and handed on."""

from reportedly.ledger.adding import Added
from reportedly.ledger.claims import KeptClaim
from reportedly.ledger.ledger import Failure, Ledger
from reportedly.ledger.search import Hit, Query, Results

__all__ = ["Added", "Failure", "Hit", "KeptClaim", "Ledger", "Query", "Results"]
