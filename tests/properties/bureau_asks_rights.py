"""Commands about rights out of the cap, lots and awards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.projects.confirmation import OwnLine
from ledger.domain.rights.award import AwardLine, AwardMethod, DeliverAward, MakeAward, ReserveSource, UndoAward
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.rights.reserve_lot import NoticeLot, WithdrawLot
from ledger.domain.rights.right_acts import ConfirmExisting, RetainReserve
from ledger.domain.values.pollutant import Pollutant
from tests.properties.bureau_asks import AREAS, STEP, TONNE, Clerk, ask, tranche
from tests.properties.bureau_fees import paid_for
from tests.properties.bureau_units import capacity

PAPER = "示例文件"
YUAN = 10_000
"""Unit prices are in 1/10,000 yuan."""


@ask("cap.set", "rights")
def set_cap(clerk: Clerk) -> Any:
    """A cap of some tens of tonnes, sometimes lower than what is given out, or of another kind."""
    pollutant, area, basin = clerk.place()
    kind = clerk.one_of([CapKind.ABSOLUTE] * 6 + [CapKind.REDUCTION_TASK, CapKind.NONE_PUBLISHED])
    known = clerk.books.get("cap", (area, str(pollutant), basin))
    grams = (20 + clerk.whims.randrange(100)) * TONNE
    if kind is CapKind.NONE_PUBLISHED:
        grams = known["grams"] if known and not clerk.seldom(4) else 0
    base = task = None
    if kind is CapKind.REDUCTION_TASK:
        task = clerk.whims.randrange(10) * TONNE
        base = grams + task + (STEP if clerk.seldom(8) else 0)
    return SetCap(
        effective_on=clerk.earlier(),
        area=area,
        pollutant=pollutant,
        basin=basin,
        kind=kind,
        grams=grams,
        document=PAPER,
        base=base,
        task=task,
    )


@ask("reserve.retain", "rights")
def retain(clerk: Clerk) -> Any:
    """A part of what is unallocated."""
    pollutant, area, basin = clerk.place()
    free = clerk.books.free("Q20", area, None, capacity(pollutant, area, basin))
    return RetainReserve(
        effective_on=clerk.earlier(),
        area=area,
        pollutant=pollutant,
        basin=basin,
        grams=clerk.grams(free),
        document=PAPER,
    )


@ask("right.confirm_existing", "rights", weight=2)
def confirm(clerk: Clerk) -> Any:
    """The initial right of an enterprise."""
    pollutant, area, basin = clerk.place()
    free = clerk.books.free("Q20", area, None, capacity(pollutant, area, basin))
    clerk.used += 1
    return ConfirmExisting(
        effective_on=clerk.earlier(),
        area=area,
        enterprise=clerk.enterprise(),
        pollutant=pollutant,
        basin=basin,
        grams=clerk.grams(free // 2),
        document=PAPER if clerk.seldom(10) else f"{PAPER}{clerk.books.size}-{clerk.used}",
    )


@ask("award.notice", "rights")
def notice(clerk: Clerk) -> Any:
    """A lot out of what is in the reserve."""
    held = clerk.holding("Q30")
    if held is None or (held[1] not in AREAS and not clerk.seldom(20)):
        return None
    _, area, source, unit, _ = held
    free = clerk.books.free("Q30", area, source, unit)
    return NoticeLot(
        effective_on=clerk.earlier(),
        id=clerk.number("lot", "标的"),
        area=area,
        pollutant=Pollutant(unit.pollutant or ""),
        basin=unit.basin if not clerk.seldom(40) else "黄河",
        grams=clerk.grams(free),
        source=ReserveSource(source),
        start_price=clerk.one_of([500, 1000, 1500]) * YUAN,
        basis=PriceBasis.YEAR,
        ratio=clerk.one_of([10_000, 10_000, 10_000, 12_500, 15_000, 9_999]),
        document=PAPER,
    )


@ask("award.withdraw", "rights")
def withdraw(clerk: Clerk) -> Any:
    """What was not sold of a lot."""
    lot = clerk.known("lot", withdrawn=False)
    if lot is None or clerk.seldom(60):
        return WithdrawLot(effective_on=clerk.today, id="没有这一标的", reason="流拍")
    return WithdrawLot(effective_on=clerk.today, id=lot["id"], reason="流拍")


def _line_of_lot(clerk: Clerk, lot: Any) -> AwardLine:
    free = clerk.books.free("Q31", lot["area"], lot["id"], lot["unit"])
    ratio = lot["ratio"] if not clerk.seldom(20) else lot["ratio"] + 1
    return AwardLine(
        pollutant=Pollutant(lot["unit"].pollutant),
        basin=lot["unit"].basin,
        grams=clerk.grams(free * 10_000 // ratio),
        source=ReserveSource(lot["source"]),
        lot=lot["id"],
        unit_price=lot["price"] + clerk.one_of([0, 0, 100, 2_000, -1]) * YUAN,
        basis=PriceBasis.YEAR,
        ratio=ratio,
    )


def _line_of_reserve(clerk: Clerk, held: Any) -> AwardLine:
    _, area, source, unit, _ = held
    ratio = clerk.one_of([10_000, 10_000, 12_000, 15_000])
    return AwardLine(
        pollutant=Pollutant(unit.pollutant or ""),
        basin=unit.basin,
        grams=clerk.grams(clerk.books.free("Q30", area, source, unit) * 10_000 // ratio),
        source=ReserveSource(source),
        unit_price=clerk.one_of([900, 1000, 2000, 0 if clerk.seldom() else 2000]) * YUAN,
        basis=PriceBasis.YEAR,
        ratio=ratio,
    )


def payable(clerk: Clerk, code: str, on: date) -> bool:
    """Return whether it is certain whether somebody is in arrears: no notice lies about its last day of payment."""
    return not any(
        each["payer"] == code and each["assessed"] > each["received"] and each["due_from"] < on <= each["due_on"]
        for each in clerk.books.all("notice")
    )


@ask("award.make", "rights", weight=3)
def make(clerk: Clerk) -> Any:
    """A sale out of the reserve or of a lot, of one pollutant or two."""
    buyer, on = clerk.enterprise(), clerk.earlier()
    held, lot = clerk.holding("Q30"), clerk.known("lot", withdrawn=False)
    held = held if held is not None and held[1] in AREAS else None
    if not payable(clerk, buyer, on) or (held is None and lot is None):
        return None
    area = held[1] if held is not None else lot["area"]
    lines = [_line_of_reserve(clerk, held)] if held is not None else []
    if lot is not None and (lot["area"] == area or clerk.seldom(20)) and (not lines or clerk.seldom(2)):
        lines = [*lines, _line_of_lot(clerk, lot)] if clerk.seldom(2) else [_line_of_lot(clerk, lot)]
    if len({(line.pollutant, line.basin) for line in lines}) < len(lines):
        lines = lines[-1:]
    return MakeAward(
        effective_on=on,
        id=clerk.taken("charged") if clerk.seldom(15) else clerk.number("award", "成交"),
        area=area,
        buyer=buyer,
        method=clerk.one_of(list(AwardMethod)),
        lines=tuple(lines),
        contracted_on=on + timedelta(days=clerk.one_of([0, -1, -5, 1, -1826, -1827] if clerk.seldom(5) else [0])),
        document=PAPER,
    )


@ask("award.deliver", "rights", weight=2)
def deliver(clerk: Clerk) -> Any:
    """What was awarded, paid for or not."""
    paid = [each for each in clerk.books.all("award") if not paid_for(clerk.books, each["id"], clerk.today)]
    waiting = [each for each in paid if each["state"] == "awarded"]
    award = clerk.one_of(waiting) if waiting and not clerk.seldom(6) else clerk.known("award", state="awarded")
    return award and DeliverAward(effective_on=clerk.earlier(), id=award["id"])


@ask("award.undo", "rights")
def undo(clerk: Clerk) -> Any:
    """An award that failed."""
    award = clerk.known("award", state="awarded")
    return award and clerk.seldom(2) and UndoAward(effective_on=clerk.today, id=award["id"], reason="违约")


def own_surplus(clerk: Clerk, project: Any) -> tuple[OwnLine, ...] | None:
    """Return surplus of the builder, though nothing of the project is in scope."""
    surplus = [
        (unit, amount)
        for unit, amount in clerk.books.holdings("Q41", project["area"], project["enterprise"])
        if unit.term_from is not None
    ]
    found = clerk.some(surplus)
    if found is None:
        return None
    line = OwnLine(tranche=tranche(found[0]), grams=clerk.grams(found[1] + 1, step=1))
    return (line,) * (2 if clerk.seldom(6) else 1)
