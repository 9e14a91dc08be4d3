"""A client of the reading room's API, for programs in Python.

    with Client("http://127.0.0.1:8411") as room:
        job = room.wait(room.add(text="Mayor Ilse Varga said the bridge was safe."))
        for claim in room.claims(speaker="Varga", certainty=["asserted"]):
            print(claim["claim"]["text"])

What comes back is the JSON of docs/web.md, docs/reading.md and docs/ledger.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import httpx

from reportedly.errors import ReportedlyError

Object = dict[str, Any]
Filter = str | float | bool | Sequence[str] | None
Parameters = dict[str, Any] | list[tuple[str, str | int | float | bool | None]]


class RoomError(ReportedlyError):
    """The room refused a request, or did not answer."""

    kind = "room"

    def __init__(self, message: str, *, about: str, status: int | None = None) -> None:
        super().__init__(message, about=about)
        self.status = status  # of HTTP; None when there was no answer


class Client:
    """One reading room. Every method raises `RoomError`."""

    def __init__(
        self,
        address: str = "http://127.0.0.1:8411",
        *,
        token: str | None = None,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`token` opens the room of a team (docs/web.md). `timeout` in seconds, for each step of
        a request."""
        base = address.rstrip("/") + "/api/v1/"
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.Client(
            base_url=base, headers=headers, timeout=timeout, transport=transport
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def claims(self, words: str = "", **filters: Filter) -> Iterator[Object]:
        """All claims that fit, as they come: `speaker`, `certainty`, `since` and so on."""
        yield from self._lines("claims", _given({"q": words, **filters}))

    def search(self, words: str = "", *, limit: int = 20, **filters: Filter) -> list[Object]:
        """The best matches, each with a snippet."""
        found = self._get("claims", {"q": words, "limit": limit, **filters})
        return list(found["items"])

    def claim(self, id: str) -> Object:
        return self._get(f"claims/{id}")

    def readings(self) -> Iterator[Object]:
        """All current readings, whole, in the order in which they were added."""
        yield from self._lines("readings", {})

    def reading(self, id: str) -> Object:
        """By its id, or by the id, address, origin or SHA-256 of its page."""
        return self._get(f"readings/{quote(id, safe='')}")

    def facets(self, words: str = "", **filters: Filter) -> Object:
        return self._get("facets", {"q": words, **filters})

    def review(
        self,
        claim: str,
        action: str,
        *,
        field: str = "",
        value: str = "",
        based_on: str | None = None,
    ) -> Object:
        """Takes a decision down; with `based_on`, only where the claim's `state` is still that."""
        sent = {"action": action, "field": field, "value": value, "based_on": based_on}
        return self._ask("POST", f"claims/{claim}/reviews", json=sent)

    def undo(self, review: str) -> Object:
        """Takes a decision back, by its id; gives the decision that does so."""
        return self._ask("POST", f"reviews/{review}/undo")

    def reviews(self, claim: str) -> list[Object]:
        """All decisions about a claim, in order."""
        return list(self._get(f"claims/{claim}/reviews")["items"])

    def trace(self, *, claim: str | None = None, words: str | None = None) -> Object:
        """How a claim travelled: of the ledger, by its id, or in any words (docs/traces.md)."""
        return self._get("traces", {"claim": claim, "q": words})

    def searches(self) -> list[Object]:
        """Your saved searches by name, each with how many claims are `new` to it."""
        return list(self._get("searches")["items"])

    def save_search(self, name: str, words: str = "", **filters: Filter) -> Object:
        """Saves a search, in the place of one of yours with the same name."""
        address = urlencode(_given({"q": words, **filters}), doseq=True)
        return self._ask("POST", "searches", json={"name": name, "address": address})

    def news(self, search: int) -> list[Object]:
        """The claims that came in since you last looked at a search, by its id; from now on they
        are new to it no more."""
        looked = self._ask("POST", f"searches/{search}/look")
        asked = [*parse_qsl(looked["address"]), ("newer_than", str(looked["mark"]))]
        return list(self._lines("claims", asked))

    def delete_search(self, search: int) -> None:
        self._ask("DELETE", f"searches/{search}")

    def add(self, *, text: str = "", url: str = "", title: str = "", ready: bool = False) -> str:
        """Begins to add a page; gives the id of the job."""
        sent = {"text": text, "url": url, "title": title, "ready": ready}
        return str(self._ask("POST", "pages", json=sent)["id"])

    def job(self, id: str) -> Object:
        return self._get(f"jobs/{id}")

    def wait(self, job: str, *, every: float = 0.5) -> Object:
        """The job, once it is over; looks `every` so many seconds."""
        while (found := self.job(job))["state"] not in ("done", "failed"):
            time.sleep(every)
        return found

    def _get(self, path: str, parameters: Mapping[str, Filter] | None = None) -> Object:
        return self._ask("GET", path, params=_given(parameters or {}))

    def _ask(self, method: str, path: str, **more: Any) -> Object:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise RoomError(f"no answer: {error}", about=str(self._http.base_url)) from error
        _check(answer)
        return dict(answer.json()) if answer.content else {}

    def _lines(self, path: str, parameters: Parameters) -> Iterator[Object]:
        asked = {"Accept": "application/jsonl"}
        try:
            with self._http.stream("GET", path, params=parameters, headers=asked) as answer:
                if answer.is_error:
                    answer.read()
                _check(answer)
                for line in answer.iter_lines():
                    yield json.loads(line)
        except httpx.HTTPError as error:
            raise RoomError(f"no answer: {error}", about=str(self._http.base_url)) from error


def _given(parameters: Mapping[str, Filter]) -> dict[str, Any]:
    """Without what is None; true and false as the API has them."""
    words = {True: "yes", False: "no"}
    return {
        name: words[value] if isinstance(value, bool) else value
        for name, value in parameters.items()
        if value is not None
    }


def _check(answer: httpx.Response) -> None:
    if not answer.is_error:
        return
    try:
        detail = str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = answer.reason_phrase
    raise RoomError(detail, about=str(answer.url), status=answer.status_code)
