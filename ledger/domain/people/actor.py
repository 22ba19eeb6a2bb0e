"""Who acts: a person with a role and an office."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final


class Role(StrEnum):
    """What a person may do; nobody has two."""

    CLERK = "clerk"
    """Records acts (经办)."""
    REVIEWER = "reviewer"
    """Checks and decides what another person recorded (复核、审批)."""
    FINANCE = "finance"
    """Records and matches receipts, and never assesses."""
    ENTERPRISE = "enterprise"
    """Sees its own accounts."""
    AUDITOR = "auditor"
    """Reads and exports everything, and changes nothing."""
    SYSTEM_ADMINISTRATOR = "sysadmin"
    SECURITY_ADMINISTRATOR = "secadmin"
    AUDIT_ADMINISTRATOR = "auditadmin"


class Office(StrEnum):
    """Where a person sits."""

    BRANCH = "branch"
    """A branch (分局): acts of its own area."""
    BUREAU = "bureau"
    """The municipal bureau (市局): decides."""
    CENTRE = "centre"
    """The municipal control centre (市总量控制中心): records for the whole city."""


OF_THE_BUREAU: Final = frozenset({Role.CLERK, Role.REVIEWER, Role.FINANCE})
"""The roles of persons who handle business acts, and therefore sit in an office."""

ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
"""The roles that see to persons, logs and the machine, and handle no business act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person as registered: the name stands in the journal, so it never passes to another person.

    ``area`` is the branch's area for an office of kind branch; ``enterprise`` the credit code for that role.
    ``token_digest`` is the hexadecimal SHA-256 of the token by which the person is known at the command line.
    ``applied_by`` is the system administrator who asks that the person be given credentials, until that is answered.
    """

    REGISTER: ClassVar[str] = "user"

    name: str
    role: Role
    office: Office | None = None
    area: str | None = None
    enterprise: str | None = None
    disabled: bool = False
    token_digest: str | None = None
    applied_by: str | None = None

    @property
    def subject(self) -> str:
        """Return what the register knows the person by."""
        return self.name

    def sits_in(self, area: str) -> bool:
        """Return whether the person's office handles acts of an area."""
        return self.office is not Office.BRANCH or self.area == area
