"""A flow in three columns: where grams were taken, what moved them, where they were put. Widths are conserved.

In a narrow window the labels of the three columns stand side by side over the bands: each column has a room of its
own, into which its names are broken and its figures pressed, so that no label reaches into another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from web.pictures.scale import length
from web.pictures.svg import (
    FONT,
    LINE,
    Drawing,
    Layout,
    element,
    picture,
    rectangle,
    shortened,
    text,
    together,
    width_of,
    wrapped,
)

_FULL: Final = 2600
"""The length of everything that moved."""
_NODE: Final = 140
_CLEAR: Final = 40
"""Between a node and its text, and between the text of a node and that of the next."""
_STEP: Final = LINE - 20
"""From one line of a label to the next."""
_ROOMS: Final = (830, 900, 830)
"""How broad the labels of each column may be in a narrow window; between them 40 are left."""
_PLAIN: Final = 1000
_BOLD: Final = 1100
"""How broad figures and names are, in thousandths of the usual width of their letters."""
_HAIR: Final = 10
_MIDDLE: Final = 1
_CLASSES: Final = ("node", "node business", "node")
_HEAD: Final = 260
_SHADES: Final = 4
"""Bands next to each other take turns in shade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Grams above zero between an outer node and a node in the middle, both by name."""

    outer: str
    middle: str
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChart:
    """What is taken on the left and put on the right.

    Attributes:
        heads: what the three columns are called.
        write: writes grams for people.

    """

    name: str
    heads: tuple[str, str, str]
    taken: tuple[Band, ...]
    put: tuple[Band, ...]
    write: Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    lines: tuple[str, ...]
    grams: int
    top: int
    height: int


def flow_chart(chart: FlowChart, *, title: str, description: str) -> Markup:
    """Return the picture in both layouts."""
    return picture(lambda layout: _drawn(chart, layout), name=chart.name, title=title, description=description)


def _drawn(chart: FlowChart, layout: Layout) -> Drawing:
    whole = max(sum(band.grams for band in bands) for bands in (chart.taken, chart.put))
    sides = (
        _sums((band.outer, band.grams) for band in chart.taken),
        _sums((band.middle, band.grams) for band in (chart.taken or chart.put)),
        _sums((band.outer, band.grams) for band in chart.put),
    )
    names = [{name: _lines(name, layout, place) for name in side} for place, side in enumerate(sides)]
    height = max(_height(side, lines, whole) for side, lines in zip(sides, names, strict=True))
    columns = [_column(side, lines, whole, height) for side, lines in zip(sides, names, strict=True)]
    edge = _edge(layout)
    places = (edge, (layout.width - _NODE) // 2, layout.width - edge - _NODE)
    bands = [
        *_bands(chart.taken, whole, columns[0], columns[1], x=(places[0] + _NODE, places[1]), rightward=True),
        *_bands(chart.put, whole, columns[2], columns[1], x=(places[1] + _NODE, places[2]), rightward=False),
    ]
    nodes = [
        _node(node, chart, layout, x=places[side], side=side)
        for side, column in enumerate(columns)
        for node in column.values()
    ]
    return Drawing(height=_HEAD + height + 40, content=together([*_heads(chart, layout, places), *bands, *nodes]))


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for name, grams in pairs:
        sums[name] += grams
    return dict(sums)


def _edge(layout: Layout) -> int:
    """Return where the outermost node begins: in a broad window there is room for its label before it."""
    return 0 if layout.narrow else layout.width * 22 // 100


def _room(layout: Layout, side: int) -> int:
    """Return how broad a label of a column may be."""
    if layout.narrow:
        return _ROOMS[side]
    return layout.width // 5 if side == _MIDDLE else _edge(layout) - _CLEAR


def _lines(name: str, layout: Layout, side: int) -> tuple[str, ...]:
    """Return the lines of a name: broken in a narrow window, and cut where even a broad one is too narrow."""
    room = _room(layout, side)
    return wrapped(name, room * _PLAIN // _BOLD) if layout.narrow else (shortened(name, room),)


def _slot(lines: Sequence[str]) -> int:
    """Return the least height for a node, so that its name and its figure stand clear of the next."""
    return (len(lines) + 1) * LINE + _CLEAR


def _height(side: Mapping[str, int], names: Mapping[str, tuple[str, ...]], whole: int) -> int:
    return sum(max(length(grams, of=whole, full=_FULL), _slot(names[name])) + LINE // 2 for name, grams in side.items())


def _column(side: Mapping[str, int], names: Mapping[str, tuple[str, ...]], whole: int, height: int) -> dict[str, _Node]:
    """Set nodes one below the other, what is left of the height shared out between them."""
    spare = (height - _height(side, names, whole)) // (len(side) + 1)
    top, nodes = _HEAD + spare, {}
    for name, grams in side.items():
        size = length(grams, of=whole, full=_FULL)
        slot = max(size, _slot(names[name]))
        nodes[name] = _Node(lines=names[name], grams=grams, top=top + (slot - size) // 2, height=size)
        top += slot + LINE // 2 + spare
    return nodes


def _heads(chart: FlowChart, layout: Layout, places: Sequence[int]) -> list[Markup]:
    anchors = ("start", "middle", "end")
    at = (0, layout.width // 2, layout.width) if layout.narrow else (places[0], layout.width // 2, places[2] + _NODE)
    return [
        text(head, x, FONT, anchor=anchor, class_="name")
        for head, x, anchor in zip(chart.heads, at, anchors, strict=True)
    ]


def _bands(
    bands: Sequence[Band],
    whole: int,
    outer: Mapping[str, _Node],
    middle: Mapping[str, _Node],
    *,
    x: tuple[int, int],
    rightward: bool,
) -> list[Markup]:
    """Draw bands, each leaving its nodes below the one before it."""
    done: dict[tuple[bool, str], int] = defaultdict(int)
    drawn = []
    for place, band in enumerate(bands):
        ends = []
        for is_outer, nodes, name in ((True, outer, band.outer), (False, middle, band.middle)):
            before = done[is_outer, name]
            done[is_outer, name] += band.grams
            first = nodes[name].top + length(before, of=whole, full=_FULL)
            last = nodes[name].top + length(done[is_outer, name], of=whole, full=_FULL)
            ends.append((first, max(last, first + _HAIR)))
        from_, to = ends if rightward else ends[::-1]
        drawn.append(element("path", d=_curve(x, from_, to), class_=f"band band-{place % _SHADES}"))
    return drawn


def _curve(x: tuple[int, int], from_: tuple[int, int], to: tuple[int, int]) -> str:
    half = (x[0] + x[1]) // 2
    return (
        f"M{x[0]} {from_[0]} C{half} {from_[0]} {half} {to[0]} {x[1]} {to[0]}"
        f" L{x[1]} {to[1]} C{half} {to[1]} {half} {from_[1]} {x[0]} {from_[1]} Z"
    )


def _node(node: _Node, chart: FlowChart, layout: Layout, *, x: int, side: int) -> Markup:
    """Draw a node with its name and its amount: outside where there is room, over the bands where there is not."""
    at, anchor = _label(layout, x=x, side=side)
    first = node.top + node.height // 2 - 25 - (len(node.lines) - 1) * _STEP // 2
    lines = [*((words, "inside name", _BOLD) for words in node.lines), (chart.write(node.grams), "inside", _PLAIN)]
    return together(
        [
            rectangle(x, node.top, _NODE, max(node.height, _HAIR), class_=_CLASSES[side]),
            *(
                text(
                    words,
                    at,
                    first + place * _STEP,
                    anchor=anchor,
                    class_=look,
                    pressed=_pressed(words, layout, side=side, weight=weight),
                )
                for place, (words, look, weight) in enumerate(lines)
            ),
        ]
    )


def _pressed(words: str, layout: Layout, *, side: int, weight: int) -> int | None:
    """Return the width into which a narrow window presses words broader than their room; None where they fit."""
    room = _room(layout, side)
    return room if layout.narrow and width_of(words) * weight > room * _PLAIN else None


def _label(layout: Layout, *, x: int, side: int) -> tuple[int, str]:
    """Return where a label stands, and which of its ends that is."""
    if side == _MIDDLE:
        return (x + _NODE // 2, "middle") if layout.narrow else (x + _NODE + _CLEAR, "start")
    leftward = (side == 0) is not layout.narrow
    return (x - _CLEAR, "end") if leftward else (x + _NODE + _CLEAR, "start")
