"""The built wheel works by itself: installed elsewhere, it reads a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed; the checkout is not on its path."""
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "REPORTEDLY"))
    }
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", out, ROOT, cwd=out)
    return next(out.glob("reportedly-*.whl"))


def test_the_wheel_carries_weights_schema_and_types(wheel: Path) -> None:
    names = {name.removeprefix("reportedly/") for name in zipfile.ZipFile(wheel).namelist()}
    assert {"py.typed", "exchange/reading.schema.json"} <= names
    assert {"models/default/model.onnx", "models/accurate/model.onnx"} <= set(names)
    assert any(name.startswith("models/") and name.endswith(".json") for name in names)
    assert not [name for name in names if name.startswith(("tests", "training", "benchmarks"))]


def test_a_clean_environment_reads_a_page_with_it(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=tmp_path)
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    # The libraries come from the environment that runs the tests; its own link to this
    # checkout does not, because files that are named in a .pth are not followed further.
    site = Path(
        run(python, "-c", "import sysconfig as s; print(s.get_path('purelib'))", cwd=venv).strip()
    )
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "libraries.pth").write_text("\n".join(sorted(libraries)), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", "--force-reinstall", wheel, cwd=tmp_path)
    place = run(python, "-c", "import reportedly; print(reportedly.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(venv)

    page = shutil.copy(next((ROOT / "examples").glob("*.html")), tmp_path / "page.html")
    script = next(python.parent.glob("reportedly*"))
    reading = json.loads(run(script, "read", "--json", page, cwd=tmp_path))
    assert reading["schema"] == "reportedly/1"
    assert reading["claims"]
