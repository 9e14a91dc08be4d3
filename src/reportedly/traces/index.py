"""What tracing asks of whoever keeps pages: the ledger, or a list in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reportedly.data import Statement


class Index(Protocol):
    """Finds statements and passages again, in time that hardly grows with the number of pages."""

    def statement(self, id: str) -> Statement:
        """The statement with that id. Raises `NotInLedger`."""
        ...

    def stated_by(self, page: str) -> Sequence[Statement]:
        """All that a page states, in reading order."""
        ...

    def alike(self, text: str, limit: int) -> Sequence[Statement]:
        """At most `limit` statements that share words with a text, those first that share most
        and the rarest."""
        ...

    def sharing(self, sample: Sequence[int], limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` pages that have some of these hashes (`shingles.sample`) in their
        text, with how many of them, most first."""
        ...

    def companions(self, page: str) -> Sequence[str]:
        """The pages that stand in one group with a page, itself among them, where pages have been
        grouped by the claim that they carry."""
        ...
