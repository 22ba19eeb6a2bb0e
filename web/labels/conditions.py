"""What the conditions behind the question mark of an address are called, where they are told as wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.errors import Message, say

CONDITIONS: Final[Mapping[str, Message]] = {
    "actor": say("经办"),
    "after": say("位置"),
    "all": say("全部"),
    "approver": say("审批"),
    "area": say("地方"),
    "before": say("位置"),
    "book": say("规则书"),
    "booked": say("只看已入账的（有凭证号，或历史批次）"),
    "by": say("分组"),
    "charge": say("收费事项"),
    "check": say("校验码"),
    "code": say("代码"),
    "columns": say("列"),
    "effective_from": say("生效日自"),
    "effective_to": say("生效日至"),
    "ends": say("止"),
    "enterprise": say("企业"),
    "event": say("事件"),
    "first": say("自"),
    "holder": say("持有人"),
    "judgement": say("审核方式"),
    "kind": say("种类"),
    "last": say("至"),
    "least": say("数额不小于（吨或元）"),
    "line": say("科目"),
    "maker": say("经办"),
    "measure": say("类别"),
    "month": say("月份"),
    "most": say("数额不大于（吨或元）"),
    "nature": say("建设性质"),
    "number": say("号码"),
    "occasion": say("事项"),
    "on": say("日期"),
    "papers": say("附件"),
    "payer": say("缴款人"),
    "person": say("经办或审批"),
    "place": say("日志件数"),
    "pollutant": say("污染物"),
    "q": say("查找"),
    "recorded_from": say("记录日自"),
    "recorded_to": say("记录日至"),
    "regime": say("分类"),
    "reversals": say("冲销"),
    "seed": say("种子"),
    "series": say("字号（如 量-2026）"),
    "size": say("件数"),
    "source": say("设施"),
    "standing": say("状态"),
    "start": say("自第几行起"),
    "starts": say("起"),
    "state": say("状态"),
    "text": say("所含文字"),
    "unit": say("份额"),
    "user": say("用户"),
    "year": say("年度"),
}

COLUMNS: Final = "columns"
"""The condition that may be sent several times: each names a column."""

PLACES: Final = frozenset({"after", "before", "start"})
"""Where a page begins: of other conditions there would be another place."""
