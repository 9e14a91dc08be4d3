"""Where the time of a reading goes, stage by stage, and what a cold start costs.

    python -m benchmarks.stages

Ready text to JSON over the development articles of PolNeAR, the default model, one thread:
microseconds of processor time a word, the fastest of five rounds, since other work on the
machine only adds. A cold start is a new process, the fastest of five as well.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from tokenizers import Tokenizer

from benchmarks import HERE, records
from benchmarks.plots import bars
from reportedly.articles import separate
from reportedly.attributions import Text, resolve, tag
from reportedly.claims import Body, assess, find_findings
from reportedly.data import Form, Page, Reading
from reportedly.encoder import MODELS, Encoder, Scores, Window, Windower, load
from reportedly.exchange.json import dumps, reading_to_json
from reportedly.reading import maker, settle

ROUNDS = 5
COLD = {
    "import reportedly": ["-c", "import reportedly"],
    "reportedly --help": ["-m", "reportedly", "--help"],
    "reportedly read, one page": ["-m", "reportedly", "read", "examples/reservoir.html"],
}


class _Replay(Encoder):
    """Says again what the network said, so that what is made of it can be timed by itself."""

    def __init__(self, model: Encoder, said: list[tuple[Window, Scores]]) -> None:
        self._said = said
        self.calibration = model.calibration

    def read(self, text: str, quoted: bytes | None = None) -> Iterator[tuple[Window, Scores]]:
        yield from self._said


class _Clock:
    """Processor time by stage, in seconds."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._last = time.process_time()

    def start(self) -> None:
        self._last = time.process_time()

    def stop(self, stage: str) -> None:
        """What has passed since the last call went into `stage`."""
        now = time.process_time()
        self.spent[stage] = self.spent.get(stage, 0.0) + now - self._last
        self._last = time.process_time()


def read_all(texts: list[str], model: Encoder, windower: Windower) -> dict[str, float]:
    """Seconds of each stage over some texts."""
    clock, by = _Clock(), maker()
    for plain in texts:
        page = Page(plain.encode(), plain, Form.TEXT, "text/plain", "benchmark")
        clock.start()
        article = separate(page)
        clock.stop("article")
        text = Text(article.text)
        clock.stop("words, quotations")
        windows = list(windower.windows(article.text, quoted=text.quoted))
        clock.stop("windows")
        said = list(model.read(article.text, text.quoted))
        clock.stop("windows and network")
        found, events = tag(text, _Replay(model, said))
        clock.stop("attributions")
        sources, chains = resolve(article, found, text)
        clock.stop("sources, chains")
        body = Body(article.text)
        clock.stop("sentences, figures")
        claims = assess(article, chains, events, body)
        clock.stop("claims")
        findings = find_findings(article, sources, claims, body)
        clock.stop("findings")
        nouns = (tuple(found), tuple(sources), tuple(claims), tuple(findings))
        dumps(reading_to_json(Reading(page, article, *nouns, made_by=by)))
        clock.stop("JSON")
        assert windows
    clock.spent["network"] = clock.spent.pop("windows and network") - clock.spent["windows"]
    return clock.spent


ORDER = (
    *("article", "words, quotations", "windows", "network", "attributions"),
    *("sources, chains", "sentences, figures", "claims", "findings", "JSON"),
)


def measure() -> dict[str, float]:
    """Print both tables. Times are no scores: none are returned."""
    texts = [each["text"] for each in records("attribution/polnear_dev.jsonl")]
    words = sum(len(text.split()) for text in texts)
    model, windower = load(), Windower(Tokenizer.from_file(str(MODELS / "tokenizer.json")))
    settle()  # as the command line does
    rounds = [read_all(texts, model, windower) for _ in range(ROUNDS)]
    took = {stage: min(each[stage] for each in rounds) / words * 1e6 for stage in ORDER}
    print(f"PolNeAR dev, {words:,} words, processor time, the fastest of {ROUNDS} rounds")
    print(f"{'stage':22}{'µs a word':>10}{'so far':>8}{'words/s':>9}")
    so_far = 0.0
    for stage, each in took.items():
        so_far += each
        print(f"{stage:22}{each:10.2f}{so_far:8.2f}{1e6 / so_far:9,.0f}")
    bars("stages", "Microseconds a word", took)
    print()
    cold()
    return {}


def cold() -> None:
    """Print what new processes take, from start to end."""
    print(f"{'cold start':30}{'wall s':>8}{'CPU s':>8}   the fastest of {ROUNDS}")
    for name, arguments in COLD.items():
        wall, processor = zip(*(_seconds(arguments) for _ in range(ROUNDS)), strict=True)
        print(f"{name:30}{min(wall):8.3f}{min(processor):8.3f}")


def _seconds(arguments: list[str]) -> tuple[float, float]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, *arguments]
    subprocess.run(command, cwd=HERE.parent, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    measure()
