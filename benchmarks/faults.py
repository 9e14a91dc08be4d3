"""What is tried to break a run, how often, and what is lost: `python -m benchmarks.faults`.

    python -m benchmarks.faults --rounds 20

Each fault is brought about for real: processes are killed from outside, files have no room,
pages hang and eat memory, weights are altered. A run is compared with an undisturbed one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import synthetic
from reportedly.data import Form, Page
from reportedly.encoder import MODELS, load
from reportedly.errors import ModelError
from reportedly.executors.pool import Pool
from reportedly.executors.worker import Job
from reportedly.ledger import Ledger
from reportedly.limits import Limits
from tests.poisons import running, told

_COMMAND = (sys.executable, "-m", "reportedly")


@dataclass(frozen=True, slots=True)
class Trial:
    """What one fault came to."""

    name: str
    times: int
    lost: int  # pages, readings or runs that should be there and are not, or are wrong
    note: str


def pages(number: int, poison: tuple[str, ...] = ()) -> list[Page]:
    """As many pages, every seventh of them poisoned in turn."""
    made = []
    for i in range(number):
        text = synthetic.reading(i).article.text[:1500]
        origin = f"page:{i}"
        if poison and i % 7 == 3:
            word = poison[i // 7 % len(poison)]
            text, origin = f"{word} {text}", f"{word}:{i}"
        made.append(Page(text.encode(), text, Form.TEXT, "text/plain", origin))
    return made


# ── Workers ──────────────────────────────────────────────────────────────────────────────


def workers_killed(rounds: int) -> Trial:
    """SIGKILL to a worker chosen at random, again and again."""
    chance = random.Random(1)
    asked = pages(40 * rounds)
    with Pool(2, Job(told, Limits(), "default")) as pool:
        found, killed = [], 0
        for number, each in enumerate(pool.map(asked)):
            found.append(each)
            if number % 40 == 20:
                chance.choice(running()).kill()
                killed += 1
    lost = sum(a != b.origin for a, b in zip(found, asked, strict=True))
    return Trial("worker killed at random (SIGKILL)", killed, lost, f"of {len(asked)} pages")


def poisoned(name: str, word: str, kind: str, limits: Limits) -> Callable[[int], Trial]:
    """Pages that do harm stand among others: they alone become errors."""

    def trial(rounds: int) -> Trial:
        asked = pages(7 * rounds, (word,))
        with Pool(2, Job(told, limits, "default"), grace=0.2) as pool:
            found = list(pool.map(asked))
        expected = [
            page.origin if page.origin.startswith("page") else f"{kind} {page.origin}"
            for page in asked
        ]
        lost = sum(a != b for a, b in zip(found, expected, strict=True))
        return Trial(name, rounds, lost, f"of {len(asked)} pages; the poisoned ones are told")

    return trial


def heavy(rounds: int) -> Trial:
    """Pages whose reading needs more memory than a worker may take."""
    asked = pages(3 * rounds)
    big = "Ilse Varga said that it was so. " * 60_000
    for i in range(1, len(asked), 3):
        asked[i] = Page(big.encode(), big, Form.TEXT, "text/plain", f"heavy:{i}")
    with Pool(2, Job(told, Limits(memory=60_000_000), "default")) as pool:
        found = list(pool.map(asked))
    lost = 0
    for page, each in zip(asked, found, strict=True):
        told_so = each in (f"too-heavy {page.origin}", f"crashed {page.origin}")
        lost += not told_so if page.origin.startswith("heavy") else each != page.origin
    return Trial("page that needs too much memory (RLIMIT_AS)", rounds, lost, "others are read")


# ── Runs ─────────────────────────────────────────────────────────────────────────────────


def _lines(folder: Path, number: int, files: int = 4) -> list[str]:
    paths = []
    for file in range(files):
        path = folder / f"{file}.jsonl"
        rows = [
            json.dumps({"id": f"{file}-{i}", "text": synthetic.reading(i).article.text})
            for i in range(file * number, (file + 1) * number)
        ]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        paths.append(str(path))
    return paths


def runs_killed(rounds: int) -> Trial:
    """The whole run killed at a random moment, and started again, until it is through."""
    chance = random.Random(2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = _lines(folder, 20)
        expected = _exported(folder / "whole.db", sources)
        lost = killed = 0
        for number in range(rounds):
            ledger = folder / f"{number}.db"
            while True:
                run = subprocess.Popen(
                    [*_COMMAND, "add", *sources, "--ledger", str(ledger), "--workers", "2"],
                    stdout=subprocess.DEVNULL,
                )
                try:
                    run.wait(chance.uniform(1.0, 6.0) + 3 * killed / (number + 1))
                    break
                except subprocess.TimeoutExpired:
                    run.kill()
                    run.wait()
                    killed += 1
            lost += _exported(ledger, []) != expected
    return Trial("whole run killed, started again (add)", killed, lost, f"of {rounds} ledgers")


def _exported(ledger: Path, sources: list[str]) -> list[str]:
    """All readings of a ledger, which is filled first where there are sources; it verifies."""
    if sources:
        subprocess.run(
            [*_COMMAND, "add", *sources, "--ledger", str(ledger)], check=True, capture_output=True
        )
    with Ledger.open(str(ledger), create=False) as kept:
        assert list(kept.verify()) == []
    done = subprocess.run(
        [*_COMMAND, "export", "--ledger", str(ledger)], check=True, capture_output=True, text=True
    )
    return sorted(done.stdout.splitlines())


def disk_full(rounds: int) -> Trial:
    """Files may not grow beyond a size (RLIMIT_FSIZE); then there is room again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = _lines(folder, 20)
        expected = _exported(folder / "whole.db", sources)
        lost = 0
        for number in range(rounds):
            ledger = folder / f"{number}.db"
            command = [*_COMMAND, "add", *sources, "--ledger", str(ledger)]
            room = 100_000 + 20_000 * number
            full = subprocess.run(
                command, preexec_fn=partial(_small_files, room), capture_output=True
            )
            lost += full.returncode == 0 or b"Traceback" in full.stderr
            subprocess.run(command, capture_output=True, check=False)
            lost += _exported(ledger, []) != expected
    return Trial("no room on the disk, then room again (add)", rounds, lost, f"of {rounds} ledgers")


def _small_files(room: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def clock_jumps(rounds: int) -> Trial:
    """The clock is set anew all the time, by up to ten years either way (libfaketime); the one
    that only counts on is left alone, as where a real clock is set."""
    name = "clock set at random all the time (add)"
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        return Trial(name, 0, 0, "not tried: libfaketime is not installed")
    chance = random.Random(4)
    lost = 0
    with tempfile.TemporaryDirectory() as folder:
        sources = _lines(Path(folder), 20)
        expected = _exported(Path(folder, "whole.db"), sources)
        clock = Path(folder, "clock")
        faked = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_TIMESTAMP_FILE": str(clock),
        }
        for number in range(rounds):
            ledger = Path(folder, f"{number}.db")
            command = [*_COMMAND, "add", *sources, "--ledger", str(ledger), "--workers", "2"]
            clock.write_text("+0d")
            run = subprocess.Popen(command, env=dict(os.environ) | faked, stdout=subprocess.DEVNULL)
            while run.poll() is None:
                clock.write_text(f"{chance.uniform(-3650, 3650):+.3f}d")
                time.sleep(0.2)
            lost += run.returncode != 0 or _exported(ledger, []) != expected
    return Trial(name, rounds, lost, f"of {rounds} ledgers")


def weights_altered(rounds: int) -> Trial:
    """One byte of the weights is another: the model is refused before it reads anything."""
    chance = random.Random(3)
    lost = 0
    with tempfile.TemporaryDirectory() as name:
        for number in range(rounds):
            folder = Path(name, str(number))
            shutil.copytree(MODELS / "default", folder / "default")
            shutil.copy(MODELS / "tokenizer.json", folder)
            weights = folder / "default" / "model.onnx"
            content = bytearray(weights.read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            weights.write_bytes(content)
            try:
                load("default", folder)
                lost += 1
            except ModelError:
                pass
            shutil.rmtree(folder)
    return Trial("a bit of the weights altered", rounds, lost, "refused by their SHA-256")


def trials() -> Iterator[Callable[[int], Trial]]:
    quick = Limits(seconds=5.0)
    yield workers_killed
    yield poisoned("page that hangs in Python", "HANGS", "too-slow", quick)
    yield poisoned("page that hangs in C, holding Python's lock", "SPINS", "too-slow", quick)
    yield poisoned("page that takes its process down", "KILLS", "crashed", Limits())
    yield heavy
    yield runs_killed
    yield disk_full
    yield clock_jumps
    yield weights_altered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    print(f"{'fault':48}{'times':>6}{'lost':>6}")
    for trial in trials():
        done = trial(rounds)
        print(f"{done.name:48}{done.times:6}{done.lost:6}  {done.note}", flush=True)


if __name__ == "__main__":
    main()
