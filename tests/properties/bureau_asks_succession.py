"""Commands by which enterprises go over to others."""

from __future__ import annotations

from typing import Any

from ledger.domain.registers.succession import MergeEnterprises, Portion, SplitEnterprise, SucceedEnterprise
from tests.properties.bureau_asks import Clerk, ask, tranche
from tests.properties.bureau_asks_rights import PAPER
from tests.properties.bureau_model_succession import Going, lines_of
from tests.properties.bureau_units import HELD_LINES, Unit

LEAST_LIVING = 4
"""With fewer enterprises nobody would be left to do business."""


def _few_left(clerk: Clerk) -> bool:
    return sum(not each["ended"] for each in clerk.books.all("enterprise")) < LEAST_LIVING


@ask("enterprise.succeed", "succession")
def succeed(clerk: Clerk) -> Any:
    """A new owner; seldom an enterprise that would succeed itself."""
    if _few_left(clerk):
        return None
    return SucceedEnterprise(
        effective_on=clerk.today, enterprise=clerk.enterprise(), successor=clerk.enterprise(), document=PAPER
    )


@ask("enterprise.merge", "succession")
def merge(clerk: Clerk) -> Any:
    """One or two that go over into another."""
    if _few_left(clerk):
        return None
    count = clerk.one_of([1, 1, 2, 2, 2, 0 if clerk.seldom(10) else 2])
    return MergeEnterprises(
        effective_on=clerk.today,
        enterprises=tuple(clerk.enterprise() for _ in range(count)),
        successor=clerk.enterprise(),
        document=PAPER,
    )


@ask("enterprise.split", "succession", weight=3)
def split(clerk: Clerk) -> Any:
    """One that is divided among two, mostly such that everything may be divided so."""
    code = clerk.enterprise()
    others = [each["code"] for each in clerk.books.all("enterprise") if not each["ended"] and each["code"] != code]
    if len(others) < LEAST_LIVING - 1:
        return None
    heir, other = clerk.one_of(others), clerk.one_of([*others, code])
    if clerk.seldom(2):
        heir, other = other, heir
    portions, chosen = list[Portion](), dict[Unit, str]()
    whole = {each["unit"] for each in clerk.books.all("claim") if each["holder"] == code}
    for (account, unit), grams in lines_of(clerk.books, Going((code,), (), "")).items():
        if account.line not in HELD_LINES:
            continue
        parts = [(chosen.setdefault(unit, clerk.one_of([heir, heir, other])), grams)]
        if unit in whole and not clerk.seldom(6):
            parts = [(heir, grams)]
        elif account.line in {"Q40", "Q41"} and unit not in whole and grams > 1:
            parts = [(heir, grams // 3), (other, grams - grams // 3)] if grams >= 3 else parts
        elif clerk.seldom(40):
            parts = [(heir, grams + 1)]
        named = tranche(unit)
        plants = [each["id"] for each in clerk.books.all("facility") if each["enterprise"] == code or clerk.seldom(200)]
        portions += [
            Portion(
                successor=to,
                area=account.area,
                line=account.line,
                tranche=named,
                grams=part,
                facility=clerk.some(plants) if clerk.seldom(3) else None,
            )
            for to, part in parts
        ]
    return SplitEnterprise(
        effective_on=clerk.today,
        enterprise=code,
        successors=(heir, other) if not clerk.seldom(30) else (heir,),
        portions=tuple(portions),
        heir=heir,
        document=PAPER,
    )
