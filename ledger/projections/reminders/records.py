"""The registers that reminders are made of, followed along with the journal: each page reads only what came since.

A reminder must look at every lease, every project and every notice that is open. To read all of them for every page
would take longer with every year; so a process keeps what it read, and reads on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from ledger.domain.bookkeeping.period import ClosedPeriod
from ledger.domain.claims.claim import Claim
from ledger.domain.credits.closure import Closure, ClosureCheck
from ledger.domain.credits.credit import CreditLoan
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.projects.confirmation import Confirmation
from ledger.domain.projects.exemption import Exemption, RetirementSheet
from ledger.domain.projects.milestone import Milestone
from ledger.domain.projects.project import Project
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.permit import Permit
from ledger.domain.rights.award import Award
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.reclaim import ReclaimCase
from ledger.domain.rights.transfer import Transfer
from ledger.store.record_text import REMOVED, R, record_of, register_of
from ledger.store.tables import registration

if TYPE_CHECKING:
    from ledger.projections.view import View

_FOLLOWED: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        kind.REGISTER: kind
        for kind in (
            Award,
            Claim,
            ClosedPeriod,
            Closure,
            ClosureCheck,
            Confirmation,
            CreditLoan,
            Enterprise,
            Exemption,
            Facility,
            FacilityCard,
            InstalmentPlan,
            Lease,
            Milestone,
            PaymentNotice,
            Permit,
            Project,
            ReclaimCase,
            RetirementSheet,
            Transfer,
        )
    }
)


class FollowedRegisters:
    """What the followed registers say, as far as the journal was read."""

    def __init__(self) -> None:
        self._records: dict[type[Any], dict[tuple[str, str], tuple[int, Any]]] = {
            kind: {} for kind in _FOLLOWED.values()
        }

    def read_on(self, view: View, after: int, to: int) -> None:
        """Take what the acts behind one place of the journal registered, up to another."""
        for statement in _statements(after, to):
            for seq, register, subject, body in view.execute(statement):
                kind = _FOLLOWED.get(register.partition("/")[0])
                if kind is not None:
                    self._take(kind, (register, subject), seq, body)

    def _take(self, kind: type[Any], name: tuple[str, str], seq: int, body: str) -> None:
        if body == REMOVED:
            self._records[kind].pop(name, None)
        else:
            self._records[kind][name] = seq, record_of(kind, body)

    def all(self, kind: type[R]) -> Iterator[R]:
        """Yield what is so of every subject of every owner of a register, in no order."""
        for _, record in self._records[kind].values():
            yield record

    def placed(self, kind: type[R]) -> Iterator[tuple[int, R]]:
        """Yield the same with the place of the act that registered each."""
        yield from self._records[kind].values()

    def find(self, kind: type[R], subject: str) -> R | None:
        """Return what is so of a subject of a register without owners."""
        known = self._records[kind].get((register_of(kind, None), subject))
        return None if known is None else known[1]


def _statements(after: int, to: int) -> Iterator[Any]:
    """Yield what to select: register by register at first, because each has its index; by place later on."""
    columns = (registration.c.seq, registration.c.register, registration.c.subject, registration.c.body)
    if after:
        yield (
            select(*columns)
            .where(registration.c.seq > after, registration.c.seq <= to)
            .order_by(registration.c.seq, registration.c.n)
        )
        return
    for register in _FOLLOWED:
        part = registration.c.register
        yield (
            select(*columns)
            .where(or_(part == register, (part >= f"{register}/") & (part < f"{register}0")))
            .where(registration.c.seq <= to)
            .order_by(registration.c.seq, registration.c.n)
        )
