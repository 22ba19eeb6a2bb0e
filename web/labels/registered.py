"""What the registers are called, and what an act will write into them, in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ledger.domain.bookkeeping.journal import Registration
from ledger.errors import Message, say

REGISTERS: Final[Mapping[str, Message]] = {
    "absence": say("代理"),
    "acquired": say("项目取得"),
    "act": say("业务"),
    "act.content": say("业务内容"),
    "area": say("区域"),
    "assessed_need": say("核定需要量"),
    "attainment": say("达标情况"),
    "award": say("储备成交"),
    "book": say("账簿"),
    "buy_back": say("回购"),
    "cap": say("总量"),
    "charged_fee": say("收费事项"),
    "claim": say("权利负担"),
    "closed_year": say("年度结账"),
    "closure": say("关停"),
    "closure_check": say("关停回访"),
    "confirmation": say("总量确认书"),
    "credit_loan": say("减排量借用"),
    "deposit": say("保证金"),
    "divided_right": say("分立划出的排污权"),
    "early_draw": say("提前使用"),
    "ended_term": say("期满"),
    "enterprise": say("企业"),
    "enterprise.name": say("企业名称"),
    "exemption": say("豁免项目"),
    "facility": say("设施"),
    "facility_card": say("设施卡片"),
    "fee_used": say("已用费款"),
    "handed_by_ruling": say("裁定转移"),
    "initial_right": say("初始排污权"),
    "instalment_plan": say("分期计划"),
    "judged_by": say("审核依据"),
    "lease": say("租赁合同"),
    "milestone": say("项目节点"),
    "opening": say("期初建账"),
    "opening_difference": say("期初差异"),
    "payment_notice": say("缴款通知书"),
    "payment_notice.case": say("缴款通知书所属事项"),
    "period": say("结账"),
    "permit": say("排污许可证"),
    "price_standard": say("征收标准"),
    "project": say("建设项目"),
    "receipt": say("缴款记录"),
    "receipt_list": say("缴款清单"),
    "receipt_list_row": say("缴款清单的行"),
    "reclaim": say("收回案"),
    "refund": say("退付申请"),
    "related_project": say("关联项目"),
    "renewal": say("延续"),
    "reported_reduction": say("上报减排"),
    "reserve_lot": say("储备标的"),
    "retirement_sheet": say("核销单"),
    "reversed_by": say("冲销记载"),
    "round": say("历史批次"),
    "round.act": say("历史批次的业务"),
    "rule_book_adoption": say("规则书的采用"),
    "transfer": say("交易合同"),
    "user": say("人员"),
    "working_days": say("工作日表"),
}
"""By the name of the register; one that has a part for each owner is known by what stands before the stroke."""


def register_name(register: str) -> Message:
    """Return what a register is called; one of an older book that has no name here, by its code."""
    return REGISTERS.get(register.partition("/")[0], say("{code}", code=register))


def in_a_line(registrations: Iterable[Registration]) -> list[tuple[Message, list[str]]]:
    """Return what is registered of which subjects, register by register, in the order in which they come."""
    found: dict[str, list[str]] = {}
    for each in registrations:
        found.setdefault(each.register.partition("/")[0], []).append(each.subject)
    return [(register_name(register), list(dict.fromkeys(subjects))) for register, subjects in found.items()]
