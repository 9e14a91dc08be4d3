"""Somebody's own account: the password, where they are signed in, tokens for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from reportedly.web import answers
from reportedly.web.forms import Genuine
from reportedly.web.identity import Who, actor, address
from reportedly.web.roles import Role, Visitor
from reportedly.web.signing import kept_word, team_of
from reportedly.web.team.accounts import Account, AccountError
from reportedly.web.team.passwords import LONGEST, SHORTEST
from reportedly.web.team.sessions import Session
from reportedly.web.team.team import MustWait, SignInRefused
from reportedly.web.team.tokens import Token
from reportedly.web.wording import count

router = APIRouter()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    account: Account
    sessions: tuple[Session, ...]  # the last seen first
    tokens: tuple[Token, ...]  # the last made first, revoked ones at the end
    roles: tuple[Role, ...]  # that a token of theirs may have
    shortest: int = SHORTEST  # characters of a password
    longest: int = LONGEST


def account_page(request: Request, who: Visitor) -> AccountPage:
    team = team_of(request)
    tokens = sorted(team.tokens.of(who.account), key=lambda each: each.revoked_at is not None)
    return AccountPage(
        team.accounts.by_id(who.account),
        tuple(team.sessions.of(who.account, team.terms.clock())),
        tuple(tokens),
        tuple(role for role in Role if who.role.may(role)),
    )


def _page(request: Request, who: Visitor, *, status: int = 200, **more: object) -> Response:
    shown = {"it": account_page(request, who), "secret": None, "wrong": "", **more}
    return answers.page(request, "account.html", shown, status=status)


@router.get("/account.json")
def account_json(request: Request, who: Who) -> Response:
    """One's own account, for programs."""
    return answers.as_json(account_page(request, who), request=request)


@router.get("/account")
def account(request: Request, who: Who) -> Response:
    """One's own account."""
    return _page(request, who)


@router.post("/account/password", dependencies=[Genuine])
def password_changed(
    request: Request,
    who: Who,
    current: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Takes the current password, as slowly as signing in does; ends all other sessions."""
    team, by = team_of(request), actor(request)
    try:
        team.prove(who.name, current, address(request), kept_word(request, team))
    except MustWait as wait:
        wrong = f"Too many attempts: wait {count(wait.seconds, 'second')}."
        return _page(request, who, status=429, wrong=wrong)
    except SignInRefused:
        return _page(request, who, status=403, wrong="The current password is not right.")
    if new == current:
        return _page(request, who, status=422, wrong="That is the password that you have.")
    try:
        team.accounts.set_password(by, who.name, new, must_change=False, keep=who.session)
    except AccountError as error:
        return _page(request, who, status=422, wrong=error.message)
    return answers.back("/" if who.must_change else "/account", news="Your password is changed.")


@router.post("/account/tokens", dependencies=[Genuine])
def token_made(
    request: Request, who: Who, name: Annotated[str, Form(max_length=200)],
    role: Annotated[Role, Form()],
) -> Response:  # fmt: skip
    """Shows the new token, this once."""
    try:
        secret = team_of(request).tokens.make(who, actor(request), name, role)
    except AccountError as error:
        return _page(request, who, status=422, wrong=str(error))
    return _page(request, who, status=201, secret=secret)


@router.post("/account/tokens/{id}/revoke", dependencies=[Genuine])
def token_revoked(request: Request, id: str, who: Who) -> Response:
    """Ends a token of one's own."""
    team_of(request).tokens.revoke(who, actor(request), id)
    return answers.back("/account", news="That token opens nothing any more.")
