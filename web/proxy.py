"""What a proxy in front says of a request: believed from the one that the operator names, removed from everybody else.

Whoever reaches the program directly could claim to come over TLS, or from any address; so could a client whose proxy
hands on what it was sent. Therefore only the last word of each header counts, which is the one that the named proxy
wrote itself.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.values.quantity import shown
from ledger.errors import Unavailable, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Address, IPv6Address
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_SCHEMES: Final = frozenset({"http", "https"})
_SCHEME: Final = "HTTP_X_FORWARDED_PROTO"
_CLIENT: Final = "HTTP_X_FORWARDED_FOR"
_FORWARDED: Final = "HTTP_FORWARDED"
_FORWARDED_PREFIX: Final = "HTTP_X_FORWARDED_"


class BehindProxy:
    """An application that knows the scheme and the client that a trusted proxy tells, and nobody else's word."""

    def __init__(self, application: WSGIApplication, *, trusted: str) -> None:
        """Wrap an application.

        :param trusted: the address of the proxy; empty where there is none.
        :raises Unavailable: ``settings.proxy``, it is no address.
        """
        self._application = application
        self._trusted = None if not trusted else _configured(trusted)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        told = {name: environ.pop(name) for name in list(environ) if _is_forwarded(name)}
        if self._trusted is not None and _address(environ.get("REMOTE_ADDR", "")) == self._trusted:
            _believe(environ, told)
        return self._application(environ, start_response)


def _believe(environ: WSGIEnvironment, told: dict[str, Any]) -> None:
    scheme = _last(told.get(_SCHEME, ""))
    if scheme in _SCHEMES:
        environ["wsgi.url_scheme"] = scheme
    client = _address(_last(told.get(_CLIENT, "")))
    if client is not None:
        environ["REMOTE_ADDR"] = str(client)


def _is_forwarded(name: str) -> bool:
    return name == _FORWARDED or name.startswith(_FORWARDED_PREFIX)


def _last(header: str) -> str:
    return header.rpartition(",")[2].strip()


def _address(written: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(written)
    except ValueError:
        return None


def _configured(written: str) -> IPv4Address | IPv6Address:
    found = _address(written)
    if found is None:
        raise Unavailable(
            say("LEDGER_TRUSTED_PROXY应为代理的IP地址，现为“{value}”", value=shown(written)), code="settings.proxy"
        )
    return found
