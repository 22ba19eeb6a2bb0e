"""What a merger, a split and a succession are judged on: who goes over to whom, and that every gram goes somewhere.

Source: practice §6.4 (transfer by ruling, succession, a new credit code): the rights go over in the same accounts and
units, so a restricted right stays restricted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.domain.bookkeeping.account import Account, account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.claims.claim_ranking import kind_of
from ledger.domain.law.ground import unmet
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.succession import (
    FREE,
    HELD,
    HeldLine,
    MergeEnterprises,
    Portion,
    SplitEnterprise,
    SucceedEnterprise,
)
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook
from ledger.rules.registers.enterprise import inactive


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionCase:
    """Enterprises that go over, those that they go over to, and all that goes over.

    Attributes:
        heir: the credit code of the one that takes over what is not divided.
        lines: what the predecessors hold, owe and are owed.
        portions: how it is divided; None where everything goes to the heir.
        claimed: the codes of the units to which others have claims.
        awaited: the kinds of tonnes that courts and authorities wait for.
        offered: of the claimed units, the codes of those that are listed or under contract.
        paid: of the units on which instalments are outstanding, by code how many grams at hand are paid for.
        matters: the records that follow, as they are to be registered.
        named: the credit codes of the predecessors that bear their names still.

    """

    asked: SucceedEnterprise | MergeEnterprises | SplitEnterprise
    predecessors: tuple[Enterprise, ...]
    successors: tuple[Enterprise, ...]
    heir: str
    lines: tuple[HeldLine, ...]
    portions: tuple[Portion, ...] | None = None
    claimed: frozenset[str] = frozenset()
    awaited: frozenset[tuple[object, ...]] = frozenset()
    offered: frozenset[str] = frozenset()
    paid: Mapping[str, int] = field(default_factory=dict)
    matters: tuple[Any, ...] = ()
    named: frozenset[str] = frozenset()

    @property
    def area(self) -> str:
        """Return the area of the first enterprise that goes over."""
        return (*self.predecessors, *self.successors)[0].area

    @property
    def divided(self) -> dict[tuple[str, str], list[Portion]]:
        """Return the portions by what they are portions of: code of the account, code of the unit."""
        found: dict[tuple[str, str], list[Portion]] = defaultdict(list)
        for portion in self.portions or ():
            of = account(portion.line, area=portion.area, holder=self.predecessors[0].credit_code)
            found[of.code, portion.tranche.unit(portion.area).code].append(portion)
        return found


def goes_to(case: SuccessionCase, line: HeldLine) -> tuple[tuple[str, int], ...]:
    """Return who gets how much of a line: credit codes with grams or fen, of a case that breaches nothing."""
    if case.portions is None or line.account.chart.code not in HELD:
        return ((case.heir, abs(line.balance)),)
    portions = case.divided[line.account.code, line.unit.code]
    return tuple((portion.successor, portion.grams) for portion in portions)


def postings(case: SuccessionCase) -> Iterator[Posting]:
    """Yield what takes every line to its successors; what an enterprise keeps in a split does not move."""
    for line in case.lines:
        for successor, amount in goes_to(case, line):
            if successor == line.account.holder:
                continue
            theirs = Account(chart=line.account.chart, area=line.account.area, holder=successor)
            debit, credit = (theirs, line.account) if line.balance > 0 else (line.account, theirs)
            yield Posting(debit=debit, credit=credit, unit=line.unit, amount=amount)


def predecessors_are_active(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse what has ended already."""
    del book
    return next((breach for each in case.predecessors for breach in [inactive(each)] if breach is not None), None)


def successors_are_active(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse a successor that has ended."""
    del book
    codes = {each.credit_code for each in case.predecessors}
    others = (each for each in case.successors if each.credit_code not in codes)
    return next((breach for each in others for breach in [inactive(each)] if breach is not None), None)


def parties_differ(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse an enterprise that is named twice, or that would go over to itself; in a split it may go on."""
    del book
    before = [each.credit_code for each in case.predecessors]
    after = [each.credit_code for each in case.successors]
    named = [*before, *after] if case.portions is None else after
    repeated = sorted({code for code in named if named.count(code) > 1})
    if not repeated:
        return None
    return unmet(code="succession.repeated", detail=say("企业重复，或承继自身：{codes}", codes=enumerated(repeated)))


def several_go_over(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse a merger of nobody, and a split into one."""
    del book
    if not case.predecessors:
        return unmet(code="succession.nobody", detail=say("没有写明被承继的企业"))
    if case.portions is None or len(case.successors) > 1:
        return None
    return unmet(code="succession.one_successor", detail=say("分立应有两个以上的承继企业；只有一个时请办理整体承继"))


def only_successors_get(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse an heir, or a portion, of one that is no successor."""
    del book
    named = {case.heir, *(portion.successor for portion in case.portions or ())}
    strangers = sorted(named - {each.credit_code for each in case.successors})
    if not strangers:
        return None
    return unmet(code="succession.not_successor", detail=say("不在承继企业之列：{codes}", codes=enumerated(strangers)))


def portions_add_up(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse a split that leaves a gram over, divides one too many, or divides what is not held."""
    del book
    if case.portions is None:
        return None
    held = {(line.account.code, line.unit.code): line.balance for line in case.lines if line.account.chart.code in HELD}
    divided = {name: sum(each.grams for each in portions) for name, portions in case.divided.items()}
    wrong = [name for name in sorted({*held, *divided}) if held.get(name, 0) != divided.get(name, 0)]
    if not wrong:
        return None
    return unmet(
        code="succession.not_divided",
        detail=say(
            "分割数量应与持有数量相等：{lines}",
            lines="；".join(
                f"{account_code} {unit_code} {format_tonnes(divided.get((account_code, unit_code), 0))}"
                f" ≠ {format_tonnes(held.get((account_code, unit_code), 0))}"
                for account_code, unit_code in wrong
            ),
        ),
    )


def claimed_stays_whole(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse to divide a tranche that others have claims on, or tonnes leased in: they go to one successor.

    So do all tonnes of a kind that somebody waits for, and the order to wait goes with them.
    """
    del book
    taking: dict[str, set[str]] = defaultdict(set)
    awaited: dict[str, set[str]] = defaultdict(set)
    for (account_code, unit_code), portions in case.divided.items():
        leased = not portions[0].own
        whole = account_code if leased else unit_code
        if leased or unit_code in case.claimed:
            taking[whole] |= {portion.successor for portion in portions}
        for portion in portions:
            unit = portion.tranche.unit(portion.area)
            if portion.own and kind_of(unit) in case.awaited:
                kind = "/".join((unit.area or "", unit.pollutant or "", unit.basin or ""))
                awaited[kind] |= {portion.successor}
    broken = sorted(whole for whole, successors in {**taking, **awaited}.items() if len(successors) > 1)
    if not broken:
        return None
    return unmet(
        code="succession.restricted",
        detail=say("受限或租入的排污权不能分割，应整体归一个承继企业：{lines}", lines=enumerated(broken)),
    )


def offered_goes_to_the_heir(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse to part what is listed or under contract from the listing and the contract, which go to the heir."""
    del book
    parted = sorted(
        unit_code
        for (_, unit_code), portions in case.divided.items()
        if unit_code in case.offered and {portion.successor for portion in portions} != {case.heir}
    )
    if not parted:
        return None
    return unmet(
        code="succession.offered",
        detail=say(
            "已挂牌或已签合同的排污权应随挂牌与合同归{heir}：{lines}",
            heir=case.heir,
            lines=enumerated(dict.fromkeys(parted)),
        ),
    )


def unpaid_stays_with_its_debt(case: SuccessionCase, book: RuleBook) -> Breach | None:
    """Refuse to part tonnes that are not paid for yet from the instalments, which go to the heir.

    With another they could be sold, pledged or leased out as if they were paid for.
    """
    del book
    parted: dict[str, int] = defaultdict(int)
    for portion in case.portions or ():
        if portion.line in FREE and portion.successor != case.heir:
            parted[portion.tranche.unit(portion.area).code] += portion.grams
    beyond = [(code, grams) for code, grams in sorted(parted.items()) if grams > case.paid.get(code, grams)]
    if not beyond:
        return None
    return unmet(
        code="succession.partly_paid",
        detail=say(
            "分期款未缴清的排污权，未缴清的部分应随缴款义务归{heir}，或先行缴清：{lines}",
            heir=case.heir,
            lines="；".join(
                f"{code} {format_tonnes(grams)} > {format_tonnes(case.paid[code])}" for code, grams in beyond
            ),
        ),
    )


CHECKS: Final[tuple[Check[SuccessionCase], ...]] = (
    predecessors_are_active,
    successors_are_active,
    parties_differ,
    several_go_over,
    only_successors_get,
    portions_add_up,
    claimed_stays_whole,
    offered_goes_to_the_heir,
    unpaid_stays_with_its_debt,
)
