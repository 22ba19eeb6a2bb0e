"""What holds for every act: its day, the persons who handle it, and that nobody takes what is not there.

Source: LC25 art. 6 (the branch checks first, the bureau decides); the rule of two persons is that of accounting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ledger.domain.bookkeeping.act import Hands, State
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.law.ground import unmet
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.values.quantity import LARGEST, format_tonnes, format_yuan
from ledger.errors import Breach, Message, say
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCase:
    """One step of an act: who takes it, who took the earlier ones, and on which day it counts."""

    user: User
    step: State
    """The state that the step leads to."""
    hands: Hands
    area: str
    maker: str | None = None
    checker: str | None = None
    effective_on: date
    today: date
    closed: bool
    alike: int | None = None
    """The reference of another act that asks for exactly the same and is not decided yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What an act takes from one account in all, and what there is."""

    account: str
    kind: UnitKind
    amount: int
    balance: int
    held: int
    """Of the balance, what other acts wait for."""
    held_beside: int = 0
    """Of that, what acts wait for that are recorded together with this one: earlier rows of the same sheet."""


def person_may_act(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a person whose role, office or area does not handle the step."""
    del book
    hands, user = case.hands, case.user
    if case.step is State.RECORDED or (case.step is State.POSTED and hands.deciding_office is None):
        role, fits = hands.records, user.office in hands.recording_offices and user.sits_in(case.area)
    elif case.step is State.CHECKED:
        role, fits = Role.REVIEWER, user.office is Office.BRANCH and user.area == case.area
    else:
        office = _deciding_office(case)
        role, fits = Role.REVIEWER, user.office is office and user.sits_in(case.area)
    if user.role is role and fits and not user.disabled:
        return None
    return unmet(
        code="person.not_allowed",
        detail=say(
            "“{name}”（{role}，{office}）不办理“{area}”的这一步；应由{wanted}办理",
            name=user.name,
            role=user.role.words,
            office=_office_words(user),
            area=case.area,
            wanted=role.words,
        ),
    )


def _deciding_office(case: StepCase) -> Office | None:
    """Return who may post, return or reject: before the first check of the branch, the branch itself."""
    waits_for_check = case.hands.first_check and case.checker is None and case.step is not State.POSTED
    return Office.BRANCH if waits_for_check else case.hands.deciding_office


def _office_words(user: User) -> Message:
    if user.office is None:
        return say("不属业务科室")
    if user.area is None:
        return user.office.words
    return say("{area}{office}", area=user.area, office=user.office.words)


def persons_differ(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse a person who has already taken another step of the same act."""
    del book
    if case.user.name not in {case.maker, case.checker}:
        return None
    return unmet(
        code="person.same",
        detail=say("“{name}”已经办理过这一件的另一步；经办、初审、审批须由不同的人办理", name=case.user.name),
    )


def day_has_come(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse an act that would count from a day to come."""
    del book
    if case.effective_on <= case.today:
        return None
    return unmet(
        code="date.future",
        detail=say("生效日{day}晚于今日{today}；到日再办理", day=case.effective_on, today=case.today),
    )


def period_is_open(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse an act that counts in a closed period."""
    del book
    if not case.closed:
        return None
    return unmet(
        code="period.closed",
        detail=say("{day}所在月份已经结账；请以未结账月份的日期办理", day=case.effective_on),
    )


def nothing_alike_waits(case: StepCase, book: RuleBook) -> Breach | None:
    """Refuse what somebody asked for already, word for word, while that waits: one of the two would be a mistake."""
    del book
    if case.alike is None:
        return None
    return unmet(
        code="act.duplicate_waiting",
        detail=say("内容相同的第{reference}件已经记录，尚待办理；请勿重复记录", reference=case.alike),
    )


RECORDING: Final = (person_may_act, day_has_come, period_is_open, nothing_alike_waits)
"""What is checked when an act is recorded or corrected."""
DECIDING: Final = (person_may_act, persons_differ, day_has_come, period_is_open)
"""What is checked when an act is posted."""
HANDLING: Final = (person_may_act, persons_differ)
"""What is checked when an act is checked, returned or rejected."""


def unpostable(posting: Posting) -> Breach | None:
    """Refuse a posting of nothing, or of more than an account can hold."""
    if 0 < posting.amount <= LARGEST:
        return None
    write = format_yuan if posting.unit.kind is UnitKind.MONEY else format_tonnes
    return unmet(
        code="amount.range",
        detail=say(
            "记入账户“{account}”的{amount}应大于零，且不超过账簿可记的{most}",
            account=posting.debit.code,
            amount=write(posting.amount),
            most=write(LARGEST),
        ),
    )


def overtaken(taking: Taking) -> Breach | None:
    """Refuse to take more from an account than it has beyond what others wait for."""
    available = taking.balance - taking.held
    if taking.amount <= available:
        return None
    write = format_yuan if taking.kind is UnitKind.MONEY else format_tonnes
    figures = {
        "account": taking.account,
        "balance": write(taking.balance),
        "held": write(taking.held),
        "available": write(available),
        "amount": write(taking.amount),
    }
    if taking.held_beside:
        detail = say(
            "账户“{account}”余额{balance}，其中{held}待审批占用（{beside}是本表前几行占用），可用{available}，少于所需的{amount}",
            **figures,
            beside=write(taking.held_beside),
        )
    else:
        detail = say(
            "账户“{account}”余额{balance}，其中{held}待审批占用，可用{available}，少于所需的{amount}", **figures
        )
    return unmet(code="balance.insufficient", detail=detail)
