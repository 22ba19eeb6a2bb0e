"""What the registers are called in which acts write down what is so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.errors import Message, say

REGISTERS: Final[Mapping[str, Message]] = {
    "absence": say("离岗登记"),
    "acquired": say("项目已取得的排污权"),
    "act": say("办理状态"),
    "act.content": say("业务内容"),
    "area": say("区域"),
    "assessed_need": say("核定需要"),
    "attainment": say("年度达标情况"),
    "award": say("成交"),
    "book": say("账簿"),
    "buy_back": say("回购"),
    "cap": say("总量"),
    "charged_fee": say("已计收的费用"),
    "claim": say("权利上的负担"),
    "closed_year": say("年度结账"),
    "closure": say("关停"),
    "closure_check": say("关停核查"),
    "confirmation": say("总量确认"),
    "credit_loan": say("减排量的借用"),
    "deposit": say("保证金"),
    "early_draw": say("预支"),
    "ended_term": say("已到期的份额"),
    "enterprise": say("企业"),
    "enterprise.name": say("企业名称"),
    "exemption": say("豁免台账"),
    "facility": say("设施"),
    "facility_card": say("设施卡"),
    "fee_used": say("缴费已用于"),
    "initial_right": say("初始排污权"),
    "instalment_plan": say("分期缴款计划"),
    "judged_by": say("审核依据"),
    "lease": say("租赁"),
    "milestone": say("项目进度"),
    "opening": say("期初建账"),
    "opening_difference": say("期初待查差异"),
    "payment_notice": say("缴款通知"),
    "payment_notice.case": say("收费事项的缴款通知"),
    "period": say("会计期间"),
    "permit": say("排污许可证"),
    "price_standard": say("价格标准"),
    "project": say("项目"),
    "receipt": say("缴款"),
    "receipt_list": say("缴款清单"),
    "receipt_list_row": say("缴款清单的行"),
    "reclaim": say("收回"),
    "refund": say("退付"),
    "related_project": say("关联项目"),
    "renewal": say("续期"),
    "reported_reduction": say("申报的减排量"),
    "reserve_lot": say("储备标的"),
    "retirement_sheet": say("核销单"),
    "reversed_by": say("冲销"),
    "round": say("历史批次"),
    "round.act": say("历史批次的业务"),
    "rule_book_adoption": say("采用规则书"),
    "transfer": say("转让"),
    "user": say("用户"),
    "working_days": say("工作日表"),
}
"""By the code under which it stands in the leaves; registers of owners by their first part."""


def register_name(register: str) -> Message:
    """Return what a register is called; one of an owner like all others of its name, one without a name by its code."""
    return REGISTERS.get(register.partition("/")[0], say("{code}", code=register))
