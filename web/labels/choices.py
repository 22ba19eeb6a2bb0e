"""What the values of fixed lists are called."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from ledger.domain.bookkeeping import opening, unit
from ledger.domain.claims import claim
from ledger.domain.credits import closure, credit, early_draw, facility_card, reduction
from ledger.domain.money import deposit, payment_notice, price_basis
from ledger.domain.projects import milestone, project_traits
from ledger.domain.registers import permit
from ledger.domain.rights import award, cap, reclaim, transfer
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import Message, say
from web.pages.labels import POLLUTANTS

CHOICES: Final[Mapping[type[StrEnum], Mapping[Any, Message]]] = {
    award.ReserveSource: {
        award.ReserveSource.RETAINED: say("初始预留"),
        award.ReserveSource.RECLAIMED: say("无偿收回"),
        award.ReserveSource.BOUGHT_BACK: say("有偿回购"),
        award.ReserveSource.FUNDED: say("政府投资减排"),
        award.ReserveSource.CONVERTED: say("减排量转入"),
    },
    award.AwardMethod: {
        award.AwardMethod.PLATFORM: say("平台公开出让"),
        award.AwardMethod.NEGOTIATED: say("协议出让"),
        award.AwardMethod.SIMPLIFIED: say("简易出让"),
    },
    cap.CapKind: {
        cap.CapKind.ABSOLUTE: say("公布了总量"),
        cap.CapKind.REDUCTION_TASK: say("只公布减排任务"),
        cap.CapKind.NONE_PUBLISHED: say("未公布总量"),
    },
    claim.Ground: {
        claim.Ground.LISTING: say("挂牌"),
        claim.Ground.CONTRACT: say("合同"),
        claim.Ground.PLEDGE: say("抵（质）押"),
        claim.Ground.JUDICIAL_FREEZE: say("司法冻结"),
        claim.Ground.ADMINISTRATIVE_SUSPENSION: say("行政暂停"),
    },
    closure.ClosureRoute: {
        closure.ClosureRoute.POOL: say("转入减排量库"),
        closure.ClosureRoute.RESERVE: say("转入政府储备"),
    },
    closure.Finding: {
        closure.Finding.CLOSED: say("保持关停"),
        closure.Finding.RESTART_SUSPECTED: say("疑似复产"),
    },
    closure.Restart: {
        closure.Restart.LAWFUL: say("经许可复产"),
        closure.Restart.UNLAWFUL: say("擅自复产"),
    },
    credit.CreditUse: {
        credit.CreditUse.ORDINARY: say("一般项目替代（C30）"),
        credit.CreditUse.EXEMPT: say("豁免项目核销（C31）"),
        credit.CreditUse.NET_GAIN: say("净减排（C32）"),
        credit.CreditUse.RESERVE: say("转入储备或上交（C33）"),
    },
    credit.Shortage: {
        credit.Shortage.RESTART: say("来源擅自复产"),
        credit.Shortage.REVERSAL: say("冲销后短缺"),
    },
    deposit.Keeper: {
        deposit.Keeper.PLATFORM: say("交易平台账户"),
        deposit.Keeper.BUREAU: say("本局账户"),
    },
    deposit.LotSeller: {
        deposit.LotSeller.RESERVE: say("政府储备"),
        deposit.LotSeller.ENTERPRISE: say("企业"),
    },
    early_draw.EarlyDrawGround: {
        early_draw.EarlyDrawGround.CENTRAL_HEATING: say("集中供热替代"),
        early_draw.EarlyDrawGround.OWN_REPLACEMENT: say("本厂以新带老"),
    },
    facility_card.Backing: {
        facility_card.Backing.RIGHT: say("已注销排污权"),
        facility_card.Backing.NONE: say("未登记源，无排污权"),
    },
    milestone.Step: {
        milestone.Step.ACCEPTED: say("受理"),
        milestone.Step.COMPLETION_REQUESTED: say("通知补正"),
        milestone.Step.COMPLETED: say("补正完毕"),
        milestone.Step.MAJOR_CHANGE: say("重大变动"),
        milestone.Step.EIA_APPROVED: say("环评批准"),
        milestone.Step.CONSTRUCTION_STARTED: say("开工"),
        milestone.Step.PERMIT_ISSUED: say("取得排污许可证"),
        milestone.Step.TRIAL_PRODUCTION: say("试生产"),
        milestone.Step.PRODUCTION: say("投产"),
        milestone.Step.ABANDONED: say("放弃建设"),
    },
    opening.Against: {
        opening.Against.CAP: say("总量（Q10）"),
        opening.Against.UNALLOCATED: say("未分配（Q20）"),
        opening.Against.HOLDER: say("持有人（Q40）"),
        opening.Against.RECOGNISED: say("认定减排量（C10）"),
        opening.Against.POOL: say("减排量库（C20）"),
    },
    payment_notice.Charge: {
        payment_notice.Charge.PUBLIC_SALE: say("公开出让价款"),
        payment_notice.Charge.FIXED_PRICE: say("定额有偿使用费"),
        payment_notice.Charge.FORFEITED_DEPOSIT: say("没收的保证金"),
    },
    payment_notice.FeeGround: {
        payment_notice.FeeGround.ALLOCATION: say("初始分配"),
        payment_notice.FeeGround.PAY_UP: say("补缴"),
        payment_notice.FeeGround.RENEWAL: say("延续"),
    },
    payment_notice.ReductionGround: {
        payment_notice.ReductionGround.CORRECTION: say("核减"),
        payment_notice.ReductionGround.WAIVER: say("减免"),
        payment_notice.ReductionGround.UNDONE: say("合同解除"),
    },
    permit.LimitKind: {
        permit.LimitKind.LIMITED: say("已设许可量"),
        permit.LimitKind.NOT_LIMITED: say("未设许可量（/）"),
        permit.LimitKind.UNKNOWN: say("未知"),
    },
    price_basis.PriceBasis: {
        price_basis.PriceBasis.WHOLE_TERM: say("元/吨（全期）"),
        price_basis.PriceBasis.YEAR: say("元/吨·年"),
    },
    project_traits.Nature: {
        project_traits.Nature.NEW: say("新建"),
        project_traits.Nature.REBUILD: say("改建"),
        project_traits.Nature.EXPANSION: say("扩建"),
    },
    project_traits.Category: {
        project_traits.Category.INDUSTRY: say("工业项目"),
        project_traits.Category.SEWAGE_WORKS: say("城镇污水处理"),
        project_traits.Category.WASTE_TREATMENT: say("垃圾、危废、医废处置"),
        project_traits.Category.INFRASTRUCTURE: say("基础设施"),
    },
    project_traits.Discharge: {
        project_traits.Discharge.DIRECT: say("直接排放"),
        project_traits.Discharge.INDIRECT: say("间接排放"),
    },
    reclaim.ReclaimGround: {
        reclaim.ReclaimGround.BANKRUPTCY: say("破产"),
        reclaim.ReclaimGround.CLOSURE: say("关停"),
        reclaim.ReclaimGround.BAN: say("取缔"),
        reclaim.ReclaimGround.RELOCATION: say("迁出"),
        reclaim.ReclaimGround.NOT_STARTED: say("逾期未开工"),
        reclaim.ReclaimGround.IDLE: say("停产闲置"),
        reclaim.ReclaimGround.ABANDONED: say("项目放弃"),
    },
    reduction.Measure: {
        reduction.Measure.CLOSURE: say("关停"),
        reduction.Measure.TREATMENT: say("治理提升"),
        reduction.Measure.TECHNICAL_CHANGE: say("技术改造"),
    },
    transfer.TransferMode: {
        transfer.TransferMode.NEGOTIATED: say("协议转让"),
        transfer.TransferMode.LISTED: say("挂牌转让"),
    },
    unit.Origin: {
        unit.Origin.FREE: say("无偿取得"),
        unit.Origin.FIXED_PRICE: say("定额有偿取得"),
        unit.Origin.RESERVE_SALE: say("储备出让"),
        unit.Origin.OFFSET: say("减排量替代取得"),
        unit.Origin.UNKNOWN: say("来源不详"),
    },
    Pollutant: POLLUTANTS,
}


def name_of_choice(choice: StrEnum) -> Message:
    """Return what a value is called.

    :raises KeyError: it has no name.
    """
    return CHOICES[type(choice)][choice]
