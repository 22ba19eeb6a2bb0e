"""Prices and quantities over a row of rounds: above, what was asked and paid; below, how much was sold.

Both axes begin at zero. Where there are more rounds than fit side by side they go on in a further row with the same
axes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from web.pictures.hatching import hatched, hatchings
from web.pictures.scale import length, ticks
from web.pictures.svg import LINE, Drawing, Layout, element, line, picture, rectangle, text, together, width_of

_ABOVE: Final = 2000
_BETWEEN: Final = 420
_BELOW: Final = 900
_HEAD: Final = 330
_FOOT: Final = 3 * LINE
_SLOT: Final = 950
"""The least width for a round, enough for its labels."""
_MARK: Final = 45
_BAR: Final = 300
_HAIR: Final = 10
_HATCHING: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round: prices in one unit, of which any may be missing, and a quantity; ``names`` stand below it."""

    names: tuple[str, str]
    start: int | None
    lowest: int | None
    highest: int | None
    mean: int | None
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChart:
    """A row of rounds, with what the two axes are called and how their values are written."""

    name: str
    rounds: tuple[Round, ...]
    price_axis: str
    quantity_axis: str
    write_price: Callable[[int], str]
    write_quantity: Callable[[int], str]

    @property
    def price_ticks(self) -> list[int]:
        """Return the marks of the axis of prices; the last is its end."""
        prices = [price for each in self.rounds for price in (each.start, each.highest, each.mean) if price is not None]
        return ticks(max(prices, default=0))

    @property
    def quantity_ticks(self) -> list[int]:
        """Return the marks of the axis of quantities; the last is its end."""
        return ticks(max((each.quantity for each in self.rounds), default=0), most=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    chart: PriceChart
    layout: Layout
    left: int
    top: int
    slot: int

    @property
    def floor(self) -> int:
        """Return where the price is zero."""
        return self.top + _HEAD + _ABOVE

    @property
    def ground(self) -> int:
        """Return where the quantity is zero."""
        return self.floor + _BETWEEN + _BELOW

    def price_at(self, price: int) -> int:
        """Return how far down a price stands."""
        return self.floor - length(price, of=self.chart.price_ticks[-1], full=_ABOVE)


def price_chart(chart: PriceChart, *, title: str, description: str) -> Markup:
    """Return the picture in both layouts."""
    return picture(lambda layout: _drawn(chart, layout), name=chart.name, title=title, description=description)


def _drawn(chart: PriceChart, layout: Layout) -> Drawing:
    written = [chart.write_price(value) for value in chart.price_ticks]
    written += [chart.write_quantity(value) for value in chart.quantity_ticks]
    left = max(width_of(words) for words in written) + 80
    columns = max((layout.width - left) // _SLOT, 1)
    rows = [chart.rounds[first : first + columns] for first in range(0, len(chart.rounds), columns)]
    slot = min((layout.width - left) // min(columns, len(chart.rounds)), 2 * _SLOT)
    parts, top = [hatchings((_HATCHING,), chart.name, layout)], 0
    for row in rows:
        panel = _Panel(chart=chart, layout=layout, left=left, top=top, slot=slot)
        parts.append(_axes(panel, len(row)))
        parts.extend(_round(panel, each, x=left + slot * place + slot // 2) for place, each in enumerate(row))
        top = panel.ground + _FOOT
    return Drawing(height=top, content=together(parts))


def _axes(panel: _Panel, count: int) -> Markup:
    chart, end = panel.chart, panel.left + panel.slot * count
    drawn = [text(chart.price_axis, 0, panel.top + 130, class_="name")]
    drawn.append(text(chart.quantity_axis, 0, panel.floor + _BETWEEN - 200, class_="name"))
    highest = chart.quantity_ticks[-1]
    marks = [(panel.price_at(value), chart.write_price(value)) for value in chart.price_ticks]
    marks += [
        (panel.ground - length(value, of=highest, full=_BELOW), chart.write_quantity(value))
        for value in chart.quantity_ticks
    ]
    for y, words in marks:
        drawn.append(line(panel.left, y, end, y, class_="axis" if y in {panel.floor, panel.ground} else "grid"))
        drawn.append(text(words, panel.left - 40, y + 45, anchor="end", class_="tick"))
    return together(drawn)


def _round(panel: _Panel, each: Round, *, x: int) -> Markup:
    chart, drawn = panel.chart, []
    if each.lowest is not None and each.highest is not None:
        low, high = panel.price_at(each.lowest), panel.price_at(each.highest)
        drawn.append(line(x, low, x, high, class_="span"))
        drawn += [line(x - 60, y, x + 60, y, class_="span") for y in (low, high)]
    if each.start is not None:
        y = panel.price_at(each.start)
        drawn.append(element("path", d=f"M{x - 90} {y} L{x - 200} {y - 55} V{y + 55} Z", class_="start"))
    if each.mean is not None:
        y = panel.price_at(each.mean)
        drawn.append(element("circle", cx=x, cy=y, r=_MARK, class_="mean"))
        above = min(y, panel.price_at(each.highest) if each.highest is not None else y)
        drawn.append(text(chart.write_price(each.mean), x, above - 90, anchor="middle", class_="inside"))
    size = length(each.quantity, of=chart.quantity_ticks[-1], full=_BELOW)
    if size:
        fill = hatched(_HATCHING, chart.name, panel.layout)
        drawn.append(
            rectangle(x - _BAR // 2, panel.ground - max(size, _HAIR), _BAR, max(size, _HAIR), class_="shape", fill=fill)
        )
    drawn.append(
        text(chart.write_quantity(each.quantity), x, panel.ground - size - 60, anchor="middle", class_="inside")
    )
    drawn += [
        text(name, x, panel.ground + LINE * place + 20, anchor="middle")
        for place, name in enumerate(each.names, start=1)
    ]
    return together(drawn)
