"""What happens to the enterprise whose officer is shown: each of its pages has something to tell, and to do.

Its other story, a pledge that a court order follows, is told among the incidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.credits.reduction import Measure, VerifyReduction
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.instalments import NoticeInstalment, PlanInstalments
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice, PaymentNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.milestone import RecordMilestone, Step
from ledger.domain.projects.project import IntakeProject
from ledger.domain.projects.project_traits import Nature
from ledger.domain.registers.facility import RegisterFacility
from ledger.domain.rights.right_acts import ConfirmExisting, DetermineSurplus, PayUp
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from web.demo.foundation import PRICES, basin_of
from web.demo.planned import PlannedAct

if TYPE_CHECKING:
    from ledger.store.unit_of_work import UnitOfWork
    from web.demo.place import PlannedEnterprise
    from web.demo.planned import Occasion
    from web.demo.schedule import Schedule

PROJECT: Final = "示例-2026-100"
PAID_NOTICE: Final = "示例通知-2025-01"
INSTALMENTS: Final = ("示例通知-2025-02", "示例通知-2026-01")
"""The notices of the first instalment, which is paid, and of the second, which is due."""
PAID_UP: Final = 1_600_000
NOT_PAID_UP: Final = 800_000
"""Grams of surplus whose fee is in the treasury, and whose fee is paid in instalments."""
NEEDED: Final = {Pollutant.VOLATILE_ORGANICS: 1_350_000, Pollutant.PARTICULATES: 80_000}
"""What the project will emit, in grams a year: above what is exempt, and below."""
_EXISTING: Final = {Pollutant.NITROGEN_OXIDES: 12_000_000, Pollutant.COD: 8_000_000}
_FACILITY: Final = "示例污水处理站"
_CASES: Final = ("示例补缴-2025-01", "示例补缴-2025-02")
_DUE: Final = (date(2025, 10, 28), date(2026, 12, 15), date(2027, 12, 15))


def put_down_officer(schedule: Schedule, planned: PlannedEnterprise) -> None:
    """Put down what happens to the enterprise of the officer who is shown."""
    for day, tell in (
        (date(2023, 11, 3), _existing),
        (date(2025, 8, 19), _facility),
        (date(2025, 9, 9), _determine),
        (date(2025, 9, 12), _notice),
        (date(2025, 9, 16), _plan),
        (date(2025, 9, 17), _instalment(INSTALMENTS[0])),
        (date(2025, 9, 22), _receipt(PAID_NOTICE)),
        (date(2025, 9, 24), _receipt(INSTALMENTS[0])),
        (date(2025, 9, 26), _treasury(PAID_NOTICE)),
        (date(2025, 9, 28), _treasury(INSTALMENTS[0])),
        (date(2025, 9, 29), _pay_up),
        (date(2026, 11, 10), _take_in),
        (date(2026, 11, 17), _ask_for_papers),
        (date(2026, 11, 18), _instalment(INSTALMENTS[1])),
    ):
        schedule.on(day, _occasion(tell, planned))


Telling = Callable[["UnitOfWork", date, "PlannedEnterprise"], "Iterator[tuple[str, Any]]"]
"""What a step yields: the kind of each act with its command."""


def _occasion(tell: Telling, planned: PlannedEnterprise) -> Occasion:
    def occasion(work: UnitOfWork, today: date) -> Iterator[PlannedAct]:
        for kind, command in tell(work, today, planned):
            yield PlannedAct(kind=kind, command=command, area=planned.area.name)

    return occasion


def _existing(_: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    for pollutant, grams in _EXISTING.items():
        command = ConfirmExisting(
            effective_on=today,
            area=planned.area.name,
            enterprise=planned.credit_code,
            pollutant=pollutant,
            basin=basin_of(planned.area, pollutant),
            grams=grams,
            document="示例核定文件〔2023〕1号",
        )
        yield "right.confirm_existing", command


def _facility(_: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    number = f"{_FACILITY}{planned.credit_code}"
    register = RegisterFacility(
        effective_on=today,
        id=number,
        name=f"{planned.name}污水处理站（示例）",
        area=planned.area.name,
        enterprise=planned.credit_code,
        basin=planned.area.basins[0],
    )
    verify = VerifyReduction(
        effective_on=today,
        facility=number,
        pollutant=Pollutant.COD,
        measure=Measure.TREATMENT,
        base_year=today.year - 1,
        base_emission=6_500_000,
        emission_after=6_500_000 - PAID_UP - NOT_PAID_UP,
        finished_on=date(2025, 6, 30),
        operating_since=date(2014, 3, 1),
        officers=("示例甲", "示例乙"),
        site_record="示例现场记录〔2025〕8号",
        sheet="示例减排量核定单〔2025〕8号",
    )
    yield "facility.register", register
    yield "reduction.verify", verify


def _determine(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    command = DetermineSurplus(
        effective_on=today,
        area=planned.area.name,
        enterprise=planned.credit_code,
        tranche=_tranche(work, planned),
        grams=PAID_UP + NOT_PAID_UP,
        need=_EXISTING[Pollutant.COD] - PAID_UP - NOT_PAID_UP,
        document=f"示例富余核定〔{today.year}〕8号",
    )
    yield "right.determine_surplus", command


def _notice(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    fee = _fee(work, today, planned, case=_CASES[0], grams=PAID_UP)
    yield "fee.notice", IssueNotice(effective_on=today, number=PAID_NOTICE, fixed_price=fee)


def _plan(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    fee = _fee(work, today, planned, case=_CASES[1], grams=NOT_PAID_UP)
    command = PlanInstalments(
        effective_on=today, fixed_price=fee, due_on=_DUE, document="示例分期申请与批复〔2025〕8号"
    )
    yield "fee.instalment_plan", command


def _instalment(number: str) -> Telling:
    def tell(_: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
        del planned
        yield "fee.instalment_notice", NoticeInstalment(effective_on=today, number=number, charged_for=_CASES[1])

    return tell


def _receipt(notice: str) -> Telling:
    def tell(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
        del planned
        found = work.registers.find(PaymentNotice, notice)
        if found is not None:
            receipt = RecordReceipt(
                effective_on=today, notice=notice, number=f"R{notice}", amount=found.outstanding, paid_on=today
            )
            yield "fee.receipt", receipt

    return tell


def _treasury(notice: str) -> Telling:
    def tell(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
        del planned
        found = work.registers.find(PaymentNotice, notice)
        if found is not None:
            credited = ConfirmReceipt(
                effective_on=today, number=f"R{notice}", amount=found.unconfirmed, credited_on=today
            )
            yield "treasury.confirm", credited

    return tell


def _pay_up(work: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    command = PayUp(
        effective_on=today,
        area=planned.area.name,
        enterprise=planned.credit_code,
        tranche=_tranche(work, planned),
        in_use=0,
        surplus=PAID_UP,
        fee_case=_CASES[0],
    )
    yield "right.pay_up", command


def _take_in(_: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    intake = IntakeProject(
        effective_on=today,
        id=PROJECT,
        area=planned.area.name,
        enterprise=planned.credit_code,
        legal_person=planned.credit_code,
        site=f"{planned.area.name}示例路1号",
        name=f"{planned.name}包装印刷车间项目（示例）",
        nature=Nature.NEW,
        requested_on=today,
        table=tuple(_line(pollutant, grams) for pollutant, grams in NEEDED.items()),
    )
    yield "project.intake", intake
    yield "project.milestone", RecordMilestone(effective_on=today, project=PROJECT, step=Step.ACCEPTED)


def _ask_for_papers(_: UnitOfWork, today: date, planned: PlannedEnterprise) -> Iterator[tuple[str, Any]]:
    del planned
    wanted = RecordMilestone(
        effective_on=today,
        project=PROJECT,
        step=Step.COMPLETION_REQUESTED,
        document="示例补正通知〔2026〕8号：缺工程分析表",
    )
    yield "project.milestone", wanted


def _tranche(work: UnitOfWork, planned: PlannedEnterprise) -> Tranche:
    """Return the free right to COD that the enterprise was confirmed."""
    in_use = account("Q40", area=planned.area.name, holder=planned.credit_code)
    for unit, _ in work.holdings(in_use):
        starts, ends = unit.term_from, unit.term_to
        if (unit.pollutant, unit.origin) == (Pollutant.COD, Origin.FREE) and starts is not None and ends is not None:
            return Tranche(
                pollutant=Pollutant.COD, basin=unit.basin, term_from=starts, term_to=ends, origin=Origin.FREE
            )
    raise LookupError(planned.credit_code)


def _fee(work: UnitOfWork, today: date, planned: PlannedEnterprise, *, case: str, grams: int) -> FixedPriceFee:
    tranche = _tranche(work, planned)
    line = FeeLine(
        pollutant=tranche.pollutant,
        basin=tranche.basin,
        grams=grams,
        unit_price=PRICES[tranche.pollutant] * 10_000,
        basis=PriceBasis.YEAR,
    )
    return FixedPriceFee(
        case=case,
        area=planned.area.name,
        payer=planned.credit_code,
        ground=FeeGround.PAY_UP,
        lines=(line,),
        starts=today,
        ends=tranche.term_to,
    )


def _line(pollutant: Pollutant, grams: int) -> TableLine:
    return TableLine(
        pollutant=pollutant,
        existing_actual=0,
        existing_permitted=0,
        under_construction=0,
        this_project=grams,
        replaced=0,
        whole_plant_after=grams,
    )
