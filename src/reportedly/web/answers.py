"""How a context becomes an answer: through its template, or as JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import RedirectResponse, Response, StreamingResponse

from reportedly.web import wording
from reportedly.web.house import house_of
from reportedly.web.identity import form_token, known

HERE = Path(__file__).parent
STATIC = HERE / "static"
THEMES = ("auto", "light", "dark")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= wording.FILTERS
    environment.globals |= {"assets": _assets_version(), "MARKS": wording.MARKS}
    return environment


def _assets_version() -> str:
    """Changes with any file of `static/`, which may then be kept for ever by browsers."""
    seen = hashlib.sha256()
    for path in sorted(each for each in STATIC.rglob("*") if each.is_file()):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


ENVIRONMENT = _environment()


def wants_json(request: Request) -> bool:
    path = request.url.path
    return path.endswith(".json") or path.startswith("/api/")


def plain(value: Any) -> Any:
    """A context as JSON has it: dataclasses as objects, days as ISO 8601, spans as pairs."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    match value:
        case Enum():
            return value.value
        case dt.date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
    return value


def as_json(value: Any, *, request: Request | None = None) -> Response:
    """`value`, a context or what `plain` gives, with an ETag; 304 where the asker has it."""
    # Escaped to ASCII, since a lone surrogate has no bytes in UTF-8.
    body = json.dumps(plain(value), allow_nan=False).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request is not None and _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def _has(sent: str, tag: str) -> bool:
    tags = {each.strip().removeprefix("W/") for each in sent.split(",")}
    return tag in tags or "*" in tags


def streamed(
    pieces: Iterator[str] | Iterator[bytes],
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> StreamingResponse:
    """An answer that is sent as it is made. It is begun here: what goes wrong then has a status,
    and what the pieces hold is let go of even where nobody reads on."""
    whole = chain([next(pieces, b"")], pieces)
    return StreamingResponse(whole, media_type=media_type, headers=headers)


def page(
    request: Request, template: str, context: Mapping[str, Any], *, status: int = 200
) -> Response:
    """A page of the room."""
    who, token = known(request), form_token(request)
    theme = request.cookies.get("theme", "auto")
    shared = {
        "path": request.url.path,
        "here": _address(request),
        "token": token,
        "who": who,  # None for somebody who is not signed in
        "team": house_of(request).team is not None,
        "deciding": token if who and who.may_review else "",  # without it no form of a reviewer
        "theme": theme if theme in THEMES else "auto",
        "news": wording.harmless(unquote(request.cookies.get("news", ""))),
    }
    body = ENVIRONMENT.get_template(template).render(**shared, **context)
    response = Response(body.encode("utf-8", "replace"), status, media_type="text/html")
    if shared["news"]:
        response.delete_cookie("news")
    return response


def _address(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def back(to: str, *, news: str = "") -> Response:
    """Sends a browser on after a form: to a path of ours, never to another site. `news` is told
    once on the page that it comes to."""
    response = RedirectResponse(inside(to), status_code=303)
    if news:
        response.set_cookie("news", quote(news), max_age=30, httponly=True, samesite="strict")
    return response


def inside(to: str) -> str:
    """A path of ours as it is; the desk for anything else that a browser could be sent to."""
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if ours else "/"
