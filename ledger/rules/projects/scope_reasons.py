"""The sentences of a classification: each quotes the two figures compared and the article that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.domain.projects.project_traits import Category
from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.errors import Message, say
from ledger.rules.law.values import Comparison

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.rules.law.provision import Provision
    from ledger.rules.law.values import Bound
    from ledger.rules.projects.scope_tests import Caught

_HOLDS: Final[Mapping[Comparison, Message]] = {
    Comparison.AT_MOST: say("不高于"),
    Comparison.BELOW: say("小于"),
    Comparison.AT_LEAST: say("达到"),
    Comparison.ABOVE: say("高于"),
}
_FAILS: Final[Mapping[Comparison, Message]] = {
    Comparison.AT_MOST: say("高于"),
    Comparison.BELOW: say("不小于"),
    Comparison.AT_LEAST: say("未达到"),
    Comparison.ABOVE: say("不高于"),
}
_FIGURES: Final[Mapping[Medium | Pollutant, Message]] = {
    Medium.WATER: say("水污染物新增年排放量合计"),
    Medium.AIR: say("大气污染物新增年排放量合计"),
    Pollutant.COD: say("化学需氧量新增年排放量"),
    Pollutant.AMMONIA_NITROGEN: say("氨氮新增年排放量"),
    Pollutant.SULPHUR_DIOXIDE: say("二氧化硫新增年排放量"),
    Pollutant.NITROGEN_OXIDES: say("氮氧化物新增年排放量"),
    Pollutant.VOLATILE_ORGANICS: say("挥发性有机物新增年排放量"),
    Pollutant.PARTICULATES: say("颗粒物新增年排放量"),
}


def exemption(pollutant: Pollutant, grams: int, limits: Provision[Mapping[str, Bound[int]]]) -> Message:
    """Say how one factor compares with its exemption limit."""
    limit = limits.value[pollutant]
    compared = _compared(pollutant, grams, limit)
    if limit.holds(grams):
        return say("{compared}，在豁免限值之内（{citation}）", compared=compared, citation=limits.cited)
    return say("{compared}，不在豁免限值之内（{citation}）", compared=compared, citation=limits.cited)


def excluded(reason: Message, provision: Provision[bool]) -> Message:
    """Say that a project with excluded pollutants is not exempt, whatever its quantities."""
    return say(
        "{reason}；项目涉重金属、有毒有害或新污染物，不得豁免（{citation}）",
        reason=reason,
        citation=provision.cited,
    )


def project_not_exempt(reason: Message, above: Pollutant, provision: Provision[str]) -> Message:
    """Say that a small factor is not exempt, because another factor of the project is above its limit."""
    return say(
        "{reason}；但豁免以整个项目为单位，而{factor}超出限值（{citation}）",
        reason=reason,
        factor=above.value,
        citation=provision.cited,
    )


def tested(reason: Message, caught: Caught, provision: Provision[Any]) -> Message:
    """Say how the test of scope decides on a factor that is not exempt."""
    compared = _compared(caught.of, caught.figure, caught.bound)
    if caught.in_scope:
        return say(
            "{reason}；{compared}，须经排污权交易取得（{citation}）",
            reason=reason,
            compared=compared,
            citation=provision.cited,
        )
    return say(
        "{reason}；{compared}，不必经排污权交易取得（{citation}）",
        reason=reason,
        compared=compared,
        citation=provision.cited,
    )


def voluntary(reason: Message, provision: Provision[bool]) -> Message:
    """Say what the wish of a project to trade comes to."""
    if provision.value:
        return say(
            "{reason}；项目自愿申请排污权交易，纳入交易（{citation}）",
            reason=reason,
            citation=provision.cited,
        )
    return say("{reason}；现行文本没有自愿申请的规定（{citation}）", reason=reason, citation=provision.cited)


def discharge_outside(provision: Provision[tuple[str, ...]]) -> Message:
    """Say that only direct discharge is spoken of."""
    return say("项目间接排放，而规定只适用于向环境直接排放（{citation}）", citation=provision.cited)


def category_outside(category: Category, provision: Provision[tuple[str, ...]]) -> Message:
    """Say that the kind of project is left out."""
    return say("{category}不适用总量指标审核（{citation}）", category=category.words, citation=provision.cited)


def nothing_new(provision: Provision[str]) -> Message:
    """Say that there is no new emission that the limits could be held against."""
    return say("六项因子均无新增年排放量，没有可与限值比较的数量（{citation}）", citation=provision.cited)


def _compared(of: Medium | Pollutant, grams: int, bound: Bound[int]) -> Message:
    words = _HOLDS if bound.holds(grams) else _FAILS
    return say(
        "{figure}{grams}吨，{comparison}{limit}吨",
        figure=_FIGURES[of],
        grams=format_tonnes(grams, decimals=INCREMENT_DECIMALS),
        comparison=words[bound.comparison],
        limit=format_tonnes(bound.limit, decimals=0),
    )
