"""The engines that read shards: this machine's processes, or Ray's."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportedly.data import Page
from reportedly.errors import ConfigurationError, PageError
from reportedly.executors.parts import Line, Made, Making, Part
from reportedly.executors.pool import Pool
from reportedly.executors.shards import Folder, Mark, Options, Shard, needed, pages_of
from reportedly.executors.worker import Job
from reportedly.pages import Raw

LOCAL, RAY = "local", "ray"
_TRIES = 3  # of a shard
_TOLD = 5  # failures of a shard whose reasons are told
_Run = Callable[[list[Shard]], Iterator[tuple[Shard, Mark]]]
_STORE = 100_000_000  # bytes of Ray's object store: results go to files, not through it


def read_shards(
    shards: Iterable[Shard],
    folder: str,
    line: Line,
    *,
    engine: str = LOCAL,
    workers: int = 1,
    address: str | None = None,
    options: Options = Options(),
    made_by: str = "",
) -> Iterator[Mark]:
    """What becomes of each shard that is not done yet, as they are finished.

    `line` makes the line of JSON of a page and must be a function of a module. `address`: of a
    Ray cluster; one is started on this machine otherwise. `made_by`: what the results depend on
    besides the shards. Raises `ConfigurationError` and `ModelError`.
    """
    parts = Folder(folder)
    done = set(parts.done())  # asked for at once: an object store takes its time for each
    todo = [each for each in shards if each.key(made_by) not in done]
    args = (parts.place, line, options, made_by)
    match engine:
        case "local":
            started = _locally(workers, args)
        case "ray":
            started = _on_ray(workers, address, args)
        case _:
            raise ConfigurationError(f"no such engine; there are {LOCAL} and {RAY}", about=engine)
    if not todo:
        return
    with started as run:
        for tries in range(1, _TRIES + 1):
            again = []
            for shard, mark in run(todo):
                if mark.problem and tries < _TRIES:
                    again.append(shard)
                    continue
                if mark.problem:
                    with suppress(OSError):  # what failed the shard may refuse this, too
                        parts.mark(shard.key(made_by), mark)
                yield mark
            todo = again


class Reader:
    """Reads shards, one after the other, on processes of its own."""

    def __init__(self, folder: str, line: Line, options: Options, made_by: str, workers: int = 1):
        self._parts, self._options, self._made_by = Folder(folder), options, made_by
        self._pool = Pool(workers, Job(Making(line), options.limits, options.model))

    def close(self) -> None:
        self._pool.close()

    def __call__(self, shard: Shard) -> Mark:
        """Writes the part of a shard and its mark; a shard that fails gets none."""
        key = shard.key(self._made_by)
        try:
            told: list[str] = []
            with TemporaryDirectory(prefix="reportedly-") as folder:
                local = Path(folder) / "part.parquet"
                made = self._made(pages_of(shard, self._options))
                pages, failed = Part.write(local, _noting(made, told))
                self._parts.put(local, key)
            mark = Mark.of(shard, self._made_by, pages=pages, failed=failed, told=tuple(told))
            self._parts.mark(key, mark)
        except (OSError, ValueError) as error:  # of the disk, or of where the shard lies
            return Mark.of(shard, self._made_by, problem=f"{type(error).__name__}: {error}")
        return mark

    def _made(
        self, pages: Iterable[Page | Raw | PageError]
    ) -> Iterator[tuple[Made, Page | Raw | PageError]]:
        """What is made of each page, beside the page: its bytes stay here."""
        waiting: deque[Page | Raw | PageError] = deque()

        def passing() -> Iterator[Page | Raw | PageError]:
            for page in pages:
                waiting.append(page)
                yield page

        for made in self._pool.map(passing()):
            yield made, waiting.popleft()


def _noting(
    made: Iterable[tuple[Made, Page | Raw | PageError]], told: list[str]
) -> Iterator[tuple[Made, Page | Raw | PageError]]:
    """The same; what is wrong with the first pages goes to `told`."""
    for one, page in made:
        if one.error and len(told) < _TOLD:
            told.append(one.problem)
        yield one, page


@contextmanager
def _locally(workers: int, args: tuple[str, Line, Options, str]) -> Iterator[_Run]:
    reader = Reader(*args, workers)
    try:
        yield lambda shards: ((shard, reader(shard)) for shard in shards)
    finally:
        reader.close()


class _RayReader:
    """A reader as Ray Data starts it, one in each of its processes."""

    def __init__(self, *args: Any) -> None:
        self._reader = Reader(*args)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        files, places, states = (tuple(row[name]) for name in ("files", "places", "states"))
        mark = self._reader(Shard(files, places, states))
        return {"number": row["number"], "mark": mark.dumps()}


@contextmanager
def _on_ray(
    workers: int, address: str | None, args: tuple[str, Line, Options, str]
) -> Iterator[_Run]:
    with _ray(workers, address) as ray:

        def run(shards: list[Shard]) -> Iterator[tuple[Shard, Mark]]:
            if not shards:
                return
            rows = [
                {"number": number, **{name: list(each) for name, each in asdict(shard).items()}}
                for number, shard in enumerate(shards)
            ]
            data = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
                _RayReader,
                fn_constructor_args=args,
                compute=ray.data.ActorPoolStrategy(size=min(workers, len(rows))),
                num_cpus=1,
            )
            for row in data.iter_rows():
                yield shards[row["number"]], Mark.loads(row["mark"])

        yield run


@contextmanager
def _ray(workers: int, address: str | None) -> Iterator[Any]:
    """Ray, connected to a cluster, or started here and ended again."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_worker_niceness", "0")  # else behind all else that runs here
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    ray = needed("ray")
    needed("ray.data")
    ours = not ray.is_initialized()
    quiet = {"log_to_driver": False, "logging_level": "ERROR", "configure_logging": True}
    if ours and address:
        ray.init(address=address, **quiet)
    elif ours:
        ray.init(num_cpus=workers, object_store_memory=_STORE, include_dashboard=False, **quiet)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()
