"""Readers of the values in a rule book: each takes what TOML holds and returns a typed value, or refuses it.

Decimals arrive as ``Decimal`` (the loader never lets a float in) and leave as integer grams or exact shares.
Every reader raises ``InvalidValue`` with the code ``rule_book.value``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from ledger.domain.values.pollutant import Medium, Pollutant
from ledger.domain.values.quantity import INCREMENT_DECIMALS, parse_tonnes, shown
from ledger.errors import InvalidValue, Message, enumerated, say
from ledger.rules.law.values import Bound, Comparison, Number, ScopeMethod, ScopeTest

T = TypeVar("T")
Shape = Callable[[object], T]


def refused(message: Message) -> InvalidValue:
    """Return the error of a value that does not fit its key."""
    return InvalidValue("rule_book.value", message)


def flag(raw: object) -> bool:
    """Read true or false."""
    if not isinstance(raw, bool):
        raise refused(say("“{value}”应为 true 或 false", value=shown(raw)))
    return raw


def whole_number(raw: object) -> int:
    """Read a whole number of at least 1."""
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 1:
        raise refused(say("“{value}”应为不小于1的整数", value=shown(raw)))
    return raw


def tonnes(raw: object) -> int:
    """Read tonnes with at most six decimals as grams."""
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
        raise refused(say("“{value}”应为吨数", value=shown(raw)))
    return parse_tonnes(str(raw), decimals=INCREMENT_DECIMALS)


def share(raw: object) -> Decimal:
    """Read a share of a whole: above 0, at most 1."""
    number = ratio(raw)
    if number > 1:
        raise refused(say("“{value}”应为大于0、不大于1的比例", value=shown(raw)))
    return number


def ratio(raw: object) -> Decimal:
    """Read a ratio above 0."""
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)):
        raise refused(say("“{value}”应为数字", value=shown(raw)))
    number = Decimal(raw)
    if not number.is_finite() or number <= 0:
        raise refused(say("“{value}”应大于0", value=shown(raw)))
    return number


def calendar_day(raw: object) -> date:
    """Read a calendar day."""
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise refused(say("“{value}”应为日期", value=shown(raw)))
    return raw


def choice(*names: str) -> Shape[str]:
    """Return a reader of one of ``names``."""

    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in names:
            raise refused(say("“{value}”不在可选项之内：{names}", value=shown(raw), names=enumerated(names)))
        return str(raw)

    return read


def list_of(shape: Shape[T]) -> Shape[tuple[T, ...]]:
    """Return a reader of a list that holds at least one value and none twice."""

    def read(raw: object) -> tuple[T, ...]:
        if not isinstance(raw, list) or not raw:
            raise refused(say("“{value}”应为非空列表", value=shown(raw)))
        values = tuple(shape(member) for member in raw)
        if any(value in values[:place] for place, value in enumerate(values)):
            raise refused(say("“{value}”中有重复的值", value=shown(raw)))
        return values

    return read


def bound(shape: Shape[Number]) -> Shape[Bound[Number]]:
    """Return a reader of one comparison with its limit, such as ``{ at_most = 0.1 }``."""

    def read(raw: object) -> Bound[Number]:
        table = _table(raw)
        if len(table) != 1 or next(iter(table)) not in set(Comparison):
            raise refused(say("“{value}”应恰为一个比较：{names}", value=shown(raw), names=enumerated(Comparison)))
        name, limit = next(iter(table.items()))
        return Bound(comparison=Comparison(name), limit=shape(limit))

    return read


def per_medium(shape: Shape[T]) -> Shape[Mapping[str, T]]:
    """Return a reader of a table with one value for water and one for air."""

    def read(raw: object) -> Mapping[str, T]:
        table = _table(raw)
        if set(table) != set(Medium):
            raise refused(say("“{value}”应恰有 {names} 各一项", value=shown(raw), names=enumerated(Medium)))
        return {medium: shape(table[medium]) for medium in Medium}

    return read


def per_pollutant(shape: Shape[T]) -> Shape[Mapping[str, T]]:
    """Return a reader of a table by pollutant; ``other`` stands for all pollutants that are not named."""

    def read(raw: object) -> Mapping[str, T]:
        table = _table(raw)
        unknown = set(table) - set(Pollutant) - {"other"}
        missing = set(Pollutant) - set(table)
        if unknown or bool(missing) != ("other" in table):
            raise refused(
                say(
                    "“{value}”应按因子逐一写明，未列因子并为 other：{names}",
                    value=shown(raw),
                    names=enumerated(Pollutant),
                )
            )
        named = {name: shape(member) for name, member in table.items()}
        return {pollutant: named[pollutant if pollutant in named else "other"] for pollutant in Pollutant}

    return read


def scope_test(raw: object) -> ScopeTest:
    """Read the name of a test of scope and its limits, by medium or by pollutant as the test needs."""
    table = _table(raw)
    if set(table) != {"method", "limit"}:
        raise refused(say("“{value}”应恰有 method 与 limit 两项", value=shown(raw)))
    method = ScopeMethod(choice(*ScopeMethod)(table["method"]))
    by_medium = method is ScopeMethod.SUM_BY_MEDIUM
    read = per_medium(bound(tonnes)) if by_medium else per_pollutant(bound(tonnes))
    return ScopeTest(method=method, limits=read(table["limit"]))


def _table(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise refused(say("“{value}”应为带花括号的表", value=shown(raw)))
    return raw
