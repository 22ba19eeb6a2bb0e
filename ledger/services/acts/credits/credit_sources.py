"""Where credit comes from and what replaces it: surplus turned into credit, false credit made good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.bookkeeping.unit import capacity
from ledger.domain.credits.closure import ClosedPollutant
from ledger.domain.credits.credit import CreditUse, MakeGoodCredit, Revocation, Shortage, SurplusToCredit
from ledger.domain.credits.facility_card import FacilityCard, UseKind
from ledger.domain.registers.area import PROVINCE
from ledger.domain.registers.facility import FacilityState
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.credits.closure import GivenUp
from ledger.rules.credits.facility_card import with_use
from ledger.rules.credits.make_good import MAKE_GOOD, MakeGoodCase
from ledger.rules.credits.surplus_credit import SURPLUS, SurplusCase
from ledger.services.act import Act
from ledger.services.acts.credits.closures import closure_of, free_of, require_state, right_into_credit
from ledger.services.acts.credits.credit_pool import given_to_province, lines_of
from ledger.services.acts.credits.facility_cards import basin_of, card_of, credit_of
from ledger.services.acts.registers.known import area_of, facility_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.bookkeeping.account import Account
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.registers.facility import Facility
    from ledger.rules.credits.credit import PoolLine
    from ledger.services.act import Facts


def gather_surplus(facts: Facts, asked: SurplusToCredit) -> SurplusCase:
    """Look up the running plant, its card, and its enterprise's determined surplus."""
    facility = facility_of(facts, asked.facility)
    require_state(facility, FacilityState.OPERATING)
    held = free_of(facts, facility, asked.pollutant, lines=("Q41",))
    given_up = GivenUp(
        asked=ClosedPollutant(pollutant=asked.pollutant, grams=asked.grams, tranches=asked.tranches),
        facility=facility,
        basin=basin_of(facility, asked.pollutant),
        card=card_of(facts, facility=facility.id, pollutant=asked.pollutant),
        closure=closure_of(facts, facility=facility.id, pollutant=asked.pollutant),
        held=tuple(each for each in held if facts.on < each.ends),
        restricted=0,
    )
    return SurplusCase(asked=asked, facility=facility, given_up=given_up)


def draw_up_surplus(case: SurplusCase) -> Voucher:
    """Turn the surplus into credit in the pool of the branch."""
    asked, facility = case.asked, case.facility
    return Voucher(
        narration=(
            f"富余排污权转为减排量：{facility.name} {asked.pollutant.chinese}{format_tonnes(asked.grams)}吨/年"
            f"（{asked.consent}）"
        ),
        postings=tuple(right_into_credit(facility, asked.pollutant, case.given_up.taken)),
        facts=(case.credited,),
    )


def gather_make_good(facts: Facts, asked: MakeGoodCredit) -> MakeGoodCase:
    """Look up what the false source owes, what of it was used at the place named, and the good sources."""
    facility = facility_of(facts, asked.facility)
    area_of(facts, asked.pool)
    return MakeGoodCase(
        asked=asked,
        facility=facility,
        card=card_of(facts, facility=asked.facility, pollutant=asked.pollutant),
        used=facts.balance(_use(asked), credit_of(facility, asked.pollutant, area=asked.used_in)),
        owed=-facts.balance(*_owed(asked, facility)),
        lines=lines_of(facts, asked.sources, pollutant=asked.pollutant, pool=asked.pool),
    )


def _owed(asked: MakeGoodCredit, facility: Facility) -> tuple[Account, Unit]:
    area = asked.owed_in or facility.area
    owed = account("C12", area=area, holder=asked.cause.holder)
    return owed, credit_of(facility, asked.pollutant, area=area)


def _use(asked: MakeGoodCredit) -> Account:
    return account(asked.use, area=asked.used_in, holder=asked.user)


def draw_up_make_good(case: MakeGoodCase) -> Voucher:
    """Put good credit in the place of the false one, and de-recognise that."""
    asked, facility = case.asked, case.facility
    return Voucher(
        narration=(
            f"补足失效减排量：{facility.name} {asked.pollutant.chinese}{format_tonnes(case.grams)}吨/年"
            f"，用于{asked.used_in}{asked.user or ''}（{asked.document}）"
        ),
        postings=(
            *(posting for line in case.lines for posting in _put_in_place(case, line)),
            *_settled(case),
        ),
        facts=tuple(_cards(case)),
    )


def _settled(case: MakeGoodCase) -> Iterator[Posting]:
    """Take the credit that is owed off its place of use: false credit is de-recognised, other credit was elsewhere."""
    asked, facility = case.asked, case.facility
    owed, owed_unit = _owed(asked, facility)
    used_unit = credit_of(facility, asked.pollutant, area=asked.used_in)
    if asked.cause is Shortage.REVERSAL:
        yield from converted(
            debit=owed,
            credit=_use(asked),
            debited=owed_unit,
            credited=used_unit,
            amount=case.grams,
            through="C11",
        )
        return
    revoked = account("C39", area=asked.used_in, holder=Revocation.RIGHT_KEPT)
    yield Posting(debit=revoked, credit=_use(asked), unit=used_unit, amount=case.grams)
    recognised = account("C10", area=facility.area)
    yield Posting(debit=owed, credit=recognised, unit=owed_unit, amount=case.grams)


def _put_in_place(case: MakeGoodCase, line: PoolLine) -> Iterator[Posting]:
    asked, pollutant = case.asked, case.asked.pollutant
    yield from converted(
        debit=_use(asked),
        credit=account("C20", area=asked.pool),
        debited=credit_of(line.facility, pollutant, area=asked.used_in),
        credited=credit_of(line.facility, pollutant, area=asked.pool),
        amount=line.grams,
        through="C11",
    )
    # A right was given there on the false source's account; now the good source's right stands behind it.
    if asked.use in _GAVE_A_RIGHT:
        owner = account("Q15" if case.backed else "Q20", area=case.facility.area)
        payer = account("Q15" if line.backed else "Q20", area=line.facility.area)
        if owner != payer:
            yield from converted(
                debit=owner,
                credit=payer,
                debited=capacity(pollutant, area=owner.area, basin=basin_of(case.facility, pollutant)),
                credited=capacity(pollutant, area=payer.area, basin=basin_of(line.facility, pollutant)),
                amount=line.grams,
                through="Q11",
            )


_GAVE_A_RIGHT: Final = frozenset({CreditUse.ORDINARY, CreditUse.RESERVE})
"""Uses for which a right was given on the strength of the credit: to the project, to the reserve."""


def _cards(case: MakeGoodCase) -> Iterator[FacilityCard]:
    asked = case.asked
    province = asked.used_in == PROVINCE
    if asked.cause is Shortage.RESTART:
        kind = UseKind.TO_PROVINCE if province else UseKind.CREDITED
        yield with_use(case.card, kind, -case.grams, by=asked.document)
    if province:
        yield from (given_to_province(line.card, line.grams, by=asked.document) for line in case.lines)


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="credit.surplus",
        title="富余排污权转为减排量",
        command=SurplusToCredit,
        series=Series.CREDITS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_surplus,
        checks=SURPLUS,
        draw_up=draw_up_surplus,
    ),
    Act(
        kind="credit.make_good",
        title="补足失效减排量",
        command=MakeGoodCredit,
        series=Series.CREDITS,
        path=Path.BUREAU,
        gather=gather_make_good,
        checks=MAKE_GOOD,
        draw_up=draw_up_make_good,
    ),
)
