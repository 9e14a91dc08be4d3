"""The API against its own document: whatever may be asked is answered as that says.

`REPORTEDLY_EXAMPLES=500` asks every operation 500 things of each sort.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    status_code_conformance,
)

from reportedly.web import api
from reportedly.web.rates import Rates
from tests.test_web import HERE, client_of, decide, found

Case = schemathesis.Case[Any]
MANY = int(os.environ.get("REPORTEDLY_EXAMPLES", "6"))
SAME = "REPORTEDLY_EXAMPLES" not in os.environ  # the same every time
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
]
NO_WORKER = ["true"]  # what is to be read, or even fetched, waits for ever


@pytest.fixture(scope="module")
def room(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("asked")
    shutil.copytree(sample_ledger.parent, folder, dirs_exist_ok=True)
    with client_of(folder / sample_ledger.name) as served, pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "_RATES", Rates(rate=1e9, burst=1_000_000))
        patch.setattr(served.app.state.house.jobs, "_command", NO_WORKER)  # type: ignore[attr-defined]
        yield served


@pytest.fixture(scope="module")
def document(room: TestClient) -> dict[str, Any]:
    return dict(room.get("/api/v1/openapi.json").json())


def known_ids(room: TestClient) -> list[str]:
    """Ids of whatever there is, so that not all is answered with 404."""
    claim = found(room, "lake")[0]
    decide(room, claim["card"]["id"], "accept")
    review = room.get(f"/api/v1/claims/{claim['card']['id']}/reviews").json()["items"][0]["id"]
    saved = room.post("/api/v1/searches", json={"name": "Lake", "address": "q=lake"}).json()["id"]
    job = room.post("/api/v1/pages", json={"text": "Tom Ek said it rained."}).json()["id"]
    return [claim["card"]["id"], claim["reading"], review, str(saved), job]


def assert_fits(document: dict[str, Any], case: Case, answer: Any) -> None:
    """The body of an answer is as the document says (Schemathesis's own check fails on a tuple
    within an array)."""
    answers = document["paths"][case.operation.path][case.method.lower()]["responses"]
    media = answers[str(answer.status_code)]["content"]
    schema = media[answer.headers["content-type"][0]]["schema"]
    jsonschema.validate(answer.json(), schema | {"components": document["components"]})


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_asked_is_answered_as_the_document_says(
    room: TestClient, document: dict[str, Any], mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json", room.app, headers={"Host": "127.0.0.1"}
    )
    ids = st.none() | st.sampled_from(known_ids(room))
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue  # any word is an id

        @settings(
            max_examples=MANY,
            deadline=None,
            derandomize=SAME,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), id=ids)
        def ask(case: Case, id: str | None) -> None:
            if id is not None and "id" in case.path_parameters:
                case.path_parameters["id"] = id
            answer = case.call_and_validate(base_url=HERE, checks=CHECKS)
            if answer.headers.get("content-type", ["none"])[0].endswith("json"):
                assert_fits(document, case, answer)

        ask()
    assert len(operations) > 15


def test_every_answer_has_an_example_that_its_schema_allows(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                for kind, media in answer.get("content", {}).items():
                    if kind == "application/jsonl":
                        continue
                    where = f"{method} {path} {status} {kind}"
                    assert "example" in media, where
                    schema = media["schema"] | {"components": document["components"]}
                    jsonschema.validate(media["example"], schema)


def test_every_parameter_and_body_says_what_it_may_be(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for each in operation.get("parameters", ()):
                if each["in"] == "query":
                    where = f"{method} {path} {each['name']}"
                    assert each.get("description"), where
                    assert each["schema"].get("examples"), where
            if "requestBody" in operation:
                media = operation["requestBody"]["content"]["application/json"]
                name = media["schema"]["$ref"].rpartition("/")[2]
                assert document["components"]["schemas"][name]["examples"], name
