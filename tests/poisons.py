"""Pages that are poison for whatever works on them: what a worker does where it meets one."""

from __future__ import annotations

import os
import re
import signal
import time

import psutil

from reportedly.data import Reading
from reportedly.errors import PageError


def told(outcome: Reading | PageError) -> str:
    """The origin of a page, or what became of it; some words do harm."""
    if isinstance(outcome, PageError):
        return f"{outcome.kind} {outcome.about}"
    text = outcome.article.text
    if "HANGS" in text:
        time.sleep(600)
    if "SPINS" in text:  # in C, where no alarm interrupts it
        re.match(r"(a|a)*$", "a" * 60 + "b")
    if "KILLS" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EATS" in text:
        raise MemoryError
    if "FAILS" in text:
        raise ZeroDivisionError(outcome.page.origin)
    return outcome.page.origin


def running() -> list[psutil.Process]:
    """The processes of the pools of this one."""
    children = psutil.Process().children()
    return [each for each in children if "spawn_main" in " ".join(each.cmdline())]
