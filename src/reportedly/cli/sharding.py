"""Runs shard by shard: on this machine or on Ray, to Parquet, and from there wherever wanted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.edges import SOME_FAILED, complain, pages_in_words, tell, tell_json
from reportedly.errors import ConfigurationError, PageError

if TYPE_CHECKING:
    from reportedly.data import Reading
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
_TOLD = 10  # pages that could not be read, of which it is said why


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
    unread: list[str] = field(default_factory=list)  # what is wrong with pages
    known: int = 0  # shards that were done before
    found: list[Shard | PageError] = field(default_factory=list)  # in order

    def __post_init__(self) -> None:
        if self.address and self.engine == LOCAL:
            raise ConfigurationError("is of a Ray cluster; add --engine ray", about="--address")

    @property
    def shards(self) -> list[Shard]:
        return [each for each in self.found if not isinstance(each, PageError)]

    @property
    def is_sharded(self) -> bool:
        return self.parts is not None or self.engine != LOCAL

    def to_parts(self, folder: str) -> None:
        """Reads all shards that are not done yet."""
        from reportedly.exchange.json import line_of
        from reportedly.executors.engines import read_shards
        from reportedly.executors.shards import Folder, shards_of

        self.found = list(shards_of(self.paths))
        self.unread = [str(each) for each in self.found if isinstance(each, PageError)]
        self.pages = self.failed = len(self.unread)
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
            self.unread += mark.told
        self.known = len(self.shards) - done
        Folder(folder).supersede(self.shards, self.made_by)

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
            for each in self.found:
                if isinstance(each, PageError):
                    yield each
                elif (key := each.key(self.made_by)) in done:
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
            number = len(self.shards)
            shards = "1 shard" if number == 1 else f"{number} shards"
            tell(line + f"; {shards}, {self.known} of them done before")
        told = self.unread[:_TOLD]
        for problem in told:
            complain(problem)
        if self.failed > len(told):
            complain(f"and {self.failed - len(told)} more that could not be read")
        self.complain()
        return SOME_FAILED if self.failed or self.aside else 0

    def complain(self) -> None:
        for problem in self.aside:
            complain(problem)
