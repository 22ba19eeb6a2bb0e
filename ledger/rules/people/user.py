"""What a person is judged on when he is entered: his role, his office, and a name that was never another's.

And when he is disabled: nobody disables himself, and the last administrator of a kind stays, or nobody could be let
in, and nobody could look after it, from the pages any more (GB/T 22239-2019, 8.1.5: each of the three is filled).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.law.ground import unmet
from ledger.domain.people.actor import ADMINISTRATORS, OF_THE_BUREAU, Office, Role, User
from ledger.domain.values.text import mixes_scripts
from ledger.errors import Breach, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCase:
    """A new person beside whoever had the name before, or one that cannot be told from it."""

    user: User
    registered: User | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisablingCase:
    """A person to be disabled, by whom, and how many others of his role are not disabled."""

    user: User
    actor: str
    others: int


def name_is_new(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse a name that was ever given: it stands in the journal for the person who had it."""
    del book
    if case.registered is None:
        return None
    if case.registered.name == case.user.name:
        return unmet(code="user.registered", detail=say("用户名“{name}”已经用过，不能再给他人", name=case.user.name))
    detail = say("用户名“{name}”与已用过的“{other}”无法分辨", name=case.user.name, other=case.registered.name)
    return unmet(code="user.registered", detail=detail)


def name_is_of_one_script(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse a name that mixes Latin letters with Cyrillic or Greek ones, which look the same."""
    del book
    if not mixes_scripts(case.user.name):
        return None
    detail = say("用户名“{name}”混用了拉丁、西里尔或希腊字母，形近难辨；请只用一种", name=case.user.name)
    return unmet(code="user.name_mixed", detail=detail)


def name_can_be_an_address(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse a name that a browser would take for a way through folders."""
    del book
    if case.user.name not in {".", ".."} and not {"/", "\\"} & {*case.user.name}:
        return None
    return unmet(code="user.name_unfit", detail=say("用户名不能是“{name}”，也不能含有斜线", name=case.user.name))


def sits_in_an_office(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse a handler, reviewer or financial officer without an office, and an office for anybody else."""
    del book
    user = case.user
    if (user.office is not None) is (user.role in OF_THE_BUREAU):
        return None
    if user.office is None:
        return unmet(code="user.office_missing", detail=say("角色“{role}”应写明所在机构", role=user.role))
    return unmet(code="user.office_unfit", detail=say("角色“{role}”不属业务科室，不写机构", role=user.role))


def branch_has_its_area(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse a branch without an area, and an area for anybody else."""
    del book
    user = case.user
    if (user.area is not None) is (user.office is Office.BRANCH):
        return None
    if user.area is None:
        return unmet(code="user.area_missing", detail=say("分局人员应写明区域"))
    return unmet(code="user.area_unfit", detail=say("只有分局人员写明区域；请去掉“{area}”", area=user.area))


def enterprise_has_its_code(case: UserCase, book: RuleBook) -> Breach | None:
    """Refuse an enterprise's person without its credit code, and a credit code for anybody else."""
    del book
    user = case.user
    if (user.enterprise is not None) is (user.role is Role.ENTERPRISE):
        return None
    if user.enterprise is None:
        return unmet(code="user.enterprise_missing", detail=say("企业人员应写明统一社会信用代码"))
    return unmet(code="user.enterprise_unfit", detail=say("只有企业人员写明企业；请去掉“{code}”", code=user.enterprise))


CHECKS: Final[tuple[Check[UserCase], ...]] = (
    name_is_new,
    name_can_be_an_address,
    name_is_of_one_script,
    sits_in_an_office,
    branch_has_its_area,
    enterprise_has_its_code,
)


def somebody_else_disables(case: DisablingCase, book: RuleBook) -> Breach | None:
    """Refuse to disable oneself."""
    del book
    if case.user.name != case.actor:
        return None
    return unmet(code="user.oneself", detail=say("不能停用自己；请由另一管理员办理"))


def an_administrator_is_left(case: DisablingCase, book: RuleBook) -> Breach | None:
    """Refuse to disable the last administrator of a kind."""
    del book
    if case.user.role not in ADMINISTRATORS or case.others > 0:
        return None
    return unmet(
        code="user.last_administrator",
        detail=say("“{name}”是最后一名同类管理员；先增加一名，再停用", name=case.user.name),
    )


DISABLING: Final[tuple[Check[DisablingCase], ...]] = (somebody_else_disables, an_administrator_is_left)
