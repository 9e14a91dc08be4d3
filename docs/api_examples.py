"""Writes the examples in the API's document: `python docs/api_examples.py`, from the root.

They are what a room answers that holds two invented pages.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from reportedly.data import Form, Given, Page
from reportedly.ledger import Ledger
from reportedly.reading import read_all
from reportedly.web import Premises, create_app

OUT = Path("src/reportedly/web/examples.json")
API = "/api/v1"
PAGES = (
    (
        "https://norrin-post.example/bridge",
        "Bridge at Norrin to close, mayor says",
        "NORRIN, 3 May 2031 - Mayor Ilse Varga said on Monday that the bridge at Norrin may be "
        "closed for at least 40 days.",
    ),
    (
        "https://orrin-packet.example/closed",
        "Norrin bridge closed",
        "ORRIN, 4 May 2031 - The bridge at Norrin will be closed for 40 days, Mayor Ilse Varga "
        "told the Norrin Post.",
    ),
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/news.db"
        with Ledger.open(path) as ledger:
            ledger.add(read_all(map(_page, PAGES)))
        app = create_app(Premises(path, reviewer="Ann"))
        with TestClient(app, base_url="http://127.0.0.1") as room:
            examples = ask(room)
    text = json.dumps(examples, indent=1, ensure_ascii=False)
    OUT.write_text(text + "\n", encoding="utf-8")


def _page(given: tuple[str, str, str]) -> Page:
    url, title, text = given
    given_title = Given(title=title)
    return Page(text.encode(), text, Form.TEXT, "text/plain", url, url=url, given=given_title)


def ask(room: TestClient) -> dict[str, Any]:
    """The answer to every operation that gives one."""
    examples: dict[str, Any] = {}

    def taken(method: str, path: str, sent: Any = None, **ids: str) -> Any:
        at, _, query = path.partition("?")
        asked = API + at.format(**ids) + (f"?{query.format(**ids)}" if query else "")
        answer = room.request(method, asked, json=sent).raise_for_status().json()
        examples[f"{method} {API}{at}"] = answer
        return answer

    reading = taken("GET", "/readings?limit=1")["items"][0]["id"]
    taken("GET", "/readings/{id}", id=reading)
    taken("GET", "/findings?limit=1")
    claim = taken("GET", "/claims?q=bridge&speaker=Varga&limit=1")["items"][0]["id"]
    taken("GET", "/facets?q=bridge")
    taken("GET", "/claims/{id}", id=claim)
    taken("GET", "/speakers?name=Varga")
    decision = {"action": "correct", "field": "certainty", "value": "probable"}
    review = taken("POST", "/claims/{id}/reviews", decision, id=claim)["id"]
    taken("POST", "/reviews/{id}/undo", id=review)
    taken("GET", "/claims/{id}/reviews", id=claim)
    taken("GET", "/traces?claim={id}", id=claim)
    search = taken("POST", "/searches", {"name": "The bridge", "address": "q=bridge"})["id"]
    taken("GET", "/searches")
    taken("POST", "/searches/{id}/look", id=str(search))
    job = taken("POST", "/pages", {"text": "Mayor Ilse Varga said the bridge was safe."})["id"]
    taken("GET", "/jobs/{id}", id=job)
    return examples


if __name__ == "__main__":
    main()
