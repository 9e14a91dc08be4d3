"""Runs that are killed, disks that are full, files that may not be written: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import synthetic
from reportedly.errors import LedgerError
from reportedly.ledger import Added, Ledger, Query
from reportedly.ledger.captures import Appender
from tests.test_ledger import everything

ROOT = Path(__file__).resolve().parent.parent
COUNT = 60
KILLS = int(os.environ.get("REPORTEDLY_KILLS", "4"))  # more for a thorough look

# Adds readings in small batches; kills itself in the middle of one of the calls that follow.
CHILD = """
import os, signal, sys, time
from pathlib import Path
from benchmarks import synthetic
from reportedly.ledger import Ledger, adding
url, captures, count, calls = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
adding._READINGS = 5
readings = list(synthetic.readings(count))
with Ledger.open(url, captures=captures) as ledger:
    def tick(frame, event, argument):
        global calls
        calls -= 1
        if not calls:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(tick)
    ledger.add(readings)
    sys.setprofile(None)
"""


def run(url: str, captures: Path, calls: int) -> int:
    """Adds all readings; dies after so many calls of functions. Gives the exit status."""
    return subprocess.run(
        (sys.executable, "-c", CHILD, url, captures, str(COUNT), str(calls)), cwd=ROOT, check=False
    ).returncode


@pytest.mark.skipif(os.name != "posix", reason="kill -9 as POSIX has it")
def test_a_run_that_is_killed_can_be_completed(ledger_url: str, tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    with Ledger.open(tmp_path / "whole.db") as whole:
        whole.add(synthetic.readings(COUNT))
        expected = everything(whole)
        bodies = [each.page.body for each in whole.readings()]
    chance = random.Random(KILLS)
    killed = 0
    for _ in range(KILLS):
        killed += run(ledger_url, captures, chance.randrange(2_000, 90_000)) == -signal.SIGKILL
    assert run(ledger_url, captures, 10**9) == 0
    assert killed
    with Ledger.open(ledger_url, captures=captures) as ledger:
        assert everything(ledger) == expected
        assert [each.page.body for each in ledger.readings()] == bodies
        assert len((captures / "index.cdxj").read_text().splitlines()) == COUNT
        end = max(row[0] for row in places(ledger))
    (warc,) = captures.glob("*.warc.gz")
    assert warc.stat().st_size == end  # nothing twice


def places(ledger: Ledger) -> list[tuple[int]]:
    from sqlalchemy import select

    from reportedly.ledger import schema

    p = schema.pages.c
    with ledger._backend.engine.connect() as connection:
        return [(end,) for end in connection.scalars(select(p.warc_start + p.warc_size))]


def test_a_full_disk_loses_nothing_and_says_so(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        ledger.add(synthetic.readings(3))
        before = everything(ledger)
        size = next(ledger.captures.glob("*.warc.gz")).stat().st_size
        with ledger._backend.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {int(pages or 0) + 2}")
        with pytest.raises(LedgerError, match="disk is full"):
            ledger.add(synthetic.readings(40, first=3))
        assert everything(ledger) == before
        assert next(ledger.captures.glob("*.warc.gz")).stat().st_size == size
    with Ledger.open(tmp_path / "news.db") as ledger:
        assert ledger.add(synthetic.readings(43)) == Added(added=40, known=3)


def test_captures_that_cannot_be_written_stop_the_batch(
    ledger_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as ledger:
        ledger.add(synthetic.readings(2))
        before = everything(ledger)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device", "00001.warc.gz")

        with monkeypatch.context() as patch:
            patch.setattr(Appender, "keep", full)
            with pytest.raises(LedgerError, match="No space left"):
                ledger.add(synthetic.readings(4))
        assert everything(ledger) == before
        assert ledger.add(synthetic.readings(4)) == Added(added=2, known=2)
        assert len(list(ledger.readings())) == 4


def test_the_captures_of_another_ledger_are_not_written_to(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        ledger.add(synthetic.readings(3))
        next(ledger.captures.glob("*.warc.gz")).write_bytes(b"")
        with pytest.raises(LedgerError, match="shorter than the ledger says"):
            ledger.add(synthetic.readings(1, first=3))


def test_a_file_that_may_not_be_written_is_still_read(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        ledger.add(synthetic.readings(2))
        with ledger._backend.engine.connect() as connection:
            # What a file without the right to write to answers, for whoever runs the tests.
            connection.exec_driver_sql("PRAGMA query_only = ON")
        assert ledger.search(Query()).hits
        with pytest.raises(LedgerError, match="cannot be written to"):
            ledger.add(synthetic.readings(1, first=9))
        assert len(list(ledger.readings())) == 2
