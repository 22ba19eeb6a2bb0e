"""What each role finds in the main navigation, in its order; the first entry is where the log-in leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ledger.domain.actor import Role
from ledger.errors import Message, say
from web.access import EVERYBODY_SIGNED_IN, PUBLIC, READERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word of the navigation: where it leads, and who finds it; PUBLIC is nobody logged in."""

    endpoint: str
    title: Message
    roles: tuple[str, ...]


ENTRIES: Final[tuple[Entry, ...]] = (
    Entry(endpoint="users.index", title=say("用户"), roles=(Role.SECURITY_ADMINISTRATOR.value,)),
    Entry(endpoint="access_log.index", title=say("登录日志"), roles=(Role.AUDIT_ADMINISTRATOR.value,)),
    Entry(endpoint="system.index", title=say("系统状态"), roles=(Role.SYSTEM_ADMINISTRATOR.value,)),
    Entry(endpoint="home.overview", title=say("总览"), roles=READERS),
    Entry(endpoint="record.index", title=say("办理业务"), roles=(Role.CLERK.value, Role.FINANCE.value)),
    Entry(endpoint="drafts.index", title=say("我的草稿"), roles=(Role.CLERK.value, Role.FINANCE.value)),
    Entry(endpoint="rounds.index", title=say("批次"), roles=(PUBLIC, *EVERYBODY_SIGNED_IN)),
    Entry(endpoint="balances.index", title=say("账户余额"), roles=READERS),
    Entry(endpoint="accounts.chart", title=say("科目与账户"), roles=READERS),
    Entry(endpoint="entries.index", title=say("日记账"), roles=READERS),
    Entry(endpoint="trial_balance.index", title=say("试算平衡"), roles=READERS),
    Entry(endpoint="pictures.index", title=say("图"), roles=(PUBLIC, *READERS)),
)


def entries_for(role: Role | None) -> tuple[Entry, ...]:
    """Return what a role finds; None is nobody logged in."""
    name = PUBLIC if role is None else role.value
    return tuple(entry for entry in ENTRIES if name in entry.roles)


def first_page(role: Role) -> str:
    """Return the endpoint to which the log-in leads."""
    return entries_for(role)[0].endpoint
