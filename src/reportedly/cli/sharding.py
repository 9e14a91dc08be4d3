"""Runs shard by shard: on this machine or on Ray, to Parquet, and from there wherever wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import SOME_FAILED, complain, pages_in_words, tell, tell_json

if TYPE_CHECKING:
    from reportedly.data import Reading
    from reportedly.errors import PageError
    from reportedly.executors.shards import Options, Shard

Engine = Annotated[
    str, typer.Option(metavar="NAME", help="local, or ray: shards on a cluster (reportedly[ray]).")
]
Address = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Of a Ray cluster; else one is started here."),
]
Parts = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="Write Parquet there, a part for each shard; a run that was stopped goes on.",
    ),
]
LOCAL = "local"


@dataclass(slots=True)
class Run:
    """A run over shards, as the user asked for it."""

    paths: list[str]
    engine: str
    workers: int
    address: str | None
    parts: str | None
    options: Options
    pages: int = 0
    failed: int = 0
    aside: list[str] = field(default_factory=list)  # what is wrong with shards
    known: int = 0  # shards that were done before
    shards: list[Shard] = field(default_factory=list)

    @property
    def is_sharded(self) -> bool:
        return self.parts is not None or self.engine != LOCAL

    def to_parts(self, folder: str) -> None:
        """Reads all shards that are not done yet."""
        from reportedly.exchange.json import line_of
        from reportedly.executors.engines import read_shards
        from reportedly.executors.shards import shards_of

        self.shards = list(shards_of(self.paths))
        marks = read_shards(
            self.shards,
            folder,
            line_of,
            engine=self.engine,
            workers=self.workers,
            address=self.address,
            options=self.options,
            made_by=self.made_by,
        )
        done = 0
        for mark in marks:
            done += 1
            self.pages += mark.pages
            self.failed += mark.failed
            if mark.problem:
                self.aside.append(f"{', '.join(mark.files)[:200]}: set aside: {mark.problem}")
        self.known = len(self.shards) - done

    @property
    def made_by(self) -> str:
        """What results depend on, besides the shards."""
        from dataclasses import astuple

        from reportedly.reading import maker

        return repr((astuple(maker(self.options.model)), astuple(self.options)))

    def outcomes(self) -> Iterator[Reading | PageError]:
        """What stands in the parts of this run, in the order of its shards."""
        from reportedly.executors.shards import Folder, readings_of

        with ExitStack() as stack:
            folder = self.parts or stack.enter_context(TemporaryDirectory(prefix="reportedly-"))
            self.to_parts(folder)
            kept = Folder(folder)
            done = set(kept.done())
            for shard in self.shards:
                key = shard.key(self.made_by)
                if key in done:
                    yield from readings_of(kept, key)

    def tell(self, as_json: bool) -> int:
        """Says what became of the shards; gives the exit status."""
        if as_json:
            tell_json(
                {
                    "parts": self.parts,
                    "pages": self.pages,
                    "failed": self.failed,
                    "shards": len(self.shards),
                    "known": self.known,
                    "set_aside": self.aside,
                }
            )
        else:
            line = f"{pages_in_words(self.pages)} read to {self.parts}"
            line += f", {self.failed} of them could not be" if self.failed else ""
            tell(line + f"; {len(self.shards)} shards, {self.known} of them done before")
        self.complain()
        return SOME_FAILED if self.failed or self.aside else 0

    def complain(self) -> None:
        for problem in self.aside:
            complain(problem)
