"""Who acts: a person with a role and an office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from ledger.domain.values.worded import Worded
from ledger.errors import say


class Role(Worded):
    """What a person may do; nobody has two."""

    CLERK = "clerk", say("经办人员")
    """Records acts (经办)."""
    REVIEWER = "reviewer", say("审核人员")
    """Checks and decides what another person recorded (复核、审批)."""
    FINANCE = "finance", say("财务人员")
    """Records and matches receipts, and never assesses."""
    ENTERPRISE = "enterprise", say("企业人员")
    """Sees its own accounts."""
    AUDITOR = "auditor", say("审计人员")
    """Reads and exports everything, and changes nothing."""
    SYSTEM_ADMINISTRATOR = "sysadmin", say("系统管理员")
    SECURITY_ADMINISTRATOR = "secadmin", say("安全管理员")
    AUDIT_ADMINISTRATOR = "auditadmin", say("审计管理员")


class Office(Worded):
    """Where a person sits."""

    BRANCH = "branch", say("分局")
    """A branch (分局): acts of its own area."""
    BUREAU = "bureau", say("市局")
    """The municipal bureau (市局): decides."""
    CENTRE = "centre", say("市总量控制中心")
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
