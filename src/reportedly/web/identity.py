"""Who is at the door. The one place that knows: pages ask for `Visitor` and no more.

On a laptop there is one user, who may do everything; the guards see to it that no other site's
page can speak in their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Request

from reportedly.web.house import house_of


class Role(StrEnum):
    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks."""

    name: str  # as it stands in reviews
    role: Role

    @property
    def may_review(self) -> bool:
        return self.role is not Role.READER


def visitor(request: Request) -> Visitor:
    """The visitor of a request."""
    return Visitor(house_of(request).premises.reviewer, Role.ADMIN)


Who = Annotated[Visitor, Depends(visitor)]
