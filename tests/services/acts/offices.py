"""What the exercises on the way of an act through the offices share: the cap of a pollutant as the act that goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.bookkeeping.act import Path, WaitingAct
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.rights.right_acts import RetainReserve
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import RuleViolation
from ledger.projections.accounts.entry import RecordedEntry, entries
from ledger.services import procedure
from ledger.services.act import Asked
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, HAI, Bureau

TWO_OFFICES = replace(ACTS["cap.set"], kind="cap.two_offices", path=Path.BRANCH_THEN_BUREAU)
BY_THE_BRANCH = replace(ACTS["cap.set"], kind="cap.branch", path=Path.BRANCH)
AT_ONCE = replace(ACTS["cap.set"], kind="cap.at_once", path=Path.AT_ONCE)
CATALOGUE = {act.kind: act for act in (*ACTS.values(), TWO_OFFICES, BY_THE_BRANCH, AT_ONCE)}


def cap(tonnes: int, *, on: date = date(2026, 1, 5), area: str = EAST) -> SetCap:
    return SetCap(
        effective_on=on,
        area=area,
        pollutant=Pollutant.COD,
        basin=HAI,
        kind=CapKind.ABSOLUTE,
        grams=tonnes * 1_000_000,
        document="示例文件",
    )


def kept_back(tonnes: int, *, on: date) -> RetainReserve:
    return RetainReserve(
        effective_on=on,
        area=EAST,
        pollutant=Pollutant.COD,
        basin=HAI,
        grams=tonnes * 1_000_000,
        document="示例会议纪要",
    )


@contextmanager
def desk_of(bureau: Bureau, name: str, *, today: date = date(2026, 1, 6)) -> Iterator[Desk]:
    bureau.today = today
    with bureau.desk(name) as desk:
        yield replace(desk, acts=CATALOGUE)


def recorded(bureau: Bureau, command: Asked, *, kind: str = "cap.set", by: str = "市局经办", key: str = "") -> int:
    with desk_of(bureau, by) as desk:
        key = key or f"act {desk.work.journal.size}"
        return procedure.record(desk, command, kind=kind, key=key).reference


def approved(bureau: Bureau, reference: int, *, by: str = "市局审批") -> procedure.Posted:
    with desk_of(bureau, by) as desk:
        return procedure.approve(desk, reference, shown=procedure.preview(desk, reference).digest)


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [breach.code for breach in refused.value.breaches]


def last_entry(bureau: Bureau) -> RecordedEntry:
    with bureau.book.reading() as connection:
        return entries(connection, after=bureau.size - 1)[0]


def state(bureau: Bureau, reference: int) -> WaitingAct:
    with bureau.book.reading() as connection:
        found = Registers(connection).find(WaitingAct, str(reference))
    assert found is not None
    return found
