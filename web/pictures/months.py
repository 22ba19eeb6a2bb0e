"""What came in and went out month by month, one panel for each area: in above the line, out below it.

Each panel has its own scale, which stands in it: what moves in one area may be a thousand times what moves in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from web.pictures.hatching import hatched, hatchings
from web.pictures.legend import Key, legend
from web.pictures.scale import length
from web.pictures.svg import FONT, LINE, NARROW, Drawing, Layout, line, picture, rectangle, shortened, text, together

_GUTTER: Final = 300
_FULL: Final = 1120
_HEAD: Final = 2 * LINE + 60
_FOOT: Final = 2 * LINE + 60
_HAIR: Final = 10
_NAME: Final = 560
"""The room that the name of a month needs."""
_LABELLED: Final = 4
"""How many months of a panel are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month by its name, with what came in and what went out."""

    name: str
    came_in: int
    went_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPanel:
    """One area: its name, and the sums of all its months as they are written."""

    name: str
    remark: str
    months: tuple[Month, ...]

    @property
    def above(self) -> int:
        """Return the most that stands above the line: what came in, or what of the outgoing was taken back."""
        return max((max(month.came_in, -month.went_out, 0) for month in self.months), default=0)

    @property
    def below(self) -> int:
        """Return the most that stands below the line."""
        return max((max(month.went_out, -month.came_in, 0) for month in self.months), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthChart:
    """Panels side by side as far as they fit; ``keys`` say which hatching is in and which is out."""

    name: str
    panels: tuple[MonthPanel, ...]
    keys: tuple[Key, Key]


def month_chart(chart: MonthChart, *, title: str, description: str) -> Markup:
    """Return the picture in both layouts."""
    return picture(lambda layout: _drawn(chart, layout), name=chart.name, title=title, description=description)


def _drawn(chart: MonthChart, layout: Layout) -> Drawing:
    columns = min((layout.width + _GUTTER) // (NARROW.width + _GUTTER), len(chart.panels))
    width = min((layout.width + _GUTTER) // columns - _GUTTER, 2 * NARROW.width)
    key, top = legend(chart.keys, name=chart.name, layout=layout, top=0)
    parts, height = [hatchings((key.hatching for key in chart.keys), chart.name, layout), key], _HEAD + _FULL + _FOOT
    for place, panel in enumerate(chart.panels):
        x, y = place % columns * (width + _GUTTER), top + place // columns * height
        parts.append(_panel(panel, chart, layout, x=x, top=y, width=width))
    rows = -(-len(chart.panels) // columns)
    return Drawing(height=top + rows * height, content=together(parts))


def _panel(panel: MonthPanel, chart: MonthChart, layout: Layout, *, x: int, top: int, width: int) -> Markup:
    both = panel.above + panel.below
    middle = top + _HEAD + length(panel.above, of=both, full=_FULL)
    drawn = [
        text(shortened(panel.name, width), x, top + FONT, class_="name"),
        text(shortened(panel.remark, width), x, top + FONT + LINE, class_="tick"),
        line(x, middle, x + width, middle, class_="axis"),
    ]
    slot = width // max(len(panel.months), 1)
    for place, month in enumerate(panel.months):
        start = x + place * slot
        for value, key, sign in ((month.came_in, chart.keys[0], 1), (month.went_out, chart.keys[1], -1)):
            size = sign * length(value, of=both, full=_FULL)
            if size:
                size = max(abs(size), _HAIR) * (1 if size > 0 else -1)
                fill = hatched(key.hatching, chart.name, layout)
                y = middle - max(size, 0)
                drawn.append(rectangle(start + slot // 6, y, slot * 2 // 3, abs(size), class_="shape", fill=fill))
    drawn += _names(panel, x=x, y=top + _HEAD + _FULL + LINE, slot=slot, width=width)
    return together(drawn)


def _names(panel: MonthPanel, *, x: int, y: int, slot: int, width: int) -> list[Markup]:
    """Name the first month and as many others, evenly apart, as have room."""
    apart = max(-(-len(panel.months) // _LABELLED), 1)
    return [
        text(month.name, x + place * slot, y, class_="tick")
        for place, month in enumerate(panel.months)
        if place % apart == 0 and place * slot + _NAME < width
    ]
