"""What happens to an enterprise before its officer comes in: it builds something, and is asked for a fee.

All names and figures are invented, as the city is.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.unit import Origin, Unit
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import FeeGround, FixedPriceFee, IssueNotice, PaymentNotice
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.money.receipt import ConfirmReceipt, RecordReceipt
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.milestone import RecordMilestone, Step
from ledger.domain.projects.project import IntakeProject
from ledger.domain.projects.project_traits import Nature
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.rights.right_acts import DetermineSurplus, PayUp
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.accounts.holding_state import HoldingState, holding_state
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.credentials import give_password
from ledger.services.desk import Desk
from ledger.services.users import add_user
from ledger.store.registers import Registers
from tests.web.city import PASSWORD, City
from web.books import adopted_law, now, text_of, today
from web.demo.foundation import PRICES
from web.demo.quick import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT: Final = "示例-2026-001"
PAID_NOTICE: Final = "示例通知-001"
NOTICE: Final = "示例通知-002"
_PAID_UP: Final = 1_000_000
_NOT_PAID: Final = 400_000
"""Grams of surplus whose fee is paid, and whose fee is not."""


def state_of(city: City, enterprise: str) -> HoldingState:
    with city.book.reading() as view:
        return holding_state(view, enterprise, book=adopted_law(city.book), on=today())


def let_the_bureau_act(city: City, officer: User) -> None:
    """Let the officer in; and the bureau determine a surplus, ask for its fee, and take a project in."""
    law = adopted_law(city.book)
    state = state_of(city, str(officer.enterprise))
    with city.book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        add_user(work, officer, token="a token", book=law, actor="test", today=state.on)
        give_password(work.connection, officer.name, PASSWORD, passwords=QUICK, now=now(), must_change=False)
        persons = {(each.role, each.office, each.area): each for each in work.registers.all(User)}

        def desk(role: Role, office: Office) -> Desk:
            user = persons[role, office, state.holder.area if office is Office.BRANCH else None]
            return Desk(work=work, book=law, acts=ACTS, user=user, today=state.on)

        for number, (kind, command) in enumerate(_acts(state, work.registers)):
            hands = ACTS[kind].path.value
            at_branch = hands.records is Role.CLERK and Office.BRANCH in hands.recording_offices
            office = Office.BRANCH if at_branch else Office.BUREAU
            act = procedure.record(desk(hands.records, office), command, kind=kind, key=f"story {number}").reference
            if hands.first_check:
                branch = desk(Role.REVIEWER, Office.BRANCH)
                procedure.check(branch, act, shown=procedure.preview(branch, act).digest)
            if hands.deciding_office is not None:
                decider = desk(Role.REVIEWER, hands.deciding_office)
                procedure.approve(decider, act, shown=procedure.preview(decider, act).digest)
        work.commit()


def _acts(state: HoldingState, registers: Registers) -> Iterator[tuple[str, Any]]:
    """Yield what happens: of a surplus of 1.4 t, 1 t is paid up; the notice for the rest stays unpaid."""
    day, area, holder = state.on, state.holder.area, state.holder.credit_code
    held = next(each for each in state.tranches if each.unit.origin is Origin.FREE)
    tranche = _tranche(held.unit)
    yield (
        "right.determine_surplus",
        DetermineSurplus(
            effective_on=day,
            area=area,
            enterprise=holder,
            tranche=tranche,
            grams=_PAID_UP + _NOT_PAID,
            need=held.amounts.in_use - _PAID_UP - _NOT_PAID,
            document="示例富余核定书",
        ),
    )
    fee = _fee(state, tranche, case="示例补缴-001", grams=_PAID_UP)
    yield "fee.notice", IssueNotice(effective_on=day, number=PAID_NOTICE, fixed_price=fee)
    notice = registers.find(PaymentNotice, PAID_NOTICE)
    assert notice is not None
    receipt = RecordReceipt(
        effective_on=day, notice=PAID_NOTICE, number="示例票据-001", amount=notice.assessed, paid_on=day
    )
    yield "fee.receipt", receipt
    credited = ConfirmReceipt(effective_on=day, number=receipt.number, amount=notice.assessed, credited_on=day)
    yield "treasury.confirm", credited
    yield (
        "right.pay_up",
        PayUp(
            effective_on=day,
            area=area,
            enterprise=holder,
            tranche=tranche,
            in_use=0,
            surplus=_PAID_UP,
            fee_case=fee.case,
        ),
    )
    rest = _fee(state, tranche, case="示例补缴-002", grams=_NOT_PAID)
    yield "fee.notice", IssueNotice(effective_on=day, number=NOTICE, fixed_price=rest)
    yield "project.intake", _intake(state.holder, day)
    yield "project.milestone", RecordMilestone(effective_on=day, project=PROJECT, step=Step.ACCEPTED)
    papers = "示例补正通知：缺工程分析表"
    wanted = RecordMilestone(effective_on=day, project=PROJECT, step=Step.COMPLETION_REQUESTED, document=papers)
    yield "project.milestone", wanted


def _tranche(unit: Unit) -> Tranche:
    pollutant, starts, ends, origin = unit.pollutant, unit.term_from, unit.term_to, unit.origin
    assert pollutant is not None
    assert starts is not None
    assert ends is not None
    assert origin is not None
    return Tranche(pollutant=pollutant, basin=unit.basin, term_from=starts, term_to=ends, origin=origin)


def _fee(state: HoldingState, tranche: Tranche, *, case: str, grams: int) -> FixedPriceFee:
    price = PRICES[tranche.pollutant] * 10_000
    line = FeeLine(
        pollutant=tranche.pollutant, basin=tranche.basin, grams=grams, unit_price=price, basis=PriceBasis.YEAR
    )
    return FixedPriceFee(
        case=case,
        area=state.holder.area,
        payer=state.holder.credit_code,
        ground=FeeGround.PAY_UP,
        lines=(line,),
        starts=state.on,
        ends=tranche.term_to,
    )


def _intake(enterprise: Enterprise, day: date) -> IntakeProject:
    grams = {Pollutant.VOLATILE_ORGANICS: 1_350_000, Pollutant.PARTICULATES: 80_000}
    return IntakeProject(
        effective_on=day,
        id=PROJECT,
        area=enterprise.area,
        enterprise=enterprise.credit_code,
        legal_person=enterprise.credit_code,
        site=f"{enterprise.area}示例路1号",
        name=f"{enterprise.name}包装印刷车间项目（示例）",
        nature=Nature.NEW,
        requested_on=day,
        table=tuple(_line(pollutant, emitted) for pollutant, emitted in grams.items()),
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
