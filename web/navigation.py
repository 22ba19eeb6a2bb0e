"""What each role finds in the main navigation, in its order; the first entry is where the log-in leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.people.actor import Role
from ledger.errors import Message, say
from web.access import EVERYBODY_SIGNED_IN, PUBLIC, READERS, STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word of the navigation: where it leads, and who finds it; PUBLIC is nobody logged in."""

    endpoint: str
    title: Message
    roles: tuple[str, ...]


WORK: Final[tuple[Entry, ...]] = (
    Entry(
        endpoint="users.index",
        title=say("用户管理"),
        roles=(Role.SYSTEM_ADMINISTRATOR.value, Role.SECURITY_ADMINISTRATOR.value),
    ),
    Entry(endpoint="access_log.index", title=say("登录日志"), roles=(Role.AUDIT_ADMINISTRATOR.value,)),
    Entry(endpoint="system.index", title=say("系统状态"), roles=(Role.SYSTEM_ADMINISTRATOR.value,)),
    Entry(endpoint="audit.index", title=say("审计工作"), roles=(Role.AUDITOR.value,)),
    Entry(endpoint="desk.index", title=say("我的工作台"), roles=STAFF),
    Entry(endpoint="record.index", title=say("办理业务"), roles=(Role.CLERK.value, Role.FINANCE.value)),
    Entry(endpoint="drafts.index", title=say("我的草稿"), roles=(Role.CLERK.value, Role.FINANCE.value)),
    Entry(endpoint="sheets.index", title=say("表格导入"), roles=(Role.CLERK.value, Role.FINANCE.value)),
    Entry(endpoint="holding.index", title=say("本企业"), roles=(Role.ENTERPRISE.value,)),
    Entry(endpoint="desk_acts.index", title=say("全部业务"), roles=READERS),
    Entry(endpoint="desk_registers.enterprises", title=say("登记簿"), roles=READERS),
    Entry(endpoint="desk_vouchers.index", title=say("凭证"), roles=READERS),
    Entry(endpoint="desk_month.index", title=say("资金月报"), roles=READERS),
    Entry(endpoint="desk_periods.index", title=say("结账"), roles=READERS),
    Entry(endpoint="desk_deputies.index", title=say("离岗与代理"), roles=STAFF),
)
"""What is done; the first entry of a role is where its log-in leads."""

BOOKS: Final[tuple[Entry, ...]] = (
    Entry(endpoint="home.overview", title=say("总览"), roles=READERS),
    Entry(endpoint="balances.index", title=say("账户余额"), roles=READERS),
    Entry(endpoint="accounts.chart", title=say("科目与账户"), roles=READERS),
    Entry(endpoint="entries.index", title=say("日记账"), roles=READERS),
    Entry(endpoint="trial_balance.index", title=say("试算平衡"), roles=READERS),
    Entry(endpoint="audit.index", title=say("审计工作"), roles=STAFF),
    Entry(endpoint="pictures.index", title=say("图"), roles=(PUBLIC, *READERS)),
    Entry(endpoint="desk_lists.index", title=say("我的清单"), roles=READERS),
    Entry(endpoint="rounds.index", title=say("批次"), roles=(PUBLIC, *EVERYBODY_SIGNED_IN)),
    Entry(endpoint="calculator.index", title=say("判定计算器"), roles=(PUBLIC, *EVERYBODY_SIGNED_IN)),
    Entry(endpoint="certificate_check.index", title=say("核对证明"), roles=(PUBLIC,)),
)
"""What is looked up."""


def entries_for(role: Role | None, shelf: tuple[Entry, ...] = WORK) -> tuple[Entry, ...]:
    """Return what a role finds on a shelf; None is nobody logged in."""
    name = PUBLIC if role is None else role.value
    return tuple(entry for entry in shelf if name in entry.roles)


def first_page(role: Role) -> str:
    """Return the endpoint to which the log-in leads."""
    return entries_for(role)[0].endpoint
