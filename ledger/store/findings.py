"""What a verification found: every finding is counted, the first thousand are kept with their sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from ledger.errors import Message, say

MOST_KEPT: Final = 1_000
_LONGEST_REASON: Final = 200

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it must be."""

    code: str
    """Stable, dotted, such as ``journal.leaf``."""
    where: str
    """The table and the key of the row, such as ``movement/12/1``; or the part of the book."""
    detail: Message


class Findings:
    """Collects findings."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: list[Finding] = []

    def add(self, code: str, where: str, detail: Message) -> None:
        """Note one finding."""
        self.count += 1
        if len(self._kept) < MOST_KEPT:
            self._kept.append(Finding(code=code, where=where, detail=detail))

    def kept(self) -> tuple[Finding, ...]:
        """Return the findings that are kept; a last one tells how many more there were."""
        if self.count == len(self._kept):
            return tuple(self._kept)
        more = say("另有{count}处未列出", count=self.count - len(self._kept))
        return (*self._kept, Finding(code="findings.more", where="", detail=more))

    def attempt(
        self,
        where: str,
        look: Callable[Concatenate[Connection, P], T],
        connection: Connection,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T | None:
        """Look at a part of the book, and make a finding of whatever goes wrong with the looking.

        A savepoint keeps the transaction usable: PostgreSQL refuses everything after an error.
        """
        try:
            with connection.begin_nested():
                return look(connection, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - damage takes every form: bytes for a number, a cycle of pages
            self.add("database.damaged", where, say("无法读取：{detail}", detail=reason(error)))
            return None


def reason(error: Exception) -> str:
    """Return what an exception says, in the words of the database where it comes from there."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(f"{type(original).__name__}: {original}".split())[:_LONGEST_REASON]
