"""What the registers say is open, against the balances of the accounts on which it stands.

Every act writes the register and posts in the same breath, so that both tell one story: what the notices of a payer
have outstanding is on 1212, what a court holds is on Q42.4. Double entry cannot see where they part: an entry on the
wrong payer's account balances as well. What published rounds booked is set apart, because no register stands behind it
(decision 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.claims.claim import Claim
from ledger.domain.credits.early_draw import EarlyDraw, EarlyDrawState
from ledger.domain.money.deposit import Deposit
from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.receipt import Receipt
from ledger.domain.projects.exemption import Exemption, ExemptionState
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.transfer import Transfer, TransferState
from ledger.projections.accounts.balances import balances
from ledger.projections.money.historical_receivables import historical_amounts
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

LINES: Final = frozenset(
    {
        *("1002", "1212.1", "1212.2", "1212.4", "1212.8", "1212.9", "2103.1", "2103.2", "2103.9", "2307.1"),
        *("B20", "B21", "B30", "B31", "B40", "B41", "B61"),
        *("Q32", "Q42.1", "Q42.2", "Q42.3", "Q42.4", "Q42.5", "Q44", "E20", "E30"),
    }
)
"""The lines of the chart behind whose balances a register stands, gram for gram and fen for fen."""


class _Place(NamedTuple):
    """An account by its code, and the pollutant of what it holds; empty for money."""

    account: str
    pollutant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterIdentity:
    """One account: what it holds of a pollutant or of money, and what the register says; grams or fen."""

    account: str
    pollutant: str
    booked: int
    registered: int

    @property
    def holds(self) -> bool:
        """Return whether both agree."""
        return self.booked == self.registered


def register_identities(connection: Connection) -> list[RegisterIdentity]:
    """Return every account behind which a register stands, in the order of the codes."""
    booked, registered = Counter[_Place](), Counter[_Place]()
    for row in balances(connection, charts=LINES):
        booked[_Place(row.account.code, str(row.unit.pollutant or ""))] += row.amount
    for (code, pollutant), amount in historical_amounts(connection, charts=LINES).items():
        booked[_Place(code, pollutant)] -= amount
    registers = Registers(connection)
    for held, pollutant, amount in (*_of_money(registers), *_of_sales(registers), *_of_tonnes(registers)):
        registered[_Place(held.code, str(pollutant))] += amount
    return [
        RegisterIdentity(
            account=place.account, pollutant=place.pollutant, booked=booked[place], registered=registered[place]
        )
        for place in sorted({*booked, *registered})
    ]


_Open = tuple[Account, str, int]


def _of_money(registers: Registers) -> Iterator[_Open]:
    for notice in registers.all(PaymentNotice):
        yield notice.receivable, "", notice.outstanding
        yield notice.due_to_treasury, "", notice.confirmed - notice.assessed
        yield notice.overpayment, "", notice.refunded - notice.overpaid
        yield notice.overpayment_in_treasury, "", notice.refundable
    for receipt in registers.all(Receipt):
        yield receipt.on_its_way, "", receipt.unconfirmed
    for deposit in registers.all(Deposit):
        yield deposit.kept_at, "", deposit.held
        yield deposit.owed_to, "", -deposit.held
    for plan in registers.all(InstalmentPlan):
        later = sum(each.amount for each in plan.instalments if each.notice is None)
        yield plan.not_due, "", later
        yield plan.not_due_counter, "", -later


def _of_sales(registers: Registers) -> Iterator[_Open]:
    for agreed in registers.all(BuyBack):
        yield account("B61", area=agreed.area, holder=agreed.enterprise), "", agreed.paid - agreed.amount
    for sale in registers.all(Transfer):
        left = sale.price - sale.settled if sale.state is TransferState.DELIVERED else 0
        yield account("B40", area=sale.buyer_area, holder=sale.buyer), "", left
        yield account("B41", area=sale.seller_area, holder=sale.seller), "", -left


def _of_tonnes(registers: Registers) -> Iterator[_Open]:
    for award in registers.all(Award):
        if award.state is AwardState.AWARDED:
            of = account("Q32", area=award.area, holder=award.id)
            yield from ((of, line.pollutant, line.given) for line in award.lines)
    for claim in registers.everywhere(Claim):
        of = account(claim.ground.chart_code, area=str(claim.unit.area), holder=claim.holder)
        yield of, str(claim.unit.pollutant), claim.held
    for lease in registers.all(Lease):
        if lease.ended_on is None:
            yield account("Q44", area=lease.area, holder=lease.lessee), lease.tranche.pollutant, lease.grams
    for owed in registers.everywhere(Exemption):
        if owed.state is ExemptionState.OPEN:
            yield account("E20", area=owed.area, holder=owed.project), owed.pollutant, owed.grams
    for drawn in registers.everywhere(EarlyDraw):
        if drawn.state is EarlyDrawState.OUTSTANDING:
            yield account("E30", area=drawn.area, holder=drawn.project), drawn.pollutant, drawn.grams
