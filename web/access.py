"""Who may enter where: every view declares it, and a view that does not is refused when the application is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from flask import Flask

View = TypeVar("View", bound=Callable[..., object])

PUBLIC: Final = "public"
"""The role of everybody, signed in or not."""

_ATTRIBUTE: Final = "declared_access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Which roles may use a view, and whether it changes the books."""

    roles: tuple[str, ...]
    writes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One rule of the application: path, methods, and who may use them."""

    rule: str
    methods: tuple[str, ...]
    access: Access


def access(*roles: str, writes: bool = False) -> Callable[[View], View]:
    """Declare who may use a view."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, Access(roles=roles, writes=writes))
        return view

    return declare


def declared_routes(app: Flask) -> list[Route]:
    """Return every rule of an application, by path.

    :raises TypeError: a view does not declare who may use it.
    """
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = getattr(app.view_functions[rule.endpoint], _ATTRIBUTE, None)
        if not isinstance(declared, Access):
            message = f"{rule.endpoint} does not declare who may use it"
            raise TypeError(message)
        found.append(Route(rule=rule.rule, methods=tuple(sorted(rule.methods or ())), access=declared))
    return found
