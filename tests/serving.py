"""A web server of our own, on this machine, for tests of what asks servers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from reportedly.limits import Reach

LOOPBACK = "127.0.0.1"
Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request, and the means to answer it."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.close_connection = True
        site = self.server.site
        site.asked.append((self.headers["Host"].split(":")[0], self.path))
        with suppress(OSError):  # whoever asked has hung up
            site.pages.get(self.path.split("?")[0], nothing)(self)

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(slots=True)
class Site:
    """What the server has: the answer of each path. Every host's name leads to it."""

    port: int
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # host and path, in order

    def url(self, path: str, host: str = "packet.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for _, path in self.asked]

    @property
    def reach(self) -> Reach:
        """That of a test: this machine alone, without waiting."""
        return Reach(frozenset({self.port}), ("127.0.0.0/8",), seconds=10.0, delay=0.0)

    @staticmethod
    def resolver(host: str, port: int) -> list[str]:
        """Every name leads to this machine, and a few elsewhere."""
        if host == "unknown.example":
            raise socket.gaierror("Name or service not known")
        return {"inside.example": ["10.0.0.7"], "both.example": ["127.0.0.1", "10.0.0.7"]}.get(
            host, [LOOPBACK if host.endswith(".example") else host]
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    server = _Server((LOOPBACK, 0), Request)
    server.site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def page(body: bytes, status: int = 200, **headers: str) -> Answer:
    return lambda request: request.send(body, status, **headers)


def moved(location: str, status: int = 302) -> Answer:
    return lambda request: request.send(b"", status, Location=location)


def nothing(request: Request) -> None:
    request.send(b"nothing here", 404)
