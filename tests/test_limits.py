"""The limit on time: it stops what does not help, and leaves no alarm behind."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from typing import NoReturn

import pytest

from reportedly.errors import PageTooSlow
from reportedly.limits import deadline

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a POSIX timer")


def forever() -> NoReturn:
    while True:
        pass


@pytest.fixture(autouse=True)
def _leaves_no_alarm() -> object:
    before = signal.getsignal(signal.SIGALRM)
    yield
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_stops_a_page_that_takes_too_long() -> None:
    complaint = r"a\.html: not finished within 0\.05 seconds"
    with pytest.raises(PageTooSlow, match=complaint), deadline(0.05, "a.html"):
        forever()


def test_stops_code_that_swallows_exceptions() -> None:
    alarms: list[Exception] = []

    def stubborn() -> None:
        while len(alarms) < 3:
            try:
                forever()
            except Exception as error:
                alarms.append(error)

    with pytest.raises(PageTooSlow), deadline(0.05, "a.html"):
        stubborn()
    assert len(alarms) == 3


def test_does_not_let_half_done_work_pass_for_done() -> None:
    with pytest.raises(PageTooSlow), deadline(0.05, "a.html"), suppress(Exception):
        forever()  # and whoever called it falls back on something else


def test_knows_an_error_that_the_alarm_was_made_into() -> None:
    def wrap() -> None:
        try:
            forever()
        except PageTooSlow as error:
            raise ValueError("cannot parse") from error

    with pytest.raises(PageTooSlow), deadline(0.05, "a.html"):
        wrap()


def test_leaves_other_errors_alone() -> None:
    with pytest.raises(ZeroDivisionError), deadline(30, "a.html"):
        _ = 1 / 0


def test_an_outer_deadline_rules_alone() -> None:
    outer, inner = deadline(0.05, "outer"), deadline(0.01, "inner")
    with pytest.raises(PageTooSlow, match="outer"), outer, inner:
        forever()


def test_does_nothing_outside_the_main_thread() -> None:
    reached = []

    def work() -> None:
        with deadline(0.001, "a.html"):
            reached.append(sum(range(100_000)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert reached
