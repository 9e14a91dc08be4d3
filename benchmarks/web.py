"""How fast the reading room answers while pages are being added: `python -m benchmarks.web`.

    python -m benchmarks.web --sizes 1000 100000 --readers 200 --seconds 60

A ledger of made-up readings (see `synthetic`) is served in a process of its own. First one asker
measures each kind of page alone; then as many readers as asked each open a page every five
seconds, while a further process adds readings as fast as a model reads pages. With `--paint`,
the first contentful paint of a reading is measured in Chromium. With `--ledger`, the ledger is
kept in that file, and used again by the next run: making 100,000 readings takes minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx
import psutil

from benchmarks import synthetic
from benchmarks.plots import bars
from reportedly.ledger import Ledger

EVERY = 5.0  # seconds between two pages of one reader
ALONE = 40  # requests of each kind
_LOT = 20_000  # readings that are added at once
KINDS = ("reading", "claim", "search", "desk", "speakers")
SHARES = (50, 20, 20, 5, 5)  # of the pages that readers open


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000])
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--paint", action="store_true")
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="keep it, and use it again")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.ledger or Path(folder) / "news.db"
        for size in given.sizes:
            ask(path, grow(path, size), given.readers, given.seconds, given.paint)


def measure() -> dict[str, float]:
    """What pages cost with 1,000 readings. Times are no scores: none are returned."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "news.db"
        busy = ask(path, grow(path, 1000), readers=200, seconds=30, paint=False)
    bars("web", "Milliseconds of the server's processor for a page", busy)
    return {}


def grow(path: Path, size: int) -> int:
    """Adds what the ledger lacks to `size` readings; gives how many there are."""
    with Ledger.open(path) as ledger:
        held = ledger.size().pages
        for first in range(held, size, _LOT):
            ledger.add(synthetic.readings(min(_LOT, size - first), first=first))
    return max(held, size)


def ask(path: Path, size: int, readers: int, seconds: float, paint: bool) -> dict[str, float]:
    """Serves a ledger, prints what its pages cost, and gives the milliseconds of the server's
    processor for each kind of page."""
    busy: dict[str, float] = {}
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[-1].rstrip("/")
        try:
            paths = _paths(path, size)
            for kind in KINDS:
                began = _busy(server)
                taken = _alone(address, paths[kind])
                p50, p95 = _middle(taken), _high(taken)
                busy[kind] = cpu = 1000 * (_busy(server) - began) / len(taken)
                print(f"{size:7} readings  {kind:9} alone  p50 {p50:6.1f} ms  p95 {p95:6.1f} ms"
                      f"  processor {cpu:6.1f} ms", flush=True)  # fmt: skip
            if paint:
                shown = _painted(address, paths["reading"][:10])
                print(f"{size:7} readings  first contentful paint  p50 {_middle(shown):6.1f} ms")
            began = _busy(server)
            with subprocess.Popen(
                [sys.executable, "-m", "benchmarks.web_adding", str(path), str(size)]
            ) as adder:
                taken, wrong = asyncio.run(_crowd(address, paths, readers, seconds))
                adder.terminate()
            cpu = 1000 * (_busy(server) - began) / len(taken)
            print(
                f"{size:7} readings  {readers} readers, pages being added: {len(taken)} pages, "
                f"p50 {_middle(taken):.1f} ms, p95 {_high(taken):.1f} ms, "
                f"{wrong.total()} errors{_told(wrong)}; "
                f"{cpu:.1f} ms of the server's processor a page",
                flush=True,
            )
        finally:
            server.terminate()
    return busy


def _busy(server: subprocess.Popen[str]) -> float:
    """Seconds of the processor that the server has had. They do not depend on what else runs."""
    times = psutil.Process(server.pid).cpu_times()
    return float(times.user + times.system)


def _paths(path: Path, size: int) -> dict[str, list[str]]:
    """Some addresses of each kind of page."""
    chance = random.Random(size)
    paths: dict[str, list[str]] = {kind: [] for kind in KINDS}
    with Ledger.open(path) as ledger:
        for _ in range(ALONE):
            made = synthetic.reading(chance.randrange(size))
            paths["reading"].append(f"/readings/{ledger.known_as(made.page.url or '')}")
            words = made.claims[0].text.split()
            paths["search"].append(f"/search?q={words[0]}+{words[1]}")
            paths["speakers"].append(f"/speakers?name={made.sources[0].name}")
            known = ledger.claims_of(paths["reading"][-1].removeprefix("/readings/"))
            paths["claim"].append(f"/claims/{known[0].id}")
    paths["desk"] = ["/"] * ALONE
    return paths


def _alone(address: str, paths: Sequence[str]) -> list[float]:
    """Milliseconds of each page, one after the other, once warm."""
    taken = []
    with httpx.Client(base_url=address, timeout=60) as client:
        client.get(paths[0])
        for path in paths:
            began = time.perf_counter()
            client.get(path).raise_for_status()
            taken.append(1000 * (time.perf_counter() - began))
    return taken


async def _crowd(
    address: str, paths: dict[str, list[str]], readers: int, seconds: float
) -> tuple[list[float], Counter[str]]:
    """Milliseconds of every page that the readers opened, and what went wrong how often."""
    taken: list[float] = []
    wrong: Counter[str] = Counter()
    chance = random.Random(readers)
    end = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=None, keepalive_expiry=10 * EVERY)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:

        async def reader() -> None:
            await asyncio.sleep(chance.uniform(0, EVERY))
            while time.monotonic() < end:
                path = chance.choice(paths[chance.choices(KINDS, SHARES)[0]])
                began = time.perf_counter()
                try:
                    answer = await client.get(path)
                    if answer.is_error:
                        wrong[str(answer.status_code)] += 1
                except httpx.HTTPError as error:
                    wrong[type(error).__name__] += 1
                passed = time.perf_counter() - began
                taken.append(1000 * passed)
                await asyncio.sleep(max(0.0, EVERY - passed))

        await asyncio.gather(*(reader() for _ in range(readers)))
    return taken, wrong


def _painted(address: str, paths: Sequence[str]) -> list[float]:
    """Milliseconds from asking for a page to its first contentful paint, in a tab that has been
    used before."""
    from playwright.sync_api import sync_playwright

    from tests import chromium

    shown = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable(), args=list(chromium.OPTIONS)
        )
        page = browser.new_page()
        page.goto(address + paths[0])
        for path in paths:
            page.goto(address + path)
            shown.append(float(page.evaluate(_PAINT)))
        browser.close()
    return shown


# The entry comes after the load event, as a rule: whoever looks then finds none.
_PAINT = """() => new Promise((told) => new PerformanceObserver((list) => {
  for (const each of list.getEntriesByName("first-contentful-paint")) told(each.startTime);
}).observe({ type: "paint", buffered: true }))"""


def _told(wrong: Counter[str]) -> str:
    return f" ({', '.join(f'{number} {what}' for what, number in wrong.items())})" if wrong else ""


def _middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def _high(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


if __name__ == "__main__":
    main()
