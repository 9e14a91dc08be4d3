"""What went wrong, as RFC 9457 (Problem Details for HTTP APIs) writes it, and as a page."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from reportedly.errors import LedgerUnavailable, NotInLedger, ReportedlyError, ReviewConflict

MEDIA_TYPE = "application/problem+json"
_IN_WORDS = {  # statuses, over a page for people
    401: "Please sign in", 403: "Not allowed", 404: "Not here",
    409: "Not as it was", 413: "Too much at once", 422: "That cannot be done",
    429: "Too often", 500: "Something went wrong", 503: "Not just now",
}  # fmt: skip


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """A problem: `type` is left at its default, so `title` is that of the status."""
    body = {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type=MEDIA_TYPE)


def status_of(error: Exception) -> tuple[int, str, dict[str, object]]:
    """The status, the detail and what else there is to say of an exception."""
    match error:
        case RequestValidationError():
            errors = [
                {"at": "/".join(map(str, each["loc"])), "why": each["msg"]}
                for each in error.errors()
            ]
            return 422, "Something in the request cannot be used.", {"errors": errors}
        case HTTPException(status_code=404, detail="Not Found"):
            return 404, "There is nothing at this address.", {}
        case HTTPException():
            return error.status_code, str(error.detail), {}
        case ReviewConflict():
            return 409, str(error), {"kind": error.kind}
        case NotInLedger():
            return 404, str(error), {"kind": error.kind}
        case LedgerUnavailable():
            return 503, str(error), {"kind": error.kind}
        case ReportedlyError():
            return 422, str(error), {"kind": error.kind}
    return 500, "Something went wrong here; the log of the reading room says what.", {}


async def answer_error(request: Request, error: Exception) -> Response:
    """The problem as JSON for programs, as a page for people."""
    from reportedly.web.answers import page, wants_json

    status, detail, more = status_of(error)
    answer: Response
    if wants_json(request):
        answer = problem(status, detail, **more)
    else:
        title = _IN_WORDS.get(status, HTTPStatus(status).phrase)
        shown = {"title": title, "detail": detail}
        answer = page(request, "problem.html", shown, status=status)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer
