"""A chemical works with rights in use, surplus and pledged ones, debts and open matters, beside two enterprises."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.unit import MONEY, Origin, Unit
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.money.payment_notice import Charge, PaymentNotice
from ledger.domain.registers.enterprise import Enterprise, EnterpriseName
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import Portion, SplitEnterprise
from ledger.domain.rights.right_acts import AssessedNeed
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.encoding import digest
from ledger.domain.values.pollutant import Pollutant
from tests.services.acts.bureau import EAST, WEST, Bureau

CHEMICALS, TEXTILES, GROUP = "91371500MA00DEM012", "91371500MA00DEM025", "91371500MA00DEM038"
DAY = date(2026, 2, 2)
NOX = Tranche(
    pollutant=Pollutant.NITROGEN_OXIDES,
    term_from=date(2024, 1, 1),
    term_to=date(2029, 1, 1),
    origin=Origin.FIXED_PRICE,
)
VOCS = dataclasses.replace(NOX, pollutant=Pollutant.VOLATILE_ORGANICS)
TONNE = 1_000_000


def with_holdings(bureau: Bureau) -> None:
    """Register the enterprises, and put on the accounts of the works what it holds and owes."""
    bureau.register(
        Enterprise(credit_code=CHEMICALS, name="示例化工", area=EAST),
        Enterprise(credit_code=TEXTILES, name="示例纺织", area=EAST),
        Enterprise(credit_code=GROUP, name="示例集团", area=WEST),
        EnterpriseName(name="示例化工", credit_code=CHEMICALS),
        Facility(id="1号炉", name="1号炉", area=EAST, enterprise=CHEMICALS),
        claim_of("示例抵押1号", grams=TONNE, held=TONNE, entry=1),
        claim_of("示例裁定1号", grams=2 * TONNE, held=0, entry=2, ground=Ground.JUDICIAL_FREEZE),
        PaymentNotice(
            number="示例缴款1号",
            area=EAST,
            payer=CHEMICALS,
            charge=Charge.FIXED_PRICE,
            charged_for="示例案件1号",
            assessed=12_345,
            issued_on=date(2025, 12, 1),
            due_on=date(2026, 3, 1),
        ),
        AssessedNeed(
            enterprise=CHEMICALS,
            area=EAST,
            pollutant=Pollutant.NITROGEN_OXIDES,
            grams=4 * TONNE,
            assessed_on=DAY,
            document="示例核定1号",
        ),
        AssessedNeed(
            enterprise=TEXTILES,
            area=EAST,
            pollutant=Pollutant.NITROGEN_OXIDES,
            grams=TONNE,
            assessed_on=DAY,
            document="示例核定2号",
        ),
    )
    _hold(
        bureau,
        ("Q40", NOX.unit(EAST), "Q12", 5 * TONNE),
        ("Q41", NOX.unit(EAST), "Q12", 2 * TONNE),
        ("Q42.3", NOX.unit(EAST), "Q12", TONNE),
        ("Q40", VOCS.unit(EAST), "Q12", 6 * TONNE),
        ("1212.1", MONEY, "2103.1", 12_345),
    )


def _hold(bureau: Bureau, *given: tuple[str, Unit, str, int]) -> None:
    """Put balances on the accounts of the first enterprise, where an exercise is not about how they came there."""
    with bureau.desk("市局经办") as desk:
        desk.work.journal.append(
            JournalEntry(
                key="given:held",
                request_digest=digest("held"),
                kind="exercise.given",
                effective_on=date(2026, 1, 5),
                actor="exercise",
                narration="given",
                judgement=Judgement.ADMINISTRATIVE,
                movements=tuple(
                    Movement(
                        desk.work.position(account(debit, area=EAST, holder=CHEMICALS), unit),
                        desk.work.position(account(credit, area=EAST, holder=_holder(credit)), unit),
                        amount,
                    )
                    for debit, unit, credit, amount in given
                ),
            )
        )


def _holder(line: str) -> str | None:
    return CHEMICALS if line == "2103.1" else None


def claim_of(number: str, *, grams: int, held: int, entry: int, ground: Ground = Ground.PLEDGE) -> Claim:
    """Return a claim to the nitrogen oxides of the works; the first has the first minute."""
    return Claim(
        number=number,
        part=1,
        holder=CHEMICALS,
        ground=ground,
        unit=NOX.unit(EAST),
        grams=grams,
        held=held,
        delivered_at=datetime(2026, 1, entry, 9, tzinfo=UTC),
        entry=entry,
        by="示例银行",
        document=number,
    )


def registered(bureau: Bureau, kind: type[Any], **owner: str) -> list[Any]:
    """Return what is so of every subject of a register."""
    with bureau.desk("市局经办") as desk:
        return desk.work.registers.all(kind, **owner)


def portion(successor: str, line: str, grams: int, tranche: Tranche = NOX) -> Portion:
    """Return what a successor gets of a tranche of the works."""
    return Portion(successor=successor, area=EAST, line=line, tranche=tranche, grams=grams)


def split(*portions: Portion, successors: tuple[str, ...] = (TEXTILES, GROUP), heir: str = GROUP) -> SplitEnterprise:
    """Return the command to split the works."""
    return SplitEnterprise(
        effective_on=DAY,
        enterprise=CHEMICALS,
        successors=successors,
        portions=portions,
        heir=heir,
        document="示例分立方案",
    )
