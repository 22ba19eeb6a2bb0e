"""A throw-away PostgreSQL server for one test run, from the server binaries of the distribution.

The run starts this file as a supervisor and holds the other end of its standard input. When the run ends,
in whatever way, the pipe closes, and the supervisor stops the server and removes its folder. The server
listens on a socket in that folder alone, so no port can be taken and no other user can connect.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING: Final = (
    "no PostgreSQL server to test on: neither /usr/lib/postgresql/*/bin nor PATH has initdb and postgres; "
    "on Debian: apt-get install postgresql"
)
_OWNER: Final = "ledger"
_SECONDS_TO_START: Final = 60
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # the folder around the socket is private
    "max_connections": "200",
    "fsync": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The server of this run, known to every worker by the folder that holds its socket and its log."""

    folder: Path

    def wait_until_ready(self) -> None:
        """Return when the server answers; fail with its log when it does not within a minute."""
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                self._connect().close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")
                    message = f"PostgreSQL did not start; its log:\n{log}"
                    raise TimeoutError(message) from error
                time.sleep(0.05)
            else:
                return

    @contextmanager
    def database(self) -> Iterator[str]:
        """Yield the address of a fresh, empty database; drop it afterwards, connected or not."""
        name = f"test_{uuid.uuid4().hex}"
        with self._connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            yield f"postgresql+psycopg://{_OWNER}@/{name}?host={self.folder}"
        finally:
            with self._connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=str(self.folder), user=_OWNER, dbname="postgres", autocommit=True)


@contextmanager
def running_server() -> Iterator[Server | None]:
    """Start a server without waiting for it; yield None where no server binaries are installed."""
    if _binaries() is None:
        yield None
        return
    # Not in TMPDIR, which may be closed to the user who runs the server.
    folder = Path(tempfile.mkdtemp(prefix="permit-ledger-", dir="/tmp"))
    if os.geteuid() == 0:
        user = _unprivileged_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
    supervisor = subprocess.Popen([sys.executable, __file__, folder], stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield Server(folder=folder)
    finally:
        supervisor.communicate()


def _supervise(folder: Path) -> None:
    """Serve from the folder until standard input closes, then leave nothing behind."""
    binaries, data = _binaries(), folder / "data"
    if binaries is None:
        raise FileNotFoundError(MISSING)
    settings = {**_SETTINGS, "unix_socket_directories": str(folder)}
    initialise = [
        f"{binaries}/initdb",
        f"--pgdata={data}",
        f"--username={_OWNER}",
        "--auth=trust",
        "--no-sync",
    ]
    serve = [
        f"{binaries}/postgres",
        "-D",
        f"{data}",
        *(f"--{name}={value}" for name, value in settings.items()),
    ]
    try:
        with (folder / "log").open("wb") as log:
            # Where initdb fails, postgres finds no cluster and ends at once: the log tells both.
            subprocess.run(
                _unprivileged([*initialise, "--encoding=UTF8", "--locale=C.UTF-8"]),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )
            server = subprocess.Popen(
                _unprivileged(serve), cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            sys.stdin.buffer.read()
            while server.poll() is None:
                # Fast shutdown waits for no client. It is asked again: one that has just begun may not hear.
                server.send_signal(signal.SIGINT)
                time.sleep(0.05)
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path | None:
    """Return the folder of the newest server that is installed."""
    packaged = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if packaged:
        return max(packaged, key=lambda path: [int(part) for part in path.parent.name.split(".")])
    on_path = shutil.which("postgres")
    return Path(on_path).resolve().parent if on_path else None


def _unprivileged(command: list[str]) -> list[str]:
    """Make a command die with its parent and, as PostgreSQL refuses root, run as nobody in its stead."""
    drop: list[str] = []
    if os.geteuid() == 0:
        user = _unprivileged_user()
        drop = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return ["setpriv", "--pdeathsig=INT", *drop, *command]


def _unprivileged_user() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


if __name__ == "__main__":
    _supervise(Path(sys.argv[1]))
