"""The kinds of acts by family, as the posting manual groups them, with their titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.errors import Message, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Acts that belong together; ``acts`` are the titles by kind."""

    name: Message
    acts: Mapping[str, Message]


_REGISTERS: Final = {
    "area.register": say("登记区域"),
    "facility.register": say("登记设施"),
    "price_standard.set": say("设定价格标准"),
    "attainment.record": say("登记年度达标情况"),
    "enterprise.register": say("登记企业"),
    "enterprise.rename": say("企业更名"),
    "enterprise.close": say("企业关闭"),
    "enterprise.contact": say("更正企业联系方式"),
    "permit.register": say("登记排污许可证"),
    "enterprise.succeed": say("企业整体承继"),
    "enterprise.merge": say("企业合并"),
    "enterprise.split": say("企业分立"),
}
_OPENING: Final = {
    "opening.area": say("期初建账"),
    "opening.sign_off": say("签认期初试算平衡"),
    "opening.clear_difference": say("处理期初待查差异"),
}
_PROJECTS: Final = {
    "project.intake": say("项目登记"),
    "project.milestone": say("项目进度登记"),
    "confirmation.issue": say("签发总量确认书"),
    "confirmation.refuse": say("不予总量确认"),
    "confirmation.withdraw": say("撤回总量确认书"),
    "confirmation.lapse": say("总量确认书失效"),
    "project.eia_approved": say("环评批准登记"),
    "project.release": say("项目放弃或重大变动"),
    "exemption.register": say("豁免登记"),
    "exemption.hold": say("为豁免项目预占减排量"),
    "exemption.retire": say("豁免项目定期核销"),
    "early_draw.take": say("预支总量指标"),
    "early_draw.deliver": say("兑现预支的总量指标"),
}
_CREDITS: Final = {
    "reduction.report": say("登记待核减排量"),
    "reduction.verify": say("核定减排量"),
    "credit.recognise": say("认定未登记源减排量"),
    "facility.close": say("关停转入减排量库"),
    "closure.check": say("关停巡查"),
    "closure.restart": say("复产认定"),
    "credit.release": say("解除待核"),
    "credit.dispatch": say("市县调剂减排量"),
    "credit.loan": say("借出减排量"),
    "credit.return": say("归还减排量"),
    "credit.to_reserve": say("减排量转入政府储备"),
    "credit.to_province": say("减排量上交省级"),
    "credit.surplus": say("富余排污权转为减排量"),
    "credit.make_good": say("补足失效减排量"),
}
_CAP: Final = {
    "cap.set": say("设定总量控制目标"),
}
_RIGHTS: Final = {
    "reserve.retain": say("预留政府储备"),
    "right.confirm_existing": say("确认现有排污单位初始排污权"),
    "right.end_term": say("排污权期满"),
    "right.renew": say("排污权延续"),
    "right.determine_surplus": say("核定富余排污权"),
    "right.take_into_use": say("富余排污权转入在用"),
    "right.pay_up": say("补缴有偿使用费"),
    "award.notice": say("公告储备标的"),
    "award.withdraw": say("撤回储备标的"),
    "award.make": say("储备排污权成交"),
    "award.undo": say("解除成交"),
    "award.deliver": say("储备排污权交割"),
    "reclaim.open": say("无偿收回立案"),
    "reclaim.notify": say("收回事先告知"),
    "reclaim.defence": say("收回陈述申辩"),
    "reclaim.decide": say("作出收回决定"),
    "reclaim.serve": say("收回决定送达"),
    "reclaim.execute": say("执行收回决定"),
    "reclaim.withdraw": say("撤销收回案件"),
    "right.buy_back": say("有偿回购"),
    "buy_back.pay": say("支付回购款"),
    "lease.begin": say("租赁排污权"),
    "lease.end": say("租赁届满返还"),
}
_CLAIMS: Final = {
    "pledge.register": say("抵（质）押登记"),
    "pledge.release": say("抵（质）押注销"),
    "freeze.deliver": say("司法冻结送达"),
    "freeze.renew": say("续行司法冻结"),
    "freeze.release": say("解除司法冻结"),
    "freeze.lapse": say("司法冻结期满"),
    "freeze.take_up": say("补冻后到的排污权"),
    "freeze.transfer_by_ruling": say("司法拍卖裁定过户"),
    "suspension.impose": say("实施行政暂停"),
    "suspension.lift": say("解除行政暂停"),
}
_TRANSFERS: Final = {
    "listing.open": say("富余排污权挂牌"),
    "listing.withdraw": say("撤回挂牌"),
    "transfer.contract": say("企业间交易合同"),
    "transfer.undo": say("解除交易合同"),
    "transfer.deliver": say("企业间交易交割"),
    "transfer.settle": say("企业间价款结清"),
}
_MONEY: Final = {
    "fee.notice": say("发出缴款通知"),
    "notice.serve": say("缴款通知送达"),
    "fee.reduce": say("核减、减免应缴金额"),
    "fee.defer": say("缓缴"),
    "fee.instalment_plan": say("约定分期缴纳"),
    "fee.instalment_notice": say("发出分期缴款通知"),
    "fee.receipt": say("登记缴款"),
    "treasury.confirm": say("国库入账确认"),
    "refund.apply": say("申请退付"),
    "fee.refund": say("登记国库退付"),
    "deposit.receive": say("收到保证金"),
    "deposit.return": say("退还保证金"),
    "deposit.set_off": say("保证金抵缴价款"),
    "deposit.forfeit": say("没收保证金"),
    "deposit.forfeit_confirm": say("没收保证金入库确认"),
}
_CORRECTIONS: Final = {
    "correction.reverse": say("红字冲销"),
    "correction.make_good": say("补回冲销短缺"),
}
_PERIODS: Final = {
    "period.close_month": say("月末结账"),
    "period.reopen": say("反结账"),
    "period.close_year": say("年终结账"),
}
_LAW: Final = {
    "law.adopt": say("采用规则书"),
}
FAMILIES: Final = (
    Family(name=say("登记簿"), acts=_REGISTERS),
    Family(name=say("期初"), acts=_OPENING),
    Family(name=say("项目、确认与豁免"), acts=_PROJECTS),
    Family(name=say("设施与减排量"), acts=_CREDITS),
    Family(name=say("总量"), acts=_CAP),
    Family(name=say("排污权与政府储备"), acts=_RIGHTS),
    Family(name=say("权利负担"), acts=_CLAIMS),
    Family(name=say("企业间交易"), acts=_TRANSFERS),
    Family(name=say("资金"), acts=_MONEY),
    Family(name=say("冲销与更正"), acts=_CORRECTIONS),
    Family(name=say("期间"), acts=_PERIODS),
    Family(name=say("法规"), acts=_LAW),
)
"""In the order of the posting manual."""

TITLES: Final[Mapping[str, Message]] = {kind: title for family in FAMILIES for kind, title in family.acts.items()}
