"""The application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from reportedly import __version__
from reportedly.errors import ReportedlyError
from reportedly.web import (
    adding,
    api,
    claim,
    desk,
    elsewhere,
    exporting,
    reading,
    reviewing,
    saved,
    searching,
    speakers,
    theme,
    tracing,
)
from reportedly.web.answers import STATIC
from reportedly.web.contract import describe
from reportedly.web.guards import Guards
from reportedly.web.house import House, Premises
from reportedly.web.problems import answer_error

_LARGEST = 4  # uploads at once, as pages of the largest size
_PAGES = (
    adding, claim, desk, elsewhere, exporting, reading, reviewing, saved, searching, speakers,
    theme, tracing,
)  # fmt: skip


def create_app(premises: Premises) -> FastAPI:
    """The reading room over a ledger. Raises `LedgerError` where that cannot be opened."""
    house = House(premises)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        house.close()

    app = FastAPI(
        title="Reportedly",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.house = house
    for module in _PAGES:
        app.include_router(module.router, include_in_schema=False)
    app.include_router(api.router)
    describe(app)
    app.mount("/static", _Kept(directory=STATIC), name="static")
    for kind in (HTTPException, RequestValidationError, ReportedlyError, Exception):
        app.add_exception_handler(kind, answer_error)
    app.add_middleware(Guards, hosts=premises.hosts, largest=_LARGEST * premises.limits.size)
    return app


class _Kept(StaticFiles):
    """Files that browsers may keep: their address changes when they do."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
