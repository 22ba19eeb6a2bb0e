"""The registry of keys: what each provision is about, and the shape its value must have.

A key stands here before any procedure asks for it: the registry lets the loader refuse a value that the
program could not use. A book holds no key that is not registered; every registered key is in a book.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.projects.project_traits import Category, Discharge
from ledger.domain.rights.reclaim import ReclaimGround
from ledger.errors import Message, NotFound, say
from ledger.rules.law.shapes import (
    Shape,
    bound,
    calendar_day,
    choice,
    flag,
    list_of,
    per_pollutant,
    ratio,
    scope_test,
    share,
    tonnes,
    whole_number,
)
from ledger.rules.law.values import ExemptionUnit

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Generic[T]):
    """A question to the rule book, and the reader of its answers."""

    name: str
    shape: Shape[T]
    meaning: Message


KEYS: Final[dict[str, Key[Any]]] = {}
"""Every key by its name."""


def _key(name: str, shape: Shape[T], meaning: Message) -> Key[T]:
    key = Key(name=name, shape=shape, meaning=meaning)
    KEYS[name] = key
    return key


def named_key(name: str) -> Key[Any]:
    """Return the key of this name.

    :raises NotFound: code ``key.unknown``.
    """
    keys: Mapping[str, Key[Any]] = KEYS
    if name not in keys:
        raise NotFound(say("没有名为“{name}”的规定项", name=name), code="key.unknown")
    return keys[name]


SCOPE_TEST = _key("scope.test", scope_test, say("新建项目须经排污权交易取得排污权的判定方法与限值"))
SCOPE_VOLUNTARY = _key("scope.voluntary", flag, say("是否允许自愿申请排污权交易"))
SCOPE_DATE = _key(
    "scope.date",
    choice("assessment_request", "eia_acceptance", "eia_approval"),
    say("以哪一日期确定适用的规定"),
)
SCOPE_MEASURE = _key("scope.measure", choice("increment", "whole_emission"), say("限值针对新增排放量还是全部排放量"))
SCOPE_DISCHARGE = _key("scope.discharge", list_of(choice(*Discharge)), say("适用的排放去向"))
SCOPE_EXCLUDED_CATEGORIES = _key(
    "scope.excluded_categories", list_of(choice(*Category)), say("不适用总量指标审核的项目类别")
)

EXEMPTION_LIMIT = _key("exemption.limit", per_pollutant(bound(tonnes)), say("单项因子豁免限值（吨/年）"))
EXEMPTION_UNIT = _key("exemption.unit", choice(*ExemptionUnit), say("豁免以单项因子还是以整个项目为单位"))
EXEMPTION_EXCLUDED_POLLUTANTS = _key(
    "exemption.excluded_pollutants", flag, say("涉重金属、有毒有害或新污染物的项目是否不得豁免")
)
EXEMPTION_WRITE_OFF_MONTHS = _key(
    "exemption.write_off_months", whole_number, say("分局定期核销豁免项目替代指标的间隔（月）")
)
EXEMPTION_SPLITTING_MONTHS = _key(
    "exemption.splitting_months", whole_number, say("同一法人或同一厂址的豁免项目合并观察的期间（月）")
)
EXEMPTION_RATIO = _key("exemption.ratio", choice("offset_ratio", "one_to_one"), say("分局核销豁免项目替代指标的倍数"))
EXEMPTION_RATIO_DAY = _key(
    "exemption.ratio_day", choice("registration", "retirement"), say("豁免项目的替代倍数按哪一日确定")
)

CONFIRMATION_VALID_MONTHS = _key(
    "confirmation.valid_months", whole_number, say("总量确认书签发后未取得环评批准的有效期（月）")
)
CONFIRMATION_UNSTARTED_YEARS = _key(
    "confirmation.unstarted_years", whole_number, say("环评批准后超过多少年未开工的，总量确认书可以失效")
)
REMEDY_REVIEW_DAYS = _key("remedy.review_days", whole_number, say("申请行政复议的期限（日）"))
REMEDY_SUIT_MONTHS = _key("remedy.suit_months", whole_number, say("提起行政诉讼的期限（月）"))

ASSESSMENT_ANSWER_WORKING_DAYS = _key(
    "assessment.answer_working_days", whole_number, say("总量指标审核意见的答复时限（工作日）")
)
ASSESSMENT_REVIEW_YEARS = _key("assessment.review_years", whole_number, say("重新核定排污权的间隔（年）"))
PROJECT_OWN_SURPLUS = _key(
    "project.own_surplus", choice("paid", "any", "none"), say("企业自有富余排污权可否用于本企业项目")
)
SOURCE_GATE = _key("source.gate", choice("eia_approval", "permit", "production"), say("最迟在哪一环节之前取得总量指标"))
ALLOCATION_NEW = _key("allocation.new", choice("public_sale", "fixed_price"), say("新建项目取得排污权的方式"))
ALLOCATION_EXISTING = _key(
    "allocation.existing", choice("free", "fixed_price"), say("现有排污单位初始排污权的取得方式")
)

TERM_YEARS = _key("term.years", whole_number, say("排污权有效期（年）"))
TERM_STARTS = _key("term.starts", choice("contract", "production", "assessment"), say("排污权有效期的起算"))
TRANSITION_RIGHTS = _key(
    "transition.rights",
    choice("old_version", "new_version"),
    say("新规定施行时已有排污权和未结事项适用的版本"),
)
TRADE_WATER_AREA = _key("trade.water_area", choice("same_basin"), say("水污染物排污权交易的地域范围"))

OFFSET_RATIO_ATTAINED = _key("offset.ratio.attained", ratio, say("上一年度环境质量达标时的替代倍数"))
OFFSET_RATIO_NOT_ATTAINED = _key("offset.ratio.not_attained", ratio, say("上一年度环境质量未达标时的替代倍数"))
PURCHASE_RATIO = _key("purchase.ratio", ratio, say("购买排污权时的默认倍数，可按标的另定"))
CREDIT_PLAN_PERIOD = _key("credit.plan_period", calendar_day, say("当前五年规划期的首日"))
CREDIT_CARRY_OVER = _key("credit.carry_over", flag, say("上一规划期的减排量可否结转为替代来源"))
CREDIT_FROM_SURPLUS = _key("credit.from_surplus", flag, say("在产企业的富余排污权可否转为减排量"))
VERIFICATION_OFFICERS = _key("verification.officers", bound(whole_number), say("现场记录的签字人数"))
CLOSURE_PAID_ORIGIN = _key(
    "closure.paid_origin", choice("buy_back", "give_up"), say("关停企业有偿取得的排污权如何处置")
)
CLOSURE_CHECK_MONTHS = _key("closure.check_months", whole_number, say("已关停设施两次巡查的间隔（月）"))
RESTART_RIGHT_RETURNS = _key("restart.right_returns", flag, say("关停企业依法复产的，未使用的排污权是否退还"))

INSTALMENT_FIRST_SHARE = _key("fee.instalment.first_share", bound(share), say("分期缴纳时首次缴款占应缴总额的比例"))
INSTALMENT_YEARS = _key("fee.instalment.years", bound(whole_number), say("分期缴纳的期限（年）"))
INSTALMENT_APPLIES_TO = _key(
    "fee.instalment.applies_to", list_of(choice("fixed_price_fee", "public_sale")), say("可以分期缴纳的款项")
)
FEE_PART_YEAR = _key(
    "fee.part_year", choice("days_of_365", "started_months", "started_years"), say("不足一年的有效期如何计价")
)
PRICE_BASIS = _key("price.basis", choice("per_year", "per_term"), say("单价的计价基础"))
REVENUE_BENEFICIARY = _key("revenue.beneficiary", choice("local_treasury"), say("政府出让排污权收入的归属"))
COLLECTION_CHANNEL = _key(
    "collection.channel",
    choice("tax_declaration", "non_tax_direct", "collected_by_unit"),
    say("排污权出让收入的征收渠道"),
)

FEE_PRICED_QUANTITY = _key(
    "fee.priced_quantity", choice("purchased", "received"), say("按倍数购买时以哪一数量计价：购买量还是取得量")
)
FEE_DUE_WORKING_DAYS = _key("fee.due_working_days", whole_number, say("收到缴款通知后缴款的期限（工作日）"))
FORFEIT_RESERVE = _key("deposit.forfeit.reserve", choice("treasury", "contract"), say("政府储备标的没收的保证金归谁"))
FORFEIT_ENTERPRISE = _key(
    "deposit.forfeit.enterprise", choice("treasury", "contract"), say("企业出让标的没收的保证金归谁")
)

ROUND_PRICE_RULE = _key(
    "round.price_rule",
    choice("pay_as_bid", "uniform", "first_rejected", "vickrey"),
    say("竞价的默认定价规则"),
)
ROUND_TIE = _key("round.tie", choice("time", "pro_rata", "lottery"), say("同价时的默认次序"))
ROUND_EQUAL_TIME = _key("round.equal_time", choice("receipt_number", "lottery"), say("同价且同时的次序"))
ROUND_UNSOLD = _key("round.unsold", choice("return_to_reserve", "cancel"), say("流拍标的的去向"))
FREEZE_GROUNDS = _key(
    "freeze.grounds",
    list_of(choice("listing", "unpaid_contract", "mortgage", "court_order")),
    say("冻结排污权的事由"),
)

ROUNDING_TONNES_DECIMALS = _key("rounding.tonnes_decimals", whole_number, say("吨数的小数位数"))
ROUNDING_YUAN_DECIMALS = _key("rounding.yuan_decimals", whole_number, say("金额（元）的小数位数"))
ROUNDING_METHOD = _key("rounding.method", choice("half_up_per_line"), say("金额的舍入方法"))
WORKING_DAYS_FIRST = _key("working_days.first_day", choice("not_counted", "counted"), say("期限开始的当日是否计算在内"))

WARNING_LEVELS = _key("warning.levels", list_of(bound(share)), say("总量预警各级占年许可排放量的比例"))
WARNING_WINDOWS = _key(
    "warning.windows", list_of(choice("calendar_year", "rolling_12_months")), say("总量预警的统计期间")
)
SETTLEMENT_ANNUAL = _key(
    "settlement.annual", choice("comparison_only", "surrender"), say("实际排放量与排污权的年度处理")
)
JOURNAL_RETENTION = _key("journal.retention", choice("permanent"), say("交易台账的保存期限"))

PERMIT_YEARS = _key("permit.years", whole_number, say("排污许可证有效期（年）"))
PERMIT_LIMIT_YEAR = _key(
    "permit.limit_year", choice("permit_year", "calendar_year"), say("许可证第一至五年的年许可排放量按哪种年度计")
)
PERMIT_RENEWAL_DAYS = _key("permit.renewal_days", bound(whole_number), say("延续申请应提前的天数"))
PERMIT_RENEWAL_DECISION_DAYS = _key("permit.renewal_decision_days", whole_number, say("延续申请的决定时限（日）"))
PERMIT_RECORDS_YEARS = _key("permit.records_years", bound(whole_number), say("环境管理台账的保存年限"))

CAP_LIMIT = _key("cap.limit", choice("never_exceeded"), say("有效排污权合计与总量控制上限的关系"))
TERM_STARTS_EXISTING = _key("term.starts_existing", choice("confirmation"), say("现有排污单位初始排污权有效期的起算"))
TERM_END = _key("term.end", choice("unallocated", "reserve"), say("期满排污权的去向"))
RENEWAL_PAYS_AGAIN = _key("renewal.pays_again", flag, say("有偿取得的排污权期满延续是否须再次缴费"))
AWARD_METHODS = _key(
    "award.methods", list_of(choice("platform", "negotiated", "simplified")), say("政府储备排污权的出让方式")
)
AWARD_BUYER_CONDITIONS = _key(
    "award.buyer_conditions", list_of(choice("active", "no_arrears", "known_project")), say("受让储备排污权的条件")
)
AWARD_PRICE_FLOOR = _key("award.price_floor", choice("fixed_price_standard"), say("公开出让的最低单价"))
DELIVERY_AFTER = _key("delivery.after", choice("treasury_confirmation", "receipt"), say("价款到哪一步可以交割"))
BUY_BACK_PRICE_LIMIT = _key("buy_back.price_limit", choice("price_standard"), say("回购的最高单价"))
BUY_BACK_REST_OF_TERM = _key(
    "buy_back.rest_of_term", choice("proportionate", "whole_term"), say("回购单价是否按剩余有效期折算")
)
RECLAIM_ORIGINS = _key("reclaim.origins", list_of(choice(*Origin)), say("可以无偿收回的排污权的来源属性"))
RECLAIM_GROUNDS = _key("reclaim.grounds", list_of(choice(*ReclaimGround)), say("无偿收回的事由"))
RECLAIM_NOT_STARTED_YEARS = _key("reclaim.not_started_years", whole_number, say("批准后多少年未开工的可以收回"))
RECLAIM_DEFENCE_DAYS = _key("reclaim.defence_days", whole_number, say("收回前陈述申辩的期限（日）"))
RECLAIM_TAKES_EFFECT = _key(
    "reclaim.takes_effect", choice("service", "review_period", "suit_period"), say("收回决定何时生效入账")
)
LEASE_MONTHS = _key("lease.months", bound(whole_number), say("排污权租赁的最长期限（月）"))
LEASE_PAID_ONLY = _key("lease.paid_only", flag, say("无偿取得的排污权是否须先缴费方可出租"))

FREEZE_YEARS = _key("freeze.years", bound(whole_number), say("司法冻结其他财产权的期限（年）"))
FREEZE_OVER_UNSECURED = _key(
    "freeze.over_unsecured", flag, say("司法冻结、行政暂停是否及于已挂牌、已签合同未交割的排污权")
)
FREEZE_LATER_TONNES = _key("freeze.later_tonnes", flag, say("冻结时不足的部分是否及于此后取得的排污权"))
DISPOSAL_PAID_ONLY = _key("disposal.paid_only", flag, say("无偿取得的排污权是否须先缴费方可转让、抵（质）押"))
PLEDGE_WITHIN_TERM = _key("pledge.within_term", flag, say("抵（质）押期限是否不得超过排污权剩余有效期"))
TRADE_THERMAL_POWER = _key("trade.thermal_power", choice("own_sector"), say("火电企业大气污染物排污权的交易对象"))
TRADE_NOT_ATTAINED = _key(
    "trade.not_attained", choice("no_increase"), say("环境质量未达到要求的地区可否交易增加本地区总量")
)
TRADE_OFF_PLATFORM = _key("trade.off_platform", choice("flagged", "refused"), say("平台之外交易的处理"))
