"""What people may do: each role may do all that the one before it may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"  # reads, searches, exports
    REVIEWER = "reviewer"  # reviews, adds pages
    ADMIN = "admin"  # looks after accounts, forgets pages, sees the audit

    def may(self, needed: Role) -> bool:
        """Whether this role may do what `needed` may."""
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = tuple(Role)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    name: str  # as it stands in reviews
    role: Role
    account: int = 0  # of a team's member; 0 in the room of one user
    session: str = ""  # the hash of the session, of one who signed in
    token: str = ""  # the name of the token, of a program
    must_change: bool = False  # whether a new password has to be chosen first

    @property
    def may_review(self) -> bool:
        return self.role.may(Role.REVIEWER)

    @property
    def is_admin(self) -> bool:
        return self.role.may(Role.ADMIN)
