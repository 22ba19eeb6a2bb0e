"""Lying bars made of parts, each against a whole, with the line of a limit where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from web.pictures.hatching import hatched, hatchings
from web.pictures.legend import Key, legend
from web.pictures.scale import length
from web.pictures.svg import (
    FONT,
    LINE,
    Drawing,
    Layout,
    line,
    picture,
    rectangle,
    shortened,
    text,
    together,
    width_of,
)

PER_MILLE: Final = 1000
_BAR: Final = 300
_APART: Final = 170
_MARGIN: Final = 60
_PADDING: Final = 60
_HAIR: Final = 10
_BOLD: Final = 1150
"""Per mille of its width that a line takes when it is bold."""
"""The least width of what is not nothing: one pixel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One part of a bar, of at least nothing, with what is written in it where there is room."""

    key: Key
    value: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar: ``whole`` is the value that reaches 100 %, ``limited`` whether a line is drawn there."""

    name: str
    remark: str
    segments: tuple[Segment, ...]
    whole: int
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of the axis, at so many thousandths of the whole."""

    at: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedBars:
    """A picture of bars that share an axis; ``name`` tells it from others on its page."""

    name: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    keys: tuple[Key, ...]

    @property
    def reach(self) -> int:
        """Return how far the axis reaches, in thousandths of the whole: 1000, or as far as a bar exceeds it."""
        sums = ((sum(segment.value for segment in bar.segments), bar.whole) for bar in self.bars)
        return max([PER_MILLE, *(-(-total * PER_MILLE // whole) for total, whole in sums if whole > 0)])


def stacked_bars(bars: StackedBars, *, title: str, description: str) -> Markup:
    """Return the picture in both layouts."""
    return picture(lambda layout: _drawn(bars, layout), name=bars.name, title=title, description=description)


def _drawn(bars: StackedBars, layout: Layout) -> Drawing:
    left, right = _sides(bars, layout)
    full = layout.width - left - right
    parts = [hatchings((key.hatching for key in bars.keys), bars.name, layout)]
    y = _MARGIN
    rows: list[Markup] = []
    for bar in bars.bars:
        if layout.narrow:
            remark = shortened(bar.remark, layout.width * 2 // 3)
            rows.append(
                text(shortened(bar.name, layout.width - width_of(remark) - _PADDING), 0, y + FONT, class_="name")
            )
            rows.append(text(remark, layout.width, y + FONT, anchor="end"))
            y += LINE
        else:
            rows.append(
                text(shortened(bar.name, left - _PADDING), left - _PADDING, y + 200, anchor="end", class_="name")
            )
            rows.append(text(bar.remark, layout.width - right + _PADDING, y + 200))
        rows.append(_bar(bar, bars, layout, x=left, y=y, full=full))
        y += _BAR + _APART
    parts.append(_axis(bars, layout, x=left, full=full, bottom=y))
    parts.extend(rows)
    key, bottom = legend(bars.keys, name=bars.name, layout=layout, top=y + 2 * LINE)
    return Drawing(height=bottom + _MARGIN, content=together([*parts, key]))


def _sides(bars: StackedBars, layout: Layout) -> tuple[int, int]:
    """Return the room for names on the left and for remarks on the right."""
    if layout.narrow:
        return _HAIR, _HAIR
    names = max((width_of(bar.name) for bar in bars.bars), default=0) * _BOLD // PER_MILLE
    remarks = max((width_of(bar.remark) for bar in bars.bars), default=0)
    return min(names, layout.width // 4) + _PADDING, min(remarks, layout.width // 3) + 2 * _PADDING


def _axis(bars: StackedBars, layout: Layout, *, x: int, full: int, bottom: int) -> Markup:
    drawn = [line(x, bottom - _APART // 2, x + full, bottom - _APART // 2, class_="axis")]
    for tick in bars.ticks:
        place = x + length(tick.at, of=bars.reach, full=full)
        drawn.append(line(place, 0, place, bottom - _APART // 2 + 40, class_="grid"))
        near_end = tick.at == 0 and layout.narrow
        anchor = "start" if near_end else "end" if layout.narrow and tick.at == bars.reach else "middle"
        drawn.append(text(tick.written, place, bottom + 90, anchor=anchor, class_="tick"))
    return together(drawn)


def _bar(bar: Bar, bars: StackedBars, layout: Layout, *, x: int, y: int, full: int) -> Markup:
    drawn: list[Markup] = []
    done = 0
    of = bar.whole * bars.reach
    for segment in bar.segments:
        start = length(done * PER_MILLE, of=of, full=full)
        done += segment.value
        width = length(done * PER_MILLE, of=of, full=full) - start
        fill = hatched(segment.key.hatching, bars.name, layout)
        drawn.append(rectangle(x + start, y, max(width, _HAIR), _BAR, class_="shape", fill=fill))
        label = next((words for words in (segment.written, segment.key.letter) if width_of(words) + 40 <= width), "")
        if label:
            drawn.append(text(label, x + start + width // 2, y + 195, anchor="middle", class_="inside"))
    if bar.limited:
        place = x + length(PER_MILLE, of=bars.reach, full=full)
        rise = 0 if layout.narrow else 60  # the remark stands above a narrow bar
        drawn.append(line(place, y - rise, place, y + _BAR + 60, class_="limit"))
    return together(drawn)
