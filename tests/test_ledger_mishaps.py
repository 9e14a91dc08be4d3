"""Runs that are killed, disks that are full, files that may not be written: nothing is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import synthetic
from reportedly.errors import LedgerError
from reportedly.ledger import Added, Ledger, Query
from reportedly.ledger.captures import Appender
from tests.test_ledger import everything

ROOT = Path(__file__).resolve().parent.parent
COUNT = 24
KILLS = int(os.environ.get("REPORTEDLY_KILLS", "3"))  # more for a thorough look

# Adds readings in small batches; kills itself in the middle of one of the calls that follow.
CHILD = """
import os, signal, sys
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
print(calls)
"""


def run(url: str, captures: Path, calls: int) -> subprocess.CompletedProcess[str]:
    """Adds all readings; dies after so many calls of functions."""
    return subprocess.run(
        (sys.executable, "-c", CHILD, url, captures, str(COUNT), str(calls)),
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Any]], int]:
    """What a ledger holds that was made in a single run, and the calls that it took."""
    folder = tmp_path_factory.mktemp("whole")
    calls = 10**9
    left = int(run(str(folder / "news.db"), folder / "captures", calls).stdout)
    with Ledger.open(folder / "news.db", captures=folder / "captures") as ledger:
        return everything(ledger), calls - left


@pytest.mark.skipif(os.name != "posix", reason="kill -9 as POSIX has it")
@pytest.mark.parametrize("trial", range(KILLS))
def test_a_run_that_is_killed_can_be_completed(
    ledger_url: str, tmp_path: Path, whole: tuple[dict[str, list[Any]], int], trial: int
) -> None:
    expected, calls = whole
    captures = tmp_path / "captures"
    moment = random.Random(trial).randrange(1, calls)
    assert run(ledger_url, captures, moment).returncode == -signal.SIGKILL
    with Ledger.open(ledger_url, captures=captures) as ledger:
        tally = ledger.add(synthetic.readings(COUNT))
        assert tally.added + tally.known == COUNT
        assert everything(ledger) == expected
        assert list(ledger.verify()) == []
        assert [each.page.body for each in ledger.readings()] == [
            each.page.body for each in synthetic.readings(COUNT)
        ]


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


# A process that may write no file beyond a size: what a disk without room answers.
SQUEEZED = """
import resource, signal, sys
from pathlib import Path
from benchmarks import synthetic
from reportedly.errors import LedgerError
from reportedly.ledger import Ledger
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger.open(sys.argv[1]) as ledger:
    size = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        ledger.add(synthetic.readings(60, first=3))
    except LedgerError as error:
        print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits as POSIX has them")
@pytest.mark.parametrize("size", [8_000, 60_000, 400_000, 700_000])  # captures, the log, the file
def test_wherever_the_room_ends_nothing_is_lost(tmp_path: Path, size: int) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        ledger.add(synthetic.readings(3))
        before = everything(ledger)
    done = subprocess.run(
        (sys.executable, "-c", SQUEEZED, tmp_path / "news.db", str(size)),
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert re.search("full|too large|I/O", done.stdout), done
    with Ledger.open(tmp_path / "news.db") as ledger:
        assert everything(ledger) == before
        assert ledger.add(synthetic.readings(63)) == Added(added=60, known=3)
        assert list(ledger.verify()) == []
