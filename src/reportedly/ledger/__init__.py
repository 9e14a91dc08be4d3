"""The ledger: readings kept where they can be searched, argued with and handed on."""

from reportedly.ledger.adding import Added
from reportedly.ledger.ledger import Failure, Ledger

__all__ = ["Added", "Failure", "Ledger"]
