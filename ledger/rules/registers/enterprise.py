"""What an enterprise is judged on when it is registered, renamed or closed.

An enterprise is known for good by its unified social credit code (GB 32100-2015); a name is borne by one enterprise at
a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import (
    CloseEnterprise,
    CorrectContact,
    Enterprise,
    EnterpriseState,
    RegisterEnterprise,
    RenameEnterprise,
)
from ledger.domain.values.text import folded
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCase:
    """A new enterprise beside who has its code and who bears its names.

    ``bearers`` gives for each name asked for the credit code of the other enterprise that is called so now.
    """

    asked: RegisterEnterprise
    area_: Area
    registered: Enterprise | None
    bearers: Mapping[str, str]

    @property
    def area(self) -> str:
        """Return the area of the enterprise."""
        return self.asked.area


@dataclass(frozen=True, slots=True, kw_only=True)
class RenamingCase:
    """A registered enterprise and its new name; ``bearer`` is the other enterprise that is called so now."""

    asked: RenameEnterprise
    enterprise: Enterprise
    bears_old_name: bool
    bearer: str | None

    @property
    def area(self) -> str:
        """Return the area of the enterprise."""
        return self.enterprise.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingCase:
    """An enterprise that is to be noted as ended."""

    asked: CloseEnterprise
    enterprise: Enterprise

    @property
    def area(self) -> str:
        """Return the area of the enterprise."""
        return self.enterprise.area


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCase:
    """How an enterprise is reached, before and after."""

    asked: CorrectContact
    enterprise: Enterprise

    @property
    def area(self) -> str:
        """Return the area of the enterprise."""
        return self.enterprise.area


def inactive(enterprise: Enterprise) -> Breach | None:
    """Return the breach of an enterprise that is closed or succeeded, and can no longer hold or act."""
    if enterprise.state is EnterpriseState.ACTIVE:
        return None
    return unmet(
        code="enterprise.inactive",
        detail=say(
            "“{name}”（{code}）{state}，不能再办理",
            name=enterprise.name,
            code=enterprise.credit_code,
            state=enterprise.state.words,
        ),
    )


def code_is_new(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse a credit code that is registered, for this enterprise or for another."""
    del book
    registered, asked = case.registered, case.asked
    if registered is None:
        return None
    if folded(asked.name) in map(folded, (registered.name, *registered.aliases)):
        return unmet(
            code="enterprise.registered",
            detail=say("“{name}”（{code}）已经登记", name=registered.name, code=asked.credit_code),
        )
    return unmet(
        code="enterprise.code_of_another",
        detail=say(
            "统一社会信用代码{code}登记的是“{registered}”，不是“{name}”；请核对，或办理更名",
            code=asked.credit_code,
            registered=registered.name,
            name=asked.name,
        ),
    )


def name_is_free(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse the name of another enterprise, unless that one is about to be succeeded by this one."""
    del book
    bearer = case.bearers.get(case.asked.name)
    if bearer is None or bearer == case.asked.succeeds:
        return None
    return _taken(case.asked.name, bearer, code="enterprise.name_taken")


def aliases_are_free(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse an alias that is the name of another enterprise."""
    del book
    taken = [alias for alias in case.asked.aliases if case.bearers.get(alias) not in {None, case.asked.succeeds}]
    return _taken(taken[0], case.bearers[taken[0]], code="enterprise.alias_taken") if taken else None


def aliases_differ(case: RegistrationCase, book: RuleBook) -> Breach | None:
    """Refuse an alias that is the name itself, or stands there twice."""
    del book
    names = (case.asked.name, *case.asked.aliases)
    folds = [folded(name) for name in names]
    repeated = sorted({name for name, fold in zip(names, folds, strict=True) if folds.count(fold) > 1})
    if not repeated:
        return None
    return unmet(code="enterprise.alias_repeated", detail=say("名称与别名重复：{names}", names=enumerated(repeated)))


def renamed_is_active(case: RenamingCase, book: RuleBook) -> Breach | None:
    """Refuse to rename what has ended."""
    del book
    return inactive(case.enterprise)


def name_is_another(case: RenamingCase, book: RuleBook) -> Breach | None:
    """Refuse the name that the enterprise has."""
    del book
    if case.asked.name != case.enterprise.name:
        return None
    return unmet(code="enterprise.name_unchanged", detail=say("企业已经名为“{name}”", name=case.asked.name))


def new_name_is_free(case: RenamingCase, book: RuleBook) -> Breach | None:
    """Refuse the name of another enterprise."""
    del book
    return None if case.bearer is None else _taken(case.asked.name, case.bearer, code="enterprise.name_taken")


def closing_is_active(case: ClosingCase, book: RuleBook) -> Breach | None:
    """Refuse to close what has ended."""
    del book
    return inactive(case.enterprise)


def contact_changes(case: ContactCase, book: RuleBook) -> Breach | None:
    """Refuse the contact that is registered."""
    del book
    if case.asked.contact != case.enterprise.contact:
        return None
    return unmet(code="enterprise.contact_unchanged", detail=say("联系方式没有变化"))


def _taken(name: str, bearer: str, *, code: str) -> Breach:
    return unmet(code=code, detail=say("“{name}”是另一企业（{bearer}）的名称", name=name, bearer=bearer))


REGISTERING: Final[tuple[Check[RegistrationCase], ...]] = (
    code_is_new,
    name_is_free,
    aliases_are_free,
    aliases_differ,
)
RENAMING: Final[tuple[Check[RenamingCase], ...]] = (renamed_is_active, name_is_another, new_name_is_free)
CLOSING: Final[tuple[Check[ClosingCase], ...]] = (closing_is_active,)
CORRECTING: Final[tuple[Check[ContactCase], ...]] = (contact_changes,)
