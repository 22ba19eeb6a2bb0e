"""Plants that close, and projects that use their credit: what the exercises about reduction credit begin with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import Origin, Unit, capacity, credit
from ledger.domain.credits.closure import (
    CheckClosure,
    ClosedPollutant,
    CloseFacility,
    ClosureRoute,
    Finding,
    ProveRestart,
    Restart,
)
from ledger.domain.credits.credit import DispatchCredit, SourceGrams
from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.offset import Source, portions
from ledger.domain.credits.offset_postings import Need, give_right, hold, retire
from ledger.domain.credits.reduction import Measure, RecogniseCredit, VerifyReduction
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.held_tranche import TrancheGrams
from ledger.domain.rights.tranche import Tranche
from ledger.domain.values.calendar import Term
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.checks.credit_identities import credit_identities
from tests.services.acts.bureau import EAST, Bureau

SO2 = Pollutant.SULPHUR_DIOXIDE
TONNE = 1_000_000
PLANT, BOILER = "示例一厂", "示例锅炉房"
OWNER, BUILDER = "91371500MA00DEM012", "91371500MA00DEM025"
OFFICERS = ("示例甲", "示例乙")


def tranche(*, ends: date = date(2029, 1, 1), origin: Origin = Origin.FREE, grams: int) -> TrancheGrams:
    """Return rights of the plant that began in 2024."""
    named = Tranche(pollutant=SO2, term_from=date(2024, 1, 1), term_to=ends, origin=origin)
    return TrancheGrams(tranche=named, grams=grams)


def posted(bureau: Bureau, postings: Iterable[Posting]) -> None:
    """Post what an act of another family posts, where an exercise is not about how it came there."""
    with bureau.desk("市局经办") as desk:
        work = desk.work
        desk.work.journal.append(
            JournalEntry(
                key=f"given:{work.journal.size}",
                request_digest=bytes(32),
                kind="exercise.given",
                effective_on=bureau.today,
                actor="exercise",
                narration="given",
                judgement=Judgement.ADMINISTRATIVE,
                movements=tuple(
                    Movement(
                        work.position(posting.debit, posting.unit),
                        work.position(posting.credit, posting.unit),
                        posting.amount,
                    )
                    for posting in postings
                ),
            )
        )


def running_plant(bureau: Bureau, *held: TrancheGrams, line: str = "Q40") -> None:
    """Register the plant in the east, and give its owner rights under a cap."""
    bureau.register(
        Enterprise(credit_code=OWNER, name="示例化工有限公司", area=EAST),
        Facility(id=PLANT, name=PLANT, area=EAST, enterprise=OWNER),
        Facility(id=BOILER, name=BOILER, area=EAST),
    )
    unit = capacity(SO2, area=EAST, basin=None)
    unallocated = account("Q20", area=EAST)
    cap = Posting(debit=unallocated, credit=account("Q10", area=EAST), unit=unit, amount=500 * TONNE)
    owner = account(line, area=EAST, holder=OWNER)
    given = (
        posting
        for each in held
        for posting in converted(
            debit=owner,
            credit=unallocated,
            debited=each.tranche.unit(EAST),
            credited=unit,
            amount=each.grams,
        )
    )
    posted(bureau, (cap, *given))


def verify(facility: str, grams: int, *, on: date, measure: Measure = Measure.CLOSURE) -> VerifyReduction:
    """Return the sheet by which so much was reduced, all that was emitted."""
    return VerifyReduction(
        effective_on=on,
        facility=facility,
        pollutant=SO2,
        measure=measure,
        base_year=2024,
        base_emission=grams,
        emission_after=0,
        finished_on=date(2025, 12, 20),
        operating_since=date(2012, 5, 1),
        officers=OFFICERS,
        site_record="示例现场记录1号",
        sheet="示例核定单1号",
    )


def close(grams: int, *, on: date, tranches: tuple[TrancheGrams, ...] = ()) -> CloseFacility:
    """Return the closure of the plant into the pool."""
    return CloseFacility(
        effective_on=on,
        facility=PLANT,
        route=ClosureRoute.POOL,
        pollutants=(ClosedPollutant(pollutant=SO2, grams=grams, tranches=tranches),),
        document="示例关停决定1号",
    )


def closed_plant(bureau: Bureau, *, grams: int, on: date = date(2026, 2, 1)) -> None:
    """Have the plant verified and closed with all its rights, so that its credit lies in the pool of the east."""
    running_plant(bureau, tranche(grams=grams))
    bureau.do("reduction.verify", verify(PLANT, grams, on=on))
    bureau.do("facility.close", close(grams, on=on))


def boiler_credit(bureau: Bureau, *, grams: int, on: date) -> None:
    """Have the credit of the unregistered boiler recognised."""
    bureau.do("reduction.verify", verify(BOILER, grams, on=on))
    bureau.do(
        "credit.recognise",
        RecogniseCredit(effective_on=on, facility=BOILER, pollutant=SO2, grams=grams, document="示例认定1号"),
    )


def suspected(on: date) -> CheckClosure:
    """Return the look that finds the plant perhaps running."""
    return CheckClosure(
        effective_on=on,
        facility=PLANT,
        finding=Finding.RESTART_SUSPECTED,
        officers=OFFICERS,
        site_record="示例巡查记录1号",
    )


def credit_in(area: str, *, source: str = PLANT) -> Unit:
    """Return the credit of a source in the pool of an area."""
    return credit(SO2, area=area, basin=None, source=source)


def held_for(bureau: Bureau, project: str, *, area: str, grams: int) -> None:
    """Hold the plant's credit for a project."""
    need = Need(project=project, area=area, pollutant=SO2)
    posted(bureau, hold(need, (Source(facility=PLANT, grams=grams, area=EAST),)))


def retired_for(bureau: Bureau, project: str, *, area: str, need: int, taken: int, exempt: bool = False) -> None:
    """Retire so much of the plant's credit for a project's need, which gets its right unless it is exempt."""
    needed = Need(project=project, area=area, pollutant=SO2)
    parts = portions((Source(facility=PLANT, grams=taken, area=EAST),), need=need)
    held_for(bureau, project, area=area, grams=taken)
    posted(bureau, retire(needed, parts, into="C31" if exempt else "C30", out_of=needed.held))
    if not exempt:
        term = Term.of_years(starts=bureau.today, years=5)
        posted(bureau, give_right(needed, parts, enterprise=BUILDER, term=term))


def card(bureau: Bureau, facility: str = PLANT) -> FacilityCard:
    """Return the card of a facility as it stands."""
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(FacilityCard, f"{facility}/SO2")
    assert found is not None
    return found


def plant_credit(grams: int) -> tuple[SourceGrams, ...]:
    """Return so much of the plant's credit as an act names it."""
    return (SourceGrams(source=PLANT, grams=grams),)


def dispatch(grams: int, *, giving: str, taking: str, on: date) -> DispatchCredit:
    """Return the dispatch of the plant's credit from one pool to another."""
    return DispatchCredit(
        effective_on=on,
        from_area=giving,
        to_area=taking,
        pollutant=SO2,
        sources=plant_credit(grams),
        document="示例调剂单1号",
    )


def restart(kind: Restart, *, on: date) -> ProveRestart:
    """Return the finding that the plant runs again."""
    return ProveRestart(effective_on=on, facility=PLANT, restart=kind, document="示例现场记录2号")


def rights_waiting(bureau: Bureau) -> int:
    """Return the rights that were given up for credit, which must be where the credit says they are."""
    with bureau.book.reading() as connection:
        found = credit_identities(connection)
    assert [identity for identity in found if not identity.holds] == []
    return sum(identity.rights for identity in found)


def card_at(bureau: Bureau, facility: str, pollutant: str) -> FacilityCard:
    """Return the card of a facility for a pollutant as it stands."""
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(FacilityCard, f"{facility}/{pollutant}")
    assert found is not None
    return found
