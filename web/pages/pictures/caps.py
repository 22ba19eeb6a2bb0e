"""The picture of the caps: what is issued, reserved and left of each on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import flask

from ledger.domain.rights.cap import CapKind
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import say
from ledger.projections.pictures.cap_use import HELD, RESTRICTED, CapUse, Part, cap_uses, together
from web.access import READERS, access
from web.context import current
from web.pages.pictures.queries import asked, scope
from web.pages.presentation import pollutant_name, said, tonnes
from web.pictures.legend import Key
from web.pictures.stacked import PER_MILLE, Bar, Segment, StackedBars, Tick, stacked_bars

blueprint: Final = flask.Blueprint("picture_of_caps", __name__)

_POOL_LETTER: Final = "P"
_QUARTER: Final = PER_MILLE // 4


@blueprint.get("/pictures/cap")
@access(*READERS)
def index() -> str:
    """Show how far the caps are used: of all pollutants, or of one by area."""
    question = asked()
    seen = scope(question.area)
    on = question.on or current().today
    uses = [
        use
        for use in cap_uses(current().view, on=on)
        if use.area in seen.chosen and question.pollutant in {None, use.pollutant}
    ]
    by_area = question.pollutant is not None and len(seen.chosen) > 1
    shown = [*together(uses), *(uses if by_area else ())]
    title = said(say("总量使用情况 {day}", day=on))
    return flask.render_template(
        "pictures/caps.html",
        question=question,
        pollutants=tuple(Pollutant),
        areas=seen.offered,
        on=on,
        title=title,
        rows=[(_name(use, by_area=by_area), use) for use in shown],
        parts=[part for part in Part if any(use.parts.get(part) for use in shown)],
        letters=_LETTERS,
        picture=stacked_bars(
            _bars(shown, by_area=by_area), title=title, description=_description(shown, by_area=by_area)
        )
        if shown
        else None,
        negative=list(_negative(shown, by_area=by_area)),
        held=HELD,
        restricted=RESTRICTED,
        kinds=CapKind,
    )


_LETTERS: Final = {part: chr(ord("A") + place) for place, part in enumerate(Part)}
_KEYS: Final = list(Part)


def _key(part: Part) -> Key:
    return Key(letter=_LETTERS[part], name=said(part.words), hatching=_KEYS.index(part))


def _pool_key() -> Key:
    return Key(letter=_POOL_LETTER, name=said(say("减排量库")), hatching=_KEYS.index(Part.OWED_BACK))


def _name(use: CapUse, *, by_area: bool) -> str:
    if not by_area:
        return pollutant_name(use.pollutant)
    return use.area or said(say("合计"))


def _bars(uses: Sequence[CapUse], *, by_area: bool) -> StackedBars:
    bars = tuple(_bar(use, by_area=by_area) for use in uses)
    drawn = {segment.key.letter: segment.key for bar in bars for segment in bar.segments}
    marks = tuple(Tick(at=at, written=f"{at // 10}%") for at in range(0, PER_MILLE + 1, _QUARTER))
    return StackedBars(name="cap", bars=bars, ticks=marks, keys=tuple(drawn[letter] for letter in sorted(drawn)))


def _bar(use: CapUse, *, by_area: bool) -> Bar:
    segments = [
        Segment(key=_key(part), value=grams, written=tonnes(grams)) for part, grams in use.parts.items() if grams > 0
    ]
    none_published = bool(use.caps) and use.unpublished == use.caps
    if none_published and use.pool > 0:
        segments.append(Segment(key=_pool_key(), value=use.pool, written=tonnes(use.pool)))
    whole = sum(segment.value for segment in segments)
    limited = bool(use.caps) and not none_published and use.limit > 0
    remark = (
        say("总量{limit}吨/年", limit=tonnes(use.limit))
        if limited
        else say("可分配{limit}吨/年", limit=tonnes(use.can_be_given_out))
        if none_published
        else say("未设总量")
    )
    return Bar(
        name=_name(use, by_area=by_area),
        remark=said(remark),
        segments=tuple(segments),
        whole=use.limit if limited else whole,
        limited=limited,
    )


def _negative(uses: Sequence[CapUse], *, by_area: bool) -> Iterator[str]:
    """Say what is below zero and therefore cannot be drawn."""
    for use in uses:
        for part, grams in use.parts.items():
            if grams < 0:
                yield said(
                    say(
                        "{name}：{part}为{grams}吨/年，是负数，未画入图中",
                        name=_name(use, by_area=by_area),
                        part=said(part.words),
                        grams=tonnes(grams),
                    )
                )


def _description(uses: Sequence[CapUse], *, by_area: bool) -> str:
    return said(say("；")).join(
        said(
            say(
                "{name}：总量{limit}，企业持有{issued}，政府储备{reserve}，未分配{unallocated}（吨/年）",
                name=_name(use, by_area=by_area),
                limit=tonnes(use.limit),
                issued=tonnes(use.issued),
                reserve=tonnes(use.parts.get(Part.RESERVE, 0)),
                unallocated=tonnes(use.parts.get(Part.UNALLOCATED, 0)),
            )
        )
        for use in uses
    )
