"""What the rules tell projects apart by: their nature, category and discharge, and the regime they fall under."""

from __future__ import annotations

from enum import StrEnum


class Discharge(StrEnum):
    """Where a project discharges: into the environment, or into somebody else's works."""

    DIRECT = "direct"
    INDIRECT = "indirect"


class Category(StrEnum):
    """Kinds of project that the rules tell apart."""

    INDUSTRY = "industry"
    SEWAGE_WORKS = "sewage_works"
    WASTE_TREATMENT = "waste_treatment"
    INFRASTRUCTURE = "infrastructure"


class Nature(StrEnum):
    """The three kinds of new project: 新建, 改建, 扩建 (LC25 art. 4); the rules treat them alike."""

    NEW = "new"
    REBUILD = "rebuild"
    EXPANSION = "expansion"


class Regime(StrEnum):
    """What a project or a factor is subject to."""

    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"
    ORDINARY = "ordinary"
    IN_SCOPE = "in_scope"
