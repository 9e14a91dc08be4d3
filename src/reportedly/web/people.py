"""The people of a team, for its admins: add, change a role, reset a password, disable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from reportedly.web import answers
from reportedly.web.forms import Genuine, Id
from reportedly.web.identity import Who, actor
from reportedly.web.roles import Role
from reportedly.web.signing import team_of
from reportedly.web.team import passwords
from reportedly.web.team.accounts import Account, AccountError
from reportedly.web.team.audit import Actor
from reportedly.web.team.team import Team

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody, those who are disabled at the end."""

    people: tuple[Account, ...]
    roles: tuple[Role, ...]
    provider: str | None  # through which people may sign in


def people_page(request: Request) -> PeoplePage:
    team = team_of(request)
    people = sorted(team.accounts.all(), key=lambda each: each.disabled)
    provider = team.provider.registration.name if team.provider else None
    return PeoplePage(tuple(people), tuple(Role), provider)


def _page(request: Request, *, status: int = 200, **more: object) -> Response:
    shown = {"it": people_page(request), "new": None, "wrong": "", **more}
    return answers.page(request, "people.html", shown, status=status)


@router.get("/people.json")
def people_json(request: Request) -> Response:
    """Everybody, for programs."""
    return answers.as_json(people_page(request), request=request)


@router.get("/people")
def people(request: Request) -> Response:
    """Everybody."""
    return _page(request)


def _done(request: Request, do: Callable[[Team, Actor], None], news: str) -> Response:
    """Shows everybody as they are then, or why it could not be done."""
    try:
        do(team_of(request), actor(request))
    except AccountError as error:
        return _page(request, status=422, wrong=str(error))
    return answers.back("/people", news=news)


@router.post("/people", dependencies=[Genuine])
def added(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
    email: Annotated[str, Form(max_length=254)] = "",
) -> Response:
    """A new person: with a password for the first time, shown this once, or with an e-mail by
    which the provider knows them."""
    team, by = team_of(request), actor(request)
    password = None if email.strip() else passwords.generate()
    if password is None and team.provider is None:
        raise HTTPException(422, "There is no provider to sign in through; leave it empty.")
    try:
        account = team.accounts.add(
            by, name, role, password=password, must_change=password is not None, email=email
        )
    except AccountError as error:
        return _page(request, status=422, wrong=str(error))
    if password is None:
        return answers.back("/people", news="They may sign in through the provider.")
    return _page(request, status=201, new=(account.name, password))


@router.post("/people/{id}/role", dependencies=[Genuine])
def role_changed(request: Request, id: Id, role: Annotated[Role, Form()]) -> Response:
    """Takes effect with their next request."""

    def change(team: Team, by: Actor) -> None:
        team.accounts.change_role(by, team.accounts.by_id(id).name, role)

    return _done(request, change, "The role is changed.")


@router.post("/people/{id}/password", dependencies=[Genuine])
def password_reset(request: Request, id: Id, who: Who) -> Response:
    """A new password, shown this once; the person has to choose another one with it."""
    if id == who.account:
        raise HTTPException(409, "Change your own password on your account's page.")
    team, password = team_of(request), passwords.generate()
    name = team.accounts.by_id(id).name
    team.accounts.set_password(actor(request), name, password, must_change=True)
    return _page(request, new=(name, password))


@router.post("/people/{id}/disable", dependencies=[Genuine])
def disabled(request: Request, id: Id) -> Response:
    """Ends their sessions and tokens at once."""

    def disable(team: Team, by: Actor) -> None:
        team.accounts.disable(by, team.accounts.by_id(id).name)

    return _done(request, disable, "They are out.")


@router.post("/people/{id}/enable", dependencies=[Genuine])
def enabled(request: Request, id: Id) -> Response:
    """Lets them in again."""

    def enable(team: Team, by: Actor) -> None:
        team.accounts.enable(by, team.accounts.by_id(id).name)

    return _done(request, enable, "They may sign in again.")
