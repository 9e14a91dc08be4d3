"""`python -m tests.fuzz TARGET [options of libFuzzer]`, with atheris installed."""

from __future__ import annotations

import sys
from pathlib import Path

# Rooms whose branches are followed, besides `pages`: to prepare them all takes a minute.
_FOLLOWED = {
    "page": ("reportedly.articles",),
    "reading": ("reportedly.claims", "reportedly.attributions", "reportedly.articles"),
}


def main() -> None:
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    name, *options = sys.argv[1:] or [""]
    followed = ["reportedly.pages", "protego", *_FOLLOWED.get(name, ())]
    with atheris.instrument_imports(include=followed):
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
