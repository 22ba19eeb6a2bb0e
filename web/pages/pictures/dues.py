"""The picture of the dues: what payers owe on a day, by age."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import flask
from markupsafe import Markup

from ledger.domain.values.quantity import format_yuan
from ledger.errors import say
from ledger.projections.money.arrears import Age
from ledger.projections.pictures.dues import Dues, by_age_of, dues
from web.access import READERS, access
from web.context import current
from web.pages.pictures.queries import asked, scope
from web.pages.presentation import grouped, said
from web.pictures.legend import Key
from web.pictures.scale import ticks
from web.pictures.stacked import PER_MILLE, Bar, Segment, StackedBars, Tick, stacked_bars

blueprint: Final = flask.Blueprint("picture_of_dues", __name__)

MOST_PAYERS: Final = 15
"""How many payers have a bar of their own; the others share one."""
MOST_ROWS: Final = 100
"""How many payers have a row of their own in the table."""
_HATCHINGS: Final[Mapping[Age, int]] = {Age.NOT_DUE: 10, Age.TO_30: 9, Age.TO_90: 1, Age.TO_365: 6, Age.ABOVE_365: 0}


@blueprint.get("/pictures/dues")
@access(*READERS)
def index() -> str:
    """Show what is owed in all areas that the person may see, or in one."""
    question = asked()
    seen = scope(question.area)
    on = question.on or current().today
    everywhere = question.area is None and current().person.area is None
    owed = dues(current().view, on=on, areas=None if everywhere else seen.chosen)
    title = said(say("欠缴情况 {day}", day=on))
    return flask.render_template(
        "pictures/dues.html",
        question=question,
        areas=seen.offered,
        on=on,
        title=title,
        owed=owed,
        rows=_rows(owed, most=MOST_ROWS),
        ages=Age,
        letters=_LETTERS,
        picture=_drawn(owed, title) if owed.payers else None,
    )


_LETTERS: Final = {age: chr(ord("A") + place) for place, age in enumerate(Age)}


def _rows(owed: Dues, *, most: int) -> list[tuple[str, Mapping[Age, int]]]:
    """Return what each payer owes; those behind the most share the last row."""
    rows = [(payer.name, payer.by_age) for payer in owed.payers[:most]]
    rest = owed.payers[most:]
    if rest:
        rows.append((said(say("其余{count}家", count=len(rest))), by_age_of(rest)))
    return rows


def _drawn(owed: Dues, title: str) -> Markup:
    rows = _rows(owed, most=MOST_PAYERS)
    marks = ticks(max(sum(by_age.values()) for _, by_age in rows), most=4)
    bars = tuple(_bar(name, by_age, whole=marks[-1]) for name, by_age in rows)
    return stacked_bars(
        StackedBars(
            name="dues",
            bars=bars,
            ticks=tuple(
                Tick(at=mark * PER_MILLE // marks[-1], written=grouped(format_yuan(mark).removesuffix(".00")))
                for mark in marks
            ),
            keys=tuple(_key(age) for age in Age if owed.by_age[age]),
        ),
        title=title,
        description=said(say("；")).join(f"{bar.name} {bar.remark}" for bar in bars),
    )


def _key(age: Age) -> Key:
    return Key(letter=_LETTERS[age], name=said(age.words), hatching=_HATCHINGS[age])


def _bar(name: str, by_age: Mapping[Age, int], *, whole: int) -> Bar:
    return Bar(
        name=name,
        remark=said(say("{yuan}元", yuan=grouped(format_yuan(sum(by_age.values()))))),
        segments=tuple(
            Segment(key=_key(age), value=by_age[age], written=grouped(format_yuan(by_age[age])))
            for age in Age
            if by_age.get(age, 0) > 0
        ),
        whole=whole,
    )
