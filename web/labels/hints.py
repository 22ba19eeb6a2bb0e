"""Short hints where a clerk needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.domain.bookkeeping import opening, period
from ledger.domain.money import instalments, payment_notice
from ledger.domain.projects import project
from ledger.domain.rights import transfer
from ledger.errors import Message, say

HINTS: Final[Mapping[str, Message]] = {
    "effective_on": say("业务从这一天起算；不能晚于今日，也不能在已结账的月份"),
    "term_to": say("期限届满后的第一天"),
    "ends": say("期限届满后的第一天"),
    "delivered_at": say("精确到分钟，北京时间；顺位按此排列"),
    "served_at": say("精确到分钟，北京时间；顺位按此排列"),
    "registered_at": say("精确到分钟，北京时间；顺位按此排列"),
    "opened_at": say("精确到分钟，北京时间"),
    "contracted_at": say("精确到分钟，北京时间"),
    "officers": say("两名现场人员"),
    "unexplained": say("可为负数，如 -0.5"),
    "basin": say("水污染物必填，大气污染物不填"),
    "tranches": say("不填则先到期的份额先用"),
    "table": say("每种污染物一行；未知的列留空，并写明原因与应补填日"),
    "limits": say("许可证上是“/”的选“未设许可量”；数据未到手的选“未知”，并写明原因与应补填日"),
    "seq": say("要冲销的那一件在日记账中的件号"),
    "ratio": say("至多四位小数"),
}
HINTS_OF: Final[Mapping[type[Any], Mapping[str, Message]]] = {
    payment_notice.IssueNotice: {
        "award": say("成交与定额有偿使用费只填其一"),
        "fixed_price": say("成交与定额有偿使用费只填其一"),
    },
    instalments.PlanInstalments: {
        "award": say("成交与定额有偿使用费只填其一"),
        "fixed_price": say("成交与定额有偿使用费只填其一"),
        "first": say("不填则按规定的最低首期"),
    },
    opening.ClearDifference: {
        "facility": say("减排量的差异才填"),
    },
    period.CloseMonth: {
        "effective_on": say("要结账月份的最后一天"),
    },
    project.IntakeProject: {
        "legal_person": say("企业自身为法人时与企业相同"),
    },
    transfer.ContractTransfer: {
        "platform": say("场外交易不填，并标注“场外交易”"),
    },
}
