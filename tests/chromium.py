"""Debian's Chromium for the tests that look at pages: installed where it is missing and may be."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


@cache
def executable() -> str:
    """The path of a Chromium. Skips the test that asks where there is none, and says why."""
    found = _found() or _installed()
    if found is None:
        pytest.skip("no Chromium: install one (apt-get install chromium) to test the reading room")
    return found


def _found() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _installed() -> str | None:
    """Installs Debian's, for who may; None where that cannot be."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(
                ["apt-get", "-q", *command], env=quiet, capture_output=True, timeout=300, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
    return _found()
