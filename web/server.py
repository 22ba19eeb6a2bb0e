"""The web server inside the program: one process, a few threads, an orderly end."""

from __future__ import annotations

import errno
import gc
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

from ledger.domain.values.quantity import shown
from ledger.errors import Unavailable, say
from web.files import LARGEST_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask

LOOPBACK: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8000
THREADS: Final = 4
"""Two for each of the two cores of the smallest server: while one waits for the disk, the other computes."""

_BACKLOG: Final = 1024
_NEW_OBJECTS: Final = 50_000
"""More than a page makes that are not freed at once."""
_YOUNG_COLLECTIONS: Final = 20


def listen(*, host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    :raises Unavailable: ``server.host`` or ``server.port``.
    """
    if not host:  # the operating system would take it for every address of the machine
        raise Unavailable(say("监听的地址不能为空"), code="server.host")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (socket.gaierror, UnicodeError):
        raise Unavailable(say("没有名为“{host}”的地址", host=shown(host)), code="server.host") from None
    except OSError as error:
        raise _refused(error, host=host, port=port) from None


def address_of(listener: socket.socket) -> str:
    """Return the address at which a browser finds the server."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Flask, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Answer requests until the program is interrupted; those under way are finished.

    :param ready: called when requests are answered.
    """
    from waitress.server import (  # type: ignore[import-untyped]  # noqa: PLC0415 - has no types; only two commands need it
        create_server,
    )

    server = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_FILE,
        clear_untrusted_proxy_headers=False,  # the application does, whatever server it runs in
    )
    settle()
    try:
        with suppress(KeyboardInterrupt):
            ready()
            server.run()
    finally:
        server.close()


def settle() -> None:
    """Keep what a process has loaded out of every later collection of garbage, and let collections be rare.

    Programs and law are some hundred thousand objects that stay; to look through them again takes a tenth of a second,
    in the middle of whatever page comes then. The registers that pages read stay as well, and by the interpreter's own
    measure one long page in five would look through them; what a page leaves behind needs no collection.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG_COLLECTIONS, _YOUNG_COLLECTIONS)


@contextmanager
def serving(app: Flask, listener: socket.socket) -> Iterator[None]:
    """Answer requests in a thread beside the caller's until the block ends, as measurements and trials need it."""
    from waitress import wasyncore  # type: ignore[import-untyped]  # noqa: PLC0415 - as above
    from waitress.server import create_server  # noqa: PLC0415 - as above

    channels: dict[int, object] = {}
    server = create_server(app, map=channels, sockets=[listener], threads=THREADS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        # The thread that waits for the channels closes them itself: another would take them away while it looks.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(channels, ignore_all=True))
        thread.join()
        server.task_dispatcher.shutdown()


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let every signal that asks the program to end interrupt it, so that what it opened is closed."""

    def interrupt(number: int, _frame: object) -> NoReturn:
        signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names if hasattr(signal, name)}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _refused(error: OSError, *, host: str, port: int) -> Unavailable:
    if error.errno == errno.EADDRINUSE:
        return Unavailable(say("端口{port}已被占用；请用 --port 指定另一个，0表示任选", port=port), code="server.port")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return Unavailable(say("没有使用端口{port}的权限；请选1024以上的端口", port=port), code="server.port")
    return Unavailable(say("不能在“{host}”上提供服务", host=shown(host)), code="server.host")
