"""What the tests share."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.postgres import running

if TYPE_CHECKING:
    from tests.teaming import TeamRoom

# A busy machine must not fail a test: none is timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora, from REPORTEDLY_SHARED, else `../shared` beside the repository."""
    folder = Path(os.environ.get("REPORTEDLY_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}: set REPORTEDLY_SHARED to the folder that has them")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL that runs for the tests, without a database's name."""
    with running() as address:
        yield address


@pytest.fixture
def postgres_url(postgres: str) -> str:
    """The address of an empty schema, of this test alone: quicker made than a database."""
    import psycopg

    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{postgres}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{postgres}/postgres?options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made: in a file, then in a database on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "news.db")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the example pages. For reading alone: copy it to change it."""
    from reportedly.ledger import Ledger
    from reportedly.pages import capture
    from reportedly.reading import read_all

    path = tmp_path_factory.mktemp("sample") / "news.db"
    with Ledger.open(path) as ledger:
        ledger.add(read_all(capture([ROOT / "examples"])))
    return path


@pytest.fixture(scope="session")
def story_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of an invented story that travels through thirteen pages. For reading alone."""
    from reportedly.ledger import Ledger
    from reportedly.pages import capture
    from reportedly.reading import read_all

    path = tmp_path_factory.mktemp("story") / "leak.db"
    with Ledger.open(path) as ledger:
        ledger.add(read_all(capture([ROOT / "stories" / "leak"])))
    return path


@pytest.fixture
def ledger_copy(sample_ledger: Path, tmp_path: Path) -> Path:
    """The sample ledger, for one test to change."""
    shutil.copytree(sample_ledger.parent, tmp_path / "sample")
    return tmp_path / "sample" / sample_ledger.name


@pytest.fixture
def room(ledger_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TeamRoom]:
    """A team's room, for one test to change; modules about other rooms have their own."""
    from tests.teaming import quick_hashes, team_room

    quick_hashes(monkeypatch)
    with team_room(ledger_copy) as made:
        yield made
