"""`python -m tests.fuzz TARGET [options of libFuzzer]`, with atheris installed."""

from __future__ import annotations

import sys
from pathlib import Path

_STAGES = ("page", "reading")  # targets that lead beyond capture


def main() -> None:
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    name, *options = sys.argv[1:] or [""]
    if name not in _STAGES:  # what is loaded by now is not followed: to prepare it takes minutes
        import reportedly.reading  # noqa: F401
    with atheris.instrument_imports(include=["reportedly", "protego"]):
        from tests.fuzz.targets import CASES, SEEDS, TARGETS
    if name not in TARGETS:
        sys.exit(f"no such target; there are {', '.join(TARGETS)}")
    corpus = Path("build", "fuzz", name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    cases = [str(CASES / name)] if (CASES / name).is_dir() else []
    arguments = [sys.argv[0], str(corpus), *cases, "-timeout=20", "-rss_limit_mb=3000", *options]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
