"""Who may enter where: every view declares it, and a view that does not is refused when the application is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from ledger.domain.people.actor import Role
from ledger.domain.people.session import Stage

if TYPE_CHECKING:
    from flask import Flask

View = TypeVar("View", bound=Callable[..., object])

PUBLIC: Final = "public"
"""The role of everybody, signed in or not."""
STAFF: Final = (Role.CLERK.value, Role.REVIEWER.value, Role.FINANCE.value)
"""The persons who handle business acts."""
READERS: Final = (*STAFF, Role.AUDITOR.value)
"""The persons who read the books."""
EVERYBODY_SIGNED_IN: Final = tuple(role.value for role in Role)

SMALL: Final = 64 * 1024
"""Bytes of a form with some words in it."""
LARGE_FORM: Final = 4 * 1024 * 1024
"""Bytes of a form with a table of hundreds of rows; more fields than that take longer to read than anybody waits."""
WITH_FILES: Final = 64 * 1024 * 1024

_ATTRIBUTE: Final = "declared_access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Which roles may use a view, and whether it changes the books."""

    roles: tuple[str, ...]
    writes: bool = False
    stages: tuple[Stage, ...] = (Stage.WHOLE,)
    """How far the log-in may have come."""
    largest: int = SMALL
    """Bytes of a request; what is larger is refused before it is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One rule of the application: path, methods, and who may use them."""

    rule: str
    methods: tuple[str, ...]
    access: Access


def access(
    *roles: str, writes: bool = False, stages: tuple[Stage, ...] = (Stage.WHOLE,), largest: int = SMALL
) -> Callable[[View], View]:
    """Declare who may use a view; nobody else may."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, Access(roles=roles, writes=writes, stages=stages, largest=largest))
        return view

    return declare


def access_of(app: Flask, endpoint: str) -> Access:
    """Return what the view of an endpoint declared.

    :raises TypeError: it declares nothing, so nobody may use it.
    """
    declared = getattr(app.view_functions[endpoint], _ATTRIBUTE, None)
    if not isinstance(declared, Access):
        message = f"{endpoint} does not declare who may use it"
        raise TypeError(message)
    return declared


def declared_routes(app: Flask) -> list[Route]:
    """Return every rule of an application, by path.

    :raises TypeError: a view does not declare who may use it.
    """
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = access_of(app, rule.endpoint)
        found.append(Route(rule=rule.rule, methods=tuple(sorted(rule.methods or ())), access=declared))
    return found
