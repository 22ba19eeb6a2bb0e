"""What later acts rest on: by which members of their commands they name what a register says of a subject.

A reversal makes the registers say what was so before. An act that registered the same subject since is found there;
one that only took it for granted (a right of an enterprise, a confirmation of a project, a delivery on a payment)
registered something else, and is found by its command. Each line of :data:`RELIANCES` says where to look. Only a
retirement of exemptions is found by what it retired.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from ledger.domain.money.payment_notice import ChargedFee, PaymentNotice
from ledger.domain.projects.acquired import Acquired
from ledger.domain.projects.milestone import Milestone
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.attainment import Attainment
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import Award

YEAR: Final = "effective_year"
"""Stands for the year of ``effective_on``, as if commands had such a member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliance:
    """How acts name what they rest on.

    Attributes:
        of: the record of the register.
        members: of a command or its lines.
        named: what stands in those members.
        kinds: which acts rest on it; all that name it, where none is said.
        changed: whether they rest on what was said last, and not only on there being something.

    """

    of: type[Any]
    members: frozenset[str]
    named: Callable[[Any], str] = lambda record: record.subject
    kinds: frozenset[str] = frozenset()
    changed: bool = False

    def holds(self, kind: str, members: frozenset[tuple[str, str]], name: str) -> bool:
        """Return whether an act of a kind, with these members and values in its command, rests on what is so named."""
        return (not self.kinds or kind in self.kinds) and any((each, name) in members for each in self.members)


def _charged_for(record: PaymentNotice | ChargedFee) -> str:
    return record.charged_for


RELIANCES: Final = (
    Reliance(
        of=Area,
        members=frozenset(
            {"area", "buyer_area", "seller_area", "from_area", "to_area"} | {"lender", "borrower"} | {"used_in", "pool"}
        ),
        changed=True,
    ),
    Reliance(
        of=Enterprise,
        members=frozenset(
            {"enterprise", "enterprises", "successor", "successors", "heir", "holder", "payer", "bidder"}
            | {"buyer", "seller", "lessor", "lessee"}
        ),
    ),
    Reliance(of=Facility, members=frozenset({"facility", "source", "replaced_at"})),
    Reliance(of=Project, members=frozenset({"project", "user"}), changed=True),
    Reliance(of=Milestone, members=frozenset({"project"}), named=lambda milestone: milestone.project, changed=True),
    Reliance(
        of=Acquired,
        members=frozenset({"project"}),
        named=lambda acquired: acquired.project,
        kinds=frozenset({"project.eia_approved", "project.milestone"}),
        changed=True,
    ),
    Reliance(
        of=Attainment,
        members=frozenset({YEAR}),
        named=lambda attainment: str(attainment.year + 1),
        kinds=frozenset({"confirmation.issue", "early_draw.take", "exemption.hold", "transfer.contract"}),
        changed=True,
    ),
    Reliance(of=Award, members=frozenset({"award", "charged_for"})),
    *(
        Reliance(of=each, members=frozenset({"fee_case"}), named=_charged_for, changed=True)
        for each in (PaymentNotice, ChargedFee)
    ),
    *(
        Reliance(
            of=each, members=frozenset({"id"}), named=_charged_for, kinds=frozenset({"award.deliver"}), changed=True
        )
        for each in (PaymentNotice, ChargedFee)
    ),
    Reliance(of=PaymentNotice, members=frozenset({"notice"}), kinds=frozenset({"refund.apply"}), changed=True),
)
"""Every register whose subjects later acts take for granted without registering them again."""
