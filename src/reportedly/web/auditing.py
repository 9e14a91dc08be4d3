"""The audit, for admins: who did what when, by person and by act. There is no way to alter it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from reportedly.web import answers
from reportedly.web.signing import team_of
from reportedly.web.team.audit import Act, Entry, entries

router = APIRouter()
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of what was done, the last first."""

    entries: tuple[Entry, ...]
    who: str  # of whom, or about whom; empty for everybody
    act: str  # which; empty for all
    people: tuple[str, ...]
    acts: tuple[Act, ...]
    before: int | None  # bookmark of what was done earlier

    @property
    def earlier(self) -> str:
        """The address of what was done earlier."""
        asked = {"who": self.who, "act": self.act, "before": self.before}
        return "?" + urlencode({name: value for name, value in asked.items() if value})


Person = Annotated[str, Query(max_length=200)]
Before = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


def audit_page(request: Request, who: str, act: str, before: int | None) -> AuditPage:
    team, chosen = team_of(request), next((each for each in Act if each.value == act), None)
    found = entries(team.store, who=who or None, act=chosen, before=before, limit=_AT_ONCE + 1)
    shown = tuple(found[:_AT_ONCE])
    return AuditPage(
        shown,
        who,
        chosen.value if chosen else "",
        tuple(each.name for each in team.accounts.all()),
        tuple(Act),
        shown[-1].id if len(found) > _AT_ONCE else None,
    )


@router.get("/audit.json")
def audit_json(
    request: Request, who: Person = "", act: str = "", before: Before = None
) -> Response:
    """The audit, for programs."""
    return answers.as_json(audit_page(request, who, act, before), request=request)


@router.get("/audit")
def audit(request: Request, who: Person = "", act: str = "", before: Before = None) -> Response:
    """The audit."""
    return answers.page(request, "audit.html", {"it": audit_page(request, who, act, before)})
