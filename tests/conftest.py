"""What the tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora, from REPORTEDLY_SHARED, else `../shared` beside the repository."""
    folder = Path(os.environ.get("REPORTEDLY_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}: set REPORTEDLY_SHARED to the folder that has them")
    return folder
