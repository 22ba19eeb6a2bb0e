"""The end of a term, and the new tranche after re-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import converted
from ledger.domain.bookkeeping.unit import Origin, capacity, right
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS, Claim, claims_lapsing
from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.right_acts import EndedTerm, EndTerm, Renewal, RenewRight
from ledger.domain.values.calendar import Term
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.law import keys
from ledger.rules.rights.allocation import RENEW, RenewCase
from ledger.rules.rights.term import years_of_term
from ledger.rules.rights.term_end import CHECKS, EndTermCase
from ledger.services.act import Act
from ledger.services.acts.money.paid import paid_fee_of
from ledger.services.acts.registers.known import area_of, enterprise_of
from ledger.services.acts.rights.allocation import fee_used
from ledger.services.acts.rights.given_out import cap_days_of, cap_of

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Account
    from ledger.services.act import Facts

_HELD_ON: Final = ("Q40", "Q41", *RESTRICTED_ACCOUNTS)


def gather_end(facts: Facts, asked: EndTerm) -> EndTermCase:
    """Look up what the enterprise has of the tranche on every account, and the claims to it."""
    unit = asked.tranche.unit(asked.area)
    accounts = (account(line, area=asked.area, holder=asked.enterprise) for line in _HELD_ON)
    held = ((each, facts.balance(each, unit)) for each in accounts)
    return EndTermCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        held=tuple((each, grams) for each, grams in held if grams),
        claims=claims_lapsing(facts.registers.all(Claim, owner=asked.enterprise), unit=unit),
        falls_to=_falls_to(facts, asked.area),
        former=facts.registers.find(EndedTerm, unit.code, owner=asked.enterprise),
    )


def _falls_to(facts: Facts, area: str) -> Account:
    if facts.book.provision(keys.TERM_END, on=facts.on).value == "unallocated":
        return account("Q20", area=area)
    return account("Q30", area=area, holder=ReserveSource.RETAINED)


def draw_up_end(case: EndTermCase) -> Voucher:
    """Take the tranche off every account of the enterprise; the claims to it lapse with it."""
    asked, tranche = case.asked, case.asked.tranche
    unit = tranche.unit(asked.area)
    restricted = sum(grams for each, grams in case.held if each.chart.code in RESTRICTED_ACCOUNTS)
    lapsed = f"，其中受限{format_tonnes(restricted)}吨/年，{len(case.claims)}项权利随之失效" if restricted else ""
    before = 0 if case.former is None else case.former.grams
    return Voucher(
        narration=(
            f"期满（{case.enterprise.name}）：{tranche.pollutant.chinese}{format_tonnes(case.grams)}吨/年，"
            f"至{tranche.term_to}前{lapsed}"
        ),
        postings=tuple(
            posting
            for each, grams in case.held
            for posting in converted(
                debit=case.falls_to,
                credit=each,
                debited=capacity(tranche.pollutant, area=asked.area, basin=tranche.basin),
                credited=unit,
                amount=grams,
            )
        ),
        facts=(
            EndedTerm(
                enterprise=asked.enterprise,
                unit=unit.code,
                grams=before + case.grams,
                ended_on=asked.effective_on,
            ),
            *case.claims,
        ),
    )


def gather_renew(facts: Facts, asked: RenewRight) -> RenewCase:
    """Look up what the enterprise has, or had, of the former tranche, the cap, and the fee if one is named."""
    former = asked.former
    unit = former.unit(asked.area)
    accounts = (account(line, area=asked.area, holder=asked.enterprise) for line in _HELD_ON)
    ended = facts.registers.find(EndedTerm, unit.code, owner=asked.enterprise)
    return RenewCase(
        asked=asked,
        area_=area_of(facts, asked.area),
        enterprise=enterprise_of(facts, asked.enterprise),
        cap=cap_of(facts, former.pollutant, area=asked.area, basin=former.basin),
        days=cap_days_of(facts, former.pollutant, area=asked.area, basin=former.basin),
        term=Term.of_years(starts=former.term_to, years=years_of_term(facts.book, on=facts.on)),
        origin=Origin.FREE if asked.fee_case is None else Origin.FIXED_PRICE,
        former=sum(facts.balance(each, unit) for each in accounts) + (0 if ended is None else ended.grams),
        renewed=facts.registers.find(Renewal, unit.code, owner=asked.enterprise),
        fee=None
        if asked.fee_case is None
        else paid_fee_of(
            facts, asked.fee_case, pollutant=former.pollutant, area=asked.area, basin=former.basin, whole=False
        ),
    )


def draw_up_renew(case: RenewCase) -> Voucher:
    """Debit the enterprise with a new tranche, credit what is unallocated."""
    asked, former = case.asked, case.asked.former
    fee = () if case.fee is None else (fee_used(case.fee, asked.enterprise, asked.grams, on=asked.effective_on),)
    return Voucher(
        narration=(
            f"延续（{case.enterprise.name}）：{former.pollutant.chinese}{format_tonnes(asked.grams)}吨/年，"
            f"{case.term.starts}至{case.term.last_day}（{asked.document}）"
        ),
        postings=converted(
            debit=account("Q40", area=asked.area, holder=asked.enterprise),
            credit=account("Q20", area=asked.area),
            debited=right(former.pollutant, area=asked.area, basin=former.basin, term=case.term, origin=case.origin),
            credited=capacity(former.pollutant, area=asked.area, basin=former.basin),
            amount=asked.grams,
        ),
        facts=(
            Renewal(
                enterprise=asked.enterprise,
                unit=former.unit(asked.area).code,
                grams=case.former,
                renewed_on=asked.effective_on,
            ),
            *fee,
        ),
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="right.end_term",
        title="排污权期满",
        command=EndTerm,
        series=Series.RIGHTS,
        path=Path.ANY_OFFICE,
        gather=gather_end,
        checks=CHECKS,
        draw_up=draw_up_end,
    ),
    Act(
        kind="right.renew",
        title="排污权延续",
        command=RenewRight,
        series=Series.RIGHTS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_renew,
        checks=RENEW,
        draw_up=draw_up_renew,
    ),
)
