"""The commands, put together."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from reportedly.cli.caring import backup, forget, rebuild, verify
from reportedly.cli.exporting import export, import_readings
from reportedly.cli.keeping import add, errors
from reportedly.cli.matching import factchecks, group, stance
from reportedly.cli.reading import read
from reportedly.cli.reviewing import review, speakers
from reportedly.cli.searching import search
from reportedly.cli.serving import serve
from reportedly.cli.teaming import team
from reportedly.cli.tracing import copies, trace
from reportedly.cli.watching import watch

app = typer.Typer(
    help="Reads the news and keeps the receipts: who said what, on whose word, how firmly.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    read, add, watch, search, trace, copies, speakers, serve,
    export, errors, verify, backup, forget, rebuild,
):  # fmt: skip
    app.command()(command)
app.command("import")(import_readings)
app.command()(group)
app.command()(stance)
app.add_typer(factchecks, name="factchecks")
app.add_typer(review, name="review")
app.add_typer(team, name="team")


def main() -> None:
    """The entry point. Speaks UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app(prog_name="reportedly")


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if version:
        from importlib import metadata

        print(f"reportedly {metadata.version('reportedly')}")
        raise typer.Exit
