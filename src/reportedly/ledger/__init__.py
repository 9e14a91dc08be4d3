"""The ledger: readings kept where they can be searched, argued with and handed on."""

from reportedly.ledger.adding import Added
from reportedly.ledger.captures import kept_pages
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.claims import SHOWN, KeptClaim
from reportedly.ledger.counting import Facets, SpeakerCount
from reportedly.ledger.forgetting import Tombstone
from reportedly.ledger.ledger import Failure, Ledger, captures_of, name_of
from reportedly.ledger.listing import KeptFinding, KeptReading, Listing, Size
from reportedly.ledger.search import Hit, Query, Results
from reportedly.ledger.speakers import Speaker
from reportedly.ledger.standing import Action, Review, Standing
from reportedly.ledger.verifying import Problem, spans_outside

__all__ = [
    "SHOWN",
    "Action",
    "Added",
    "Facets",
    "Failure",
    "Hit",
    "KeptClaim",
    "KeptFinding",
    "KeptReading",
    "Ledger",
    "Listing",
    "Problem",
    "Query",
    "Results",
    "Review",
    "Size",
    "Speaker",
    "SpeakerCount",
    "Standing",
    "Tombstone",
    "captures_of",
    "kept_pages",
    "name_of",
    "restored",
    "spans_outside",
    "storable",
]
