"""The rule book: every provision by key and day, and the exact texts it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ledger.domain.bookkeeping.rule_texts import digest_of
from ledger.domain.law.ground import unmet
from ledger.errors import RuleViolation, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.rules.law.keys import Key
    from ledger.rules.law.provision import Provision

T = TypeVar("T")


class NoProvisionInForce(RuleViolation):
    """No text gives a value for this key on this day; nothing is ever supplied in its place."""

    code = "no_provision_in_force"

    def __init__(self, *, key: Key[Any], on: date, versions: tuple[Provision[Any], ...]) -> None:
        asked = {"date": on.isoformat(), "meaning": key.meaning, "key": key.name}
        if versions and on < versions[0].effective_from:
            first = versions[0].effective_from.isoformat()
            message = say(
                "{date}没有关于“{meaning}”（{key}）的有效规定；最早的规定自{first}起施行", **asked, first=first
            )
        else:
            message = say("{date}没有关于“{meaning}”（{key}）的有效规定", **asked)
        super().__init__(message, breaches=(unmet(code=self.code, detail=message, provision=key.name),))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """All provisions, judged whole by the loader; made only by ``ledger.rules.law.loader``."""

    texts: Mapping[str, str]
    """The files of the book, exactly: name to text. The store keeps them under the digest."""
    versions: Mapping[str, tuple[Provision[Any], ...]]
    """Every key's versions in the order of their days."""
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", digest_of(self.texts))

    def provision(self, key: Key[T], *, on: date) -> Provision[T]:
        """Return the one version of ``key`` in force on a day.

        :raises NoProvisionInForce: where there is none.
        """
        versions = self.versions.get(key.name, ())
        for version in versions:
            if version.in_force(on):
                return version
        raise NoProvisionInForce(key=key, on=on, versions=versions)

    def in_force(self, *, on: date) -> tuple[Provision[Any], ...]:
        """Return every provision in force on a day, in the order of the keys."""
        return tuple(version for key in sorted(self.versions) for version in self.versions[key] if version.in_force(on))

    def noting(self) -> NotingBook:
        """Return the same book with a note of every provision that it is asked for from now on."""
        return NotingBook(texts=self.texts, versions=self.versions, of=self.digest)

    @property
    def applied(self) -> tuple[Provision[Any], ...]:
        """Return what was noted: nothing in a book that does not note."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotingBook(RuleBook):
    """A rule book that notes by which provisions a case was judged and drawn up."""

    of: str
    """The digest of the book that notes; to compute it for every act would take longer than to judge the act."""
    asked: dict[tuple[str, date], Provision[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", self.of)

    def provision(self, key: Key[T], *, on: date) -> Provision[T]:
        """Return the version of ``key`` in force on a day, and note it.

        :raises NoProvisionInForce: where there is none.
        """
        found = RuleBook.provision(self, key, on=on)
        self.asked[found.key, found.effective_from] = found
        return found

    @property
    def applied(self) -> tuple[Provision[Any], ...]:
        """Return what was asked for, in the order of the keys and days."""
        return tuple(self.asked[name] for name in sorted(self.asked))
