"""The command line: parse, call, print. Rooms are imported only by a command that needs them."""

from reportedly.cli.app import app, main

__all__ = ["app", "main"]
