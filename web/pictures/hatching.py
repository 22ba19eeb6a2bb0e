"""Hatching that is told apart without colour, on paper and on a screen: each has its own pattern and its own tone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from web.pictures.svg import Layout, element, rectangle, together

_TILE: Final = 80
_DIAGONAL: Final = "M-20 20 L20 -20 M0 80 L80 0 M60 100 L100 60"
_COUNTER: Final = "M-20 60 L20 100 M0 0 L80 80 M60 -20 L100 20"
_HORIZONTAL: Final = "M0 20 H80 M0 60 H80"
_VERTICAL: Final = "M20 0 V80 M60 0 V80"
_DOTS: Final = "M20 20 h1 M60 60 h1"
_SPARSE: Final = "M40 40 h1"
_PATTERNS: Final = (
    "",
    _DIAGONAL,
    "",
    _COUNTER,
    _HORIZONTAL,
    _DOTS,
    f"{_DIAGONAL} {_COUNTER}",
    _VERTICAL,
    f"{_HORIZONTAL} {_VERTICAL}",
    _SPARSE,
    "",
    _DIAGONAL,
    _COUNTER,
    _DOTS,
)
COUNT: Final = len(_PATTERNS)
"""How many kinds of hatching there are."""


def hatchings(numbers: Iterable[int], name: str, layout: Layout) -> Markup:
    """Return the definitions of the hatchings that a picture uses, in one layout."""
    return element("defs", together(_pattern(number, name, layout) for number in sorted(set(numbers))))


def hatched(number: int, name: str, layout: Layout) -> str:
    """Return what fills a shape with a hatching of a picture."""
    return f"url(#{_named(number, name, layout)})"


def _pattern(number: int, name: str, layout: Layout) -> Markup:
    ground = rectangle(0, 0, _TILE, _TILE, class_=f"tone-{number}")
    lines = element("path", d=_PATTERNS[number], class_=f"hatch-{number}") if _PATTERNS[number] else Markup("")
    return element(
        "pattern",
        ground,
        lines,
        id=_named(number, name, layout),
        width=_TILE,
        height=_TILE,
        patternUnits="userSpaceOnUse",
    )


def _named(number: int, name: str, layout: Layout) -> str:
    return f"{name}-{layout.name}-hatch-{number}"
