"""Signing in and out: with a password, or through the provider that the team has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Form, HTTPException, Request
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.responses import RedirectResponse, Response

from reportedly.web import answers
from reportedly.web.door import SESSION, cookie
from reportedly.web.forms import Genuine
from reportedly.web.house import house_of
from reportedly.web.identity import Who, actor, address, known
from reportedly.web.team.sessions import LONGEST
from reportedly.web.team.slowing import REMEMBERED
from reportedly.web.team.team import MustWait, SignInRefused, Team
from reportedly.web.team.terms import PATH, Pending, ProviderError
from reportedly.web.wording import count

if TYPE_CHECKING:
    from reportedly.web.team.provider import Provider

router = APIRouter()
_PENDING = "sign-in"  # the cookie of a sign-in that has begun
_KNOWN = "browser"  # of a browser in which somebody has signed in before
_MINUTES = 10  # for which it is remembered


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The form."""

    to: str  # the path to go on to
    provider: str | None  # what the button of the provider is called
    name: str = ""  # as it was typed
    wrong: str = ""


def team_of(request: Request) -> Team:
    """Raises an error of status 404 in the room of one user."""
    team = house_of(request).team
    if team is None:
        raise HTTPException(404, "This reading room has one user, and no accounts.")
    return team


def _form(
    request: Request, to: str, status: int = 200, *, name: str = "", wrong: str = ""
) -> Response:
    team = team_of(request)
    provider = team.provider.registration.name if team.provider else None
    context = SignInPage(answers.inside(to), provider, name, wrong)
    return answers.page(request, "login.html", {"it": context}, status=status)


def _waiting(request: Request, to: str, wait: MustWait, name: str = "") -> Response:
    wrong = f"Too many attempts: wait {count(wait.seconds, 'second')}, then try again."
    answer = _form(request, to, 429, name=name, wrong=wrong)
    answer.headers["Retry-After"] = str(wait.seconds)
    return answer


@router.get("/login")
def login(request: Request, to: str = "/") -> Response:
    """The form, for who is not signed in."""
    team_of(request)
    return answers.back(to) if known(request) else _form(request, to)


@router.post("/login", dependencies=[Genuine])
def signed_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Opens a session, always a new one, and goes on."""
    team = team_of(request)
    try:
        kept = kept_word(request, team)
        word = team.sign_in(name, password, address(request), _browser(request), kept)
    except MustWait as wait:
        return _waiting(request, to, wait, name)
    except SignInRefused as refused:
        wrong = f"{refused.message[0].upper()}{refused.message[1:]}."
        return _form(request, to, 403, name=name, wrong=wrong)
    response = _opened(request, team, word, to)
    known_as = team.browsers.word(name, team.browsers.known(kept, name))
    _set(response, team, _KNOWN, known_as, REMEMBERED, "strict")
    return response


def kept_word(request: Request, team: Team) -> str:
    """What the browser has kept from when somebody signed in before."""
    return request.cookies.get(cookie(team, _KNOWN), "")


def _set(
    response: Response, team: Team, name: str, value: str, seconds: float,
    site: Literal["lax", "strict"],
) -> None:  # fmt: skip
    response.set_cookie(
        cookie(team, name), value, max_age=int(seconds), path="/", httponly=True,
        samesite=site, secure=team.terms.secure,
    )  # fmt: skip


def _opened(request: Request, team: Team, word: str, to: str) -> Response:
    """The cookie is sent when somebody follows a link to us from elsewhere (Lax), and nothing
    that they could follow changes anything."""
    if (before := known(request)) is not None:
        team.sessions.end(before, actor(request))
    response = answers.back(to)
    _set(response, team, SESSION, word, LONGEST, "lax")
    return response


def _browser(request: Request) -> str:
    return request.headers.get("user-agent", "")


# ── Through a provider ───────────────────────────────────────────────────────────────────


def _provider(request: Request) -> Provider:
    provider = team_of(request).provider
    if provider is None:
        raise HTTPException(404, "This team signs in with passwords.")
    return provider


def _signer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house_of(request).store.secret("provider"), salt=_PENDING)


@router.get("/login/provider")
def to_provider(request: Request, to: str = "/") -> Response:
    """Sends the browser to the provider, and has it remember what the answer has to fit."""
    team, provider = team_of(request), _provider(request)
    try:
        there, pending = provider.begin(answers.inside(to))
    except ProviderError as error:
        return _form(request, to, 502, wrong=f"{error}.")
    response = RedirectResponse(there, status_code=303)
    _set(response, team, _PENDING, _signer(request).dumps(asdict(pending)), 60 * _MINUTES, "lax")
    return response


@router.get(PATH)
def from_provider(request: Request) -> Response:
    """The browser is back, with the provider's answer."""
    team, provider = team_of(request), _provider(request)
    to = "/"
    try:
        kept = request.cookies.get(cookie(team, _PENDING), "")
        pending = Pending(**_signer(request).loads(kept, max_age=60 * _MINUTES))
        to = pending.to
        answer = dict(request.query_params)
        word = team.sign_in_by(provider, pending, answer, address(request), _browser(request))
    except BadData:
        response = _form(request, to, 403, wrong="That sign-in is over; begin again.")
    except MustWait as wait:
        response = _waiting(request, to, wait)
    except ProviderError as error:
        response = _form(request, to, 403, wrong=f"{error}.")
    except SignInRefused as refused:
        response = _form(request, to, 403, wrong=f"{refused.message.capitalize()}.")
    else:
        response = _opened(request, team, word, to)
    _drop(response, team, _PENDING)
    return response


# ── Out ──────────────────────────────────────────────────────────────────────────────────


@router.post("/logout", dependencies=[Genuine])
def signed_out(request: Request, who: Who) -> Response:
    """Ends this session."""
    team = team_of(request)
    team.sessions.end(who, actor(request))
    return _left(team)


@router.post("/logout/everywhere", dependencies=[Genuine])
def signed_out_everywhere(request: Request, who: Who) -> Response:
    """Ends every session of the visitor's."""
    team = team_of(request)
    team.sessions.end_all(who, actor(request))
    return _left(team)


def _left(team: Team) -> Response:
    response = RedirectResponse("/login", status_code=303)
    _drop(response, team, SESSION)
    return response


def _drop(response: Response, team: Team, name: str) -> None:
    response.delete_cookie(
        cookie(team, name), path="/", httponly=True, samesite="lax", secure=team.terms.secure
    )
