"""`reportedly serve`: the reading room in the browser."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from reportedly.cli.edges import LEDGER, WRONG_USE, Model, Where, complain, exits, tell

Port = Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0: one that is free.")]


def serve(ledger: Where = LEDGER, port: Port = 8411, model: Model = "default") -> None:
    """Open the ledger in the browser: read, search, review, add pages.

    The reading room is bound to this machine and answers nobody else. A ledger is made where
    there is none.

    \b
      reportedly serve
      reportedly serve --ledger news.db --port 9000
    """
    with exits():
        try:
            import uvicorn

            from reportedly.web import Premises, create_app
        except ImportError as error:
            complain("the reading room needs more: pip install 'reportedly[web]'")
            raise typer.Exit(WRONG_USE) from error
        from reportedly.config import load

        app = create_app(Premises(ledger, limits=load().limits, model=model))
        try:
            listening = listen(port)
        except OSError as error:
            complain(f"port {port}: {error.strerror}; choose another with --port")
            raise typer.Exit(WRONG_USE) from error
        with listening:
            tell(f"The reading room is open: http://127.0.0.1:{listening.getsockname()[1]}/")
            config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on")
            uvicorn.Server(config).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket of this machine alone. What it accepts is sent at once: an answer is written in two
    pieces, and without this the second waits 40 ms for the browser to confirm the first (asyncio
    sees to it only where it opens the socket itself). Raises `OSError`."""
    listening = socket.create_server(("127.0.0.1", port))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
