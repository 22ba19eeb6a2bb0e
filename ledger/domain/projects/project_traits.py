"""What the rules tell projects apart by: their nature, category and discharge, and the regime they fall under."""

from __future__ import annotations

from ledger.domain.values.worded import Worded
from ledger.errors import say


class Discharge(Worded):
    """Where a project discharges: into the environment, or into somebody else's works."""

    DIRECT = "direct", say("直接排放")
    INDIRECT = "indirect", say("间接排放")


class Category(Worded):
    """Kinds of project that the rules tell apart."""

    INDUSTRY = "industry", say("工业项目")
    SEWAGE_WORKS = "sewage_works", say("城镇污水处理厂")
    WASTE_TREATMENT = "waste_treatment", say("垃圾、危险废物或医疗废物处置项目")
    INFRASTRUCTURE = "infrastructure", say("基础设施项目")


class Nature(Worded):
    """The three kinds of new project: 新建, 改建, 扩建 (LC25 art. 4); the rules treat them alike."""

    NEW = "new", say("新建")
    REBUILD = "rebuild", say("改建")
    EXPANSION = "expansion", say("扩建")


class Regime(Worded):
    """What a project or a factor is subject to."""

    NOT_APPLICABLE = "not_applicable", say("不适用")
    EXEMPT = "exempt", say("豁免")
    ORDINARY = "ordinary", say("一般总量指标审核")
    IN_SCOPE = "in_scope", say("须经排污权交易取得")
