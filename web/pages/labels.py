"""What codes are called before people, in Chinese; the catalogue has the English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.law.ground import OWN_RULE
from ledger.errors import Message, say
from ledger.rules.law.provision import Authority

MEASURES: Final[Mapping[UnitKind, Message]] = {
    UnitKind.RIGHT: say("吨/年"),
    UnitKind.OFFSET: say("吨/年"),
    UnitKind.MONEY: say("元"),
}
CHART_BOOKS: Final[Mapping[str, Message]] = {
    "rights": say("排污权账"),
    "credits": say("减排量账"),
    "duties": say("核销义务账"),
    "money": say("资金账"),
    "memo": say("备查账"),
}
SCOPES: Final[Mapping[str, Message]] = {
    "total": say("全部成交"),
    "bought": say("具名受让方买入"),
    "sold": say("企业出让"),
}
"""The scopes of a reconciliation that name no party and no pollutant."""

AUTHORITIES: Final[Mapping[str, Message]] = {
    **{authority.value: authority.words for authority in Authority},
    OWN_RULE: say("本账簿自定"),
}
"""How sure it is that a provision says what the rule book makes of it."""

ACCESS_EVENTS: Final[Mapping[str, Message]] = {
    "log_in.accepted": say("登录"),
    "log_in.password_accepted": say("口令通过，待验证码"),
    "log_in.refused": say("登录被拒"),
    "log_in.locked": say("锁定期内登录被拒"),
    "log_in.code_refused": say("验证码不符"),
    "log_out": say("退出"),
    "password.changed": say("更换口令"),
    "password.refused": say("登录后所填现在的口令不对"),
    "second_factor.set_up": say("启用第二因素"),
    "second_factor.refused": say("启用第二因素时验证码不符"),
    "session.forced_out": say("强制退出"),
    "access.denied": say("越权被拒"),
}
ENTRY_KINDS: Final[Mapping[str, Message]] = {
    "book.opened": say("启用账簿"),
    "absence.entered": say("登记离岗"),
    "absence.ended": say("离岗结束"),
    "round.recorded": say("登记批次"),
    "round.opening": say("出让方期初"),
    "round.notice": say("标的公告"),
    "round.sale": say("批次成交"),
}
"""The kinds of acts; one that is not named here is shown by its code."""

MODES: Final[Mapping[str, Message]] = {
    "auction": say("拍卖"),
    "bidding": say("竞价"),
    "listing": say("挂牌"),
    "fixed_price": say("定额出让"),
    "agreement": say("协议转让"),
    "listing and agreement": say("挂牌与协议转让"),
}
"""How notices say that a round was held; one that is not named here is shown as printed."""

PRINTED_FIGURES: Final[Mapping[str, Message]] = {
    "buyers": say("受让方家数"),
    "highest_price": say("最高价（元）"),
    "lowest_price": say("最低价（元）"),
    "mean_price": say("均价（元）"),
    "premium_percent": say("溢价率（%）"),
    "premium_wan": say("溢价（万元）"),
}
"""Printed figures that have no counterpart in the books."""


def label(code: object, names: Mapping[Any, Message]) -> Message:
    """Return what a code is called; a code without a name is shown as it is."""
    return names.get(str(code), Message("{code}", {"code": code}))
