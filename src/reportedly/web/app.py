"""The application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from reportedly import __version__
from reportedly.errors import ReportedlyError
from reportedly.web import (
    account,
    adding,
    api,
    auditing,
    claim,
    desk,
    elsewhere,
    exporting,
    forgetting,
    people,
    reading,
    reviewing,
    saved,
    searching,
    signing,
    speakers,
    theme,
    tracing,
)
from reportedly.web.answers import STATIC
from reportedly.web.contract import describe
from reportedly.web.door import Door
from reportedly.web.guards import Guards
from reportedly.web.house import House, Premises
from reportedly.web.problems import answer_error
from reportedly.web.proxies import Behind
from reportedly.web.rights import admitted, check

_LARGEST = 4  # uploads at once, as pages of the largest size
PAGES = (
    account, adding, auditing, claim, desk, elsewhere, exporting, forgetting, people, reading,
    reviewing, saved, searching, signing, speakers, theme, tracing,
)  # fmt: skip


def create_app(premises: Premises) -> FastAPI:
    """The reading room over a ledger. Raises `LedgerError` where that cannot be opened, and
    `ConfigurationError` for a team without an admin."""
    house = House(premises)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        house.close()

    app = FastAPI(
        title="Reportedly",
        version=__version__,
        lifespan=lifespan,
        dependencies=[Depends(admitted)],
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.house = house
    for module in (*PAGES, api):
        check(module.router.routes)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    app.include_router(api.router)
    describe(app, team=house.team is not None)
    app.mount("/static", _Kept(directory=STATIC), name="static")
    for kind in (HTTPException, RequestValidationError, ReportedlyError, Exception):
        app.add_exception_handler(kind, answer_error)
    hosts, terms = premises.hosts, premises.team
    if house.team and terms:
        app.add_middleware(Door, team=house.team)
        hosts = (terms.host,) if terms.secure else hosts
    app.add_middleware(Guards, hosts=hosts, largest=_LARGEST * premises.limits.size)
    if terms and terms.proxies:
        app.add_middleware(Behind, proxies=terms.proxies)
    return app


class _Kept(StaticFiles):
    """Files that browsers may keep: their address changes when they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
