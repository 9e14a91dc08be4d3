"""Adding pages: a pasted text, files, an address; and how far each lot has come."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger
from reportedly.web import answers
from reportedly.web.forms import Genuine
from reportedly.web.house import House, house_of
from reportedly.web.identity import Who
from reportedly.web.jobs import PASTED, Handed, Job
from reportedly.web.wording import count, harmless, place

router = APIRouter()
_FILES = 200  # at once
_LOOK = 0.3  # seconds between two looks at a job that is told of
_MENU = 4  # words of a line that a page's furniture may have
_BEGINNING = 60  # code points of a text that stand for it
_LONGEST = 100  # code points of a file's name that are kept


@dataclass(frozen=True, slots=True)
class AddPage:
    """The form, and the jobs of late."""

    jobs: tuple[Job, ...]
    largest: int  # bytes of a page


@dataclass(frozen=True, slots=True)
class JobPage:
    """One job."""

    job: Job
    added: tuple[tuple[str, str], ...]  # id and headline of what can be read now


@router.get("/add.json")
def add_json(request: Request) -> Response:
    """The jobs of late, for programs."""
    return answers.as_json(_add_page(house_of(request)), request=request)


@router.get("/add")
def add(request: Request) -> Response:
    """The form."""
    return answers.page(request, "add.html", {"it": _add_page(house_of(request))})


def _add_page(house: House) -> AddPage:
    return AddPage(tuple(house.jobs.latest()), house.premises.limits.size)


@router.post("/add", dependencies=[Genuine])
def added(
    request: Request,
    who: Who,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    ready: Annotated[bool, Form()] = False,
    url: Annotated[str, Form(max_length=4000)] = "",
    files: list[UploadFile] | None = None,
) -> Response:
    """Puts a job in the queue and shows it."""
    uploads = [each for each in files or () if each.filename]
    job = begin(house_of(request), who.name, text, title, ready, url, uploads)
    return RedirectResponse(f"/jobs/{job.id}", status_code=303)


def begin(
    house: House,
    who: str,
    text: str = "",
    title: str = "",
    ready: bool = False,
    url: str = "",
    uploads: list[UploadFile] | None = None,
) -> Job:
    """Begins the job of adding what was handed in, all of it. Raises `HTTPException`."""
    uploads, largest = uploads or [], house.premises.limits.size
    if not (text.strip() or url.strip() or uploads):
        raise HTTPException(422, "Nothing to add: paste a text, choose files, or give an address.")
    if len(uploads) > _FILES:
        raise HTTPException(413, f"At most {_FILES} files at once; {len(uploads)} were sent.")
    new = house.jobs.new_id()
    folder = house.jobs.folder(new)
    folder.mkdir(parents=True)
    try:
        files = [_kept(each, folder, i, largest) for i, each in enumerate(uploads)]
        if text.strip():
            body = text.replace("\r\n", "\n").encode("utf-8", "replace")
            (folder / PASTED).write_bytes(body)
            files.append((PASTED, "pasted"))
        urls = (url.strip(),) if url.strip() else ()
        names = [called for _, called in files[: len(uploads)]]
        names += [title.strip() or _beginning(text)] * bool(text.strip())
        what = ", ".join(names[:3]) or url.strip()
        more = f" and {count(len(files) - 3, 'more file')}" if len(files) > 3 else ""
        handed = Handed(tuple(files), urls, title.strip() or None if text.strip() else None, ready)
        return house.jobs.begin(new, who, what + more, handed)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _kept(upload: UploadFile, folder: Path, number: int, largest: int) -> tuple[str, str]:
    """Puts a file into the job's folder, under a name of ours with the suffixes of its own."""
    called = file_name(upload.filename or "")
    if upload.size is not None and upload.size > largest:
        raise HTTPException(413, f"{called}: larger than {largest:,} bytes.")
    suffixes = [each for each in PurePosixPath(called).suffixes[-2:] if each[1:].isalnum()]
    name = f"{number:04}{''.join(suffixes).lower()[:20]}"
    with (folder / name).open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return name, called


def _beginning(text: str) -> str:
    """By what whoever pasted a text knows it again: its first line that is no date or menu."""
    lines = text.splitlines()
    line = " ".join(next((each for each in lines if len(each.split()) > _MENU), text).split())
    return line if len(line) <= _BEGINNING else line[:_BEGINNING].rpartition(" ")[0] + " …"


def file_name(sent: str) -> str:
    """The name of a file as a browser sends it: without folders, and harmless."""
    name = harmless(sent.replace("\\", "/").rpartition("/")[2]).replace("\n", " ").strip()
    return name[-_LONGEST:] or "file"


# ── Jobs ─────────────────────────────────────────────────────────────────────────────────


def _job(request: Request, id: str) -> Job:
    job = house_of(request).jobs.get(id)
    if job is None:
        raise HTTPException(404, "There is no such job.")
    return job


def _page(request: Request, id: str) -> JobPage:
    job = _job(request, id)
    with house_of(request).ledger() as ledger:
        return JobPage(job, tuple(_added(ledger, job)) if job.over else ())


def _added(ledger: Ledger, job: Job) -> Iterator[tuple[str, str]]:
    for page, origin in job.pages:
        with suppress(NotInLedger):  # what could not be read
            reading = ledger.known_as(page)
            yield reading, ledger.texts(reading)[0] or place(origin)


@router.get("/jobs/{id}.json")
def job_json(request: Request, id: str) -> Response:
    """How far a job has come, for programs."""
    return answers.as_json(_page(request, id), request=request)


@router.get("/jobs/{id}")
def job_page(request: Request, id: str) -> Response:
    """How far a job has come."""
    return answers.page(request, "job.html", {"it": _page(request, id)})


@router.get("/jobs/{id}/events")
async def job_events(request: Request, id: str) -> Response:
    """The same as it happens: server-sent events, a job each, until it is over."""
    await run_in_threadpool(_job, request, id)

    async def events() -> AsyncIterator[str]:
        told = ""
        while True:
            job = await run_in_threadpool(_job, request, id)
            news = json.dumps(asdict(job))
            if news != told:
                told = news
                yield f"event: {'over' if job.over else 'progress'}\ndata: {news}\n\n"
            if job.over or await request.is_disconnected():
                return
            await asyncio.sleep(_LOOK)

    return StreamingResponse(events(), media_type="text/event-stream")
