"""Stories of surplus in the demonstration: determined, paid up, listed and sold, pledged, frozen, leased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim_acts import DeliverFreeze, OpenListing, RegisterPledge, SeizedPollutant
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice, PaymentNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.lease import BeginLease
from ledger.domain.rights.right_acts import DetermineSurplus, PayUp
from ledger.domain.rights.transfer import ContractTransfer, DeliverTransfer, SettleTransfer, TransferLine, TransferMode
from web.demo.foundation import PRICES
from web.demo.holding import Holding, Story, moment
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.domain.rights.tranche import Tranche
    from ledger.store.unit_of_work import UnitOfWork

_PRICE: Final = 3_000_000
"""Fen of a private sale: 30,000 yuan."""
_BANK: Final = "示例银行"
_COURT: Final = "示例人民法院"
_PLATFORM: Final = "示例公共资源交易平台"


def surplus_is_paid_up() -> Iterator[tuple[int, Story]]:
    """Yield the steps by which free surplus becomes paid for, each with its day."""
    yield from ((0, _determine), (3, _notice), (10, _receipt), (13, _confirmation), (16, _pay_up))


def surplus_is_sold() -> Iterator[tuple[int, Story]]:
    """Yield the steps of a sale from the listing to the settlement."""
    yield from ((0, _list), (8, _contract), (15, _deliver), (20, _settle))


def fee_in_instalments() -> Iterator[tuple[int, Story]]:
    """Yield the steps of a fee that is paid bit by bit, of which the second instalment stays overdue."""
    yield from ((0, _determine), (3, _plan), (4, _first_notice), (12, _first_receipt), (370, _second_notice))


def _determine(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = DetermineSurplus(
        effective_on=today,
        area=holding.area,
        enterprise=holding.holder,
        tranche=holding.tranche,
        grams=holding.surplus,
        need=holding.grams - holding.surplus,
        document=f"示例富余核定〔{today.year}〕{holding.holder}",
    )
    yield PlannedAct(kind="right.determine_surplus", command=command, area=holding.area)


def _notice(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = IssueNotice(effective_on=today, number=_number(holding), fixed_price=_fee(holding, today))
    yield PlannedAct(kind="fee.notice", command=command, area=holding.area)


def _receipt(work: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    yield from _paid(work, today, holding, _number(holding))


def _confirmation(work: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    yield from _confirmed(work, today, holding, _number(holding))


def _pay_up(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = PayUp(
        effective_on=today,
        area=holding.area,
        enterprise=holding.holder,
        tranche=holding.tranche,
        in_use=0,
        surplus=holding.surplus,
        fee_case=_case(holding),
    )
    yield PlannedAct(kind="right.pay_up", command=command, area=holding.area)


def _list(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = OpenListing(
        effective_on=today,
        number=f"示例挂牌{holding.holder}",
        area=holding.area,
        holder=holding.holder,
        platform=_PLATFORM,
        opened_at=moment(today, 8, 20),
        lines=(TrancheGrams(tranche=_paid_tranche(holding), grams=holding.surplus),),
        document="示例挂牌申请",
    )
    yield PlannedAct(kind="listing.open", command=command, area=holding.area)


def _contract(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    line = TransferLine(
        tranche=_paid_tranche(holding),
        grams=holding.surplus // 2,
        price=_PRICE,
        listing=f"示例挂牌{holding.holder}",
    )
    command = ContractTransfer(
        effective_on=today,
        number=f"示例转让{holding.holder}",
        seller=holding.holder,
        seller_area=holding.area,
        buyer=holding.other.credit_code,
        buyer_area=holding.area,
        mode=TransferMode.LISTED,
        platform=_PLATFORM,
        contracted_at=moment(today, 8, 30),
        lines=(line,),
        need="示例核定意见",
    )
    yield PlannedAct(kind="transfer.contract", command=command, area=holding.area)


def _deliver(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = DeliverTransfer(effective_on=today, number=f"示例转让{holding.holder}", document="示例交易鉴证书")
    yield PlannedAct(kind="transfer.deliver", command=command, area=holding.area)


def _settle(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    number = f"示例转让{holding.holder}"
    command = SettleTransfer(effective_on=today, number=number, amount=_PRICE, document="示例平台回单")
    yield PlannedAct(kind="transfer.settle", command=command, area=holding.area)


def pledge(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    """Pledge half of the surplus to a bank."""
    command = RegisterPledge(
        effective_on=today,
        number=f"示例质押{holding.holder}",
        area=holding.area,
        holder=holding.holder,
        pledgee=_BANK,
        printed_as="质押",
        registered_at=moment(today, 8, 10),
        until=today + timedelta(days=2 * 365),
        lines=(TrancheGrams(tranche=_paid_tranche(holding), grams=holding.surplus // 2),),
        document="示例质押合同",
    )
    yield PlannedAct(kind="pledge.register", command=command, area=holding.area)


def freeze(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    """Freeze more than the enterprise has at 16:58: what is pledged ranks first, the rest waits in the queue."""
    command = DeliverFreeze(
        effective_on=today,
        number=f"示例执{holding.holder}",
        area=holding.area,
        holder=holding.holder,
        court=_COURT,
        delivered_at=moment(today, 8, 45),
        until=date(today.year + 2, today.month, today.day),
        lines=(SeizedPollutant(pollutant=holding.tranche.pollutant, grams=holding.grams),),
        document="示例协助执行通知书",
    )
    yield PlannedAct(kind="freeze.deliver", command=command, area=holding.area)


def lease(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    """Lease what is left of the surplus out for half a year."""
    command = BeginLease(
        effective_on=today,
        id=f"示例租赁{holding.holder}",
        area=holding.area,
        lessor=holding.holder,
        lessee=holding.other.credit_code,
        tranche=_paid_tranche(holding),
        grams=holding.surplus // 4 // 100 * 100,
        months=6,
        document="示例租赁合同",
    )
    yield PlannedAct(kind="lease.begin", command=command, area=holding.area)


def _plan(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    command = PlanInstalments(
        effective_on=today,
        fixed_price=_fee(holding, today),
        due_on=tuple(date(today.year + years, today.month, 28) for years in (0, 1, 2)),
        document="示例分期申请与批复",
    )
    yield PlannedAct(kind="fee.instalment_plan", command=command, area=holding.area)


def _first_notice(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    yield from _instalment(today, holding, f"{_number(holding)}-1")


def _second_notice(_: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    yield from _instalment(today, holding, f"{_number(holding)}-2")


def _instalment(today: date, holding: Holding, number: str) -> Iterator[PlannedAct]:
    command = NoticeInstalment(effective_on=today, number=number, charged_for=_case(holding))
    yield PlannedAct(kind="fee.instalment_notice", command=command, area=holding.area)


def _first_receipt(work: UnitOfWork, today: date, holding: Holding) -> Iterator[PlannedAct]:
    number = f"{_number(holding)}-1"
    yield from _paid(work, today, holding, number)
    yield from _confirmed(work, today, holding, number)


def _paid(work: UnitOfWork, today: date, holding: Holding, number: str) -> Iterator[PlannedAct]:
    notice = work.registers.find(PaymentNotice, number)
    if notice is not None:
        command = RecordReceipt(
            effective_on=today, notice=number, number=f"R{number}", amount=notice.outstanding, paid_on=today
        )
        yield PlannedAct(kind="fee.receipt", command=command, area=holding.area)


def _confirmed(work: UnitOfWork, today: date, holding: Holding, number: str) -> Iterator[PlannedAct]:
    notice = work.registers.find(PaymentNotice, number)
    if notice is not None:
        command = ConfirmReceipt(effective_on=today, number=f"R{number}", amount=notice.unconfirmed, credited_on=today)
        yield PlannedAct(kind="treasury.confirm", command=command, area=holding.area)


def _fee(holding: Holding, today: date) -> FixedPriceFee:
    pollutant = holding.tranche.pollutant
    line = FeeLine(
        pollutant=pollutant,
        grams=holding.surplus,
        unit_price=PRICES[pollutant] * 10_000,
        basis=PriceBasis.YEAR,
    )
    return FixedPriceFee(
        case=_case(holding),
        area=holding.area,
        payer=holding.holder,
        ground=FeeGround.PAY_UP,
        lines=(line,),
        starts=today,
        ends=holding.tranche.term_to,
    )


def _case(holding: Holding) -> str:
    return f"示例补缴{holding.holder}"


def _number(holding: Holding) -> str:
    return f"示例缴款{holding.holder}"


def _paid_tranche(holding: Holding) -> Tranche:
    return replace(holding.tranche, origin=Origin.FIXED_PRICE)
