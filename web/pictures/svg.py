"""The few elements of SVG that the pictures are made of, escaped, with whole numbers for every length.

A length is a tenth of a CSS pixel at full size. Colours, fonts and hatching are classes of ``pictures.css``; no element
carries a style of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from markupsafe import Markup, escape

FONT: Final = 130
"""The size of all text."""
LINE: Final = 180
"""From one line of text to the next."""
_FULL_WIDTH: Final = 134
_LATIN: Final = 80
"""The width of a letter or figure that is not full width; both generously, for the bolder weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The width for which a picture is laid out: one for broad windows and paper, one for narrow windows."""

    name: str
    width: int

    @property
    def narrow(self) -> bool:
        """Return whether labels stand above what they name instead of beside it."""
        return self.width < WIDE.width


WIDE: Final = Layout(name="wide", width=9600)
NARROW: Final = Layout(name="narrow", width=3000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn in one layout, and how high it became."""

    height: int
    content: Markup


def element(name: str, *children: Markup | str, **attributes: int | str | None) -> Markup:
    """Return an element; ``text_anchor`` becomes ``text-anchor``, ``class_`` becomes ``class``, None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(escape(child) for child in children)
    ends = f">{inner}</{name}>" if children else "/>"
    return Markup(f"<{name}{written}{ends}")  # noqa: S704 - every value and every child has been escaped


def together(parts: Iterable[Markup | str]) -> Markup:
    """Return elements one after the other; plain text is escaped."""
    return Markup("").join(escape(part) for part in parts)


def rectangle(x: int, y: int, width: int, height: int, *, class_: str, fill: str | None = None) -> Markup:
    """Return a rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, class_=class_, fill=fill)


def line(x1: int, y1: int, x2: int, y2: int, *, class_: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def text(
    words: str, x: int, y: int, *, anchor: str = "start", class_: str | None = None, pressed: int | None = None
) -> Markup:
    """Return one line of text; ``anchor``: ``start``, ``middle`` or ``end``; ``pressed``: its width, if not its own."""
    return element(
        "text",
        words,
        x=x,
        y=y,
        text_anchor=None if anchor == "start" else anchor,
        class_=class_,
        textLength=pressed,
        lengthAdjust=None if pressed is None else "spacingAndGlyphs",
    )


def width_of(words: str) -> int:
    """Return about how broad a line of text is."""
    return sum(_FULL_WIDTH if east_asian_width(character) in {"W", "F", "A"} else _LATIN for character in words)


def shortened(words: str, width: int) -> str:
    """Return a line of text cut to a width, with an ellipsis where something was cut."""
    if width_of(words) <= width:
        return words
    kept = words
    while kept and width_of(kept) + FONT > width:
        kept = kept[:-1]
    return f"{kept}…"


def wrapped(words: str, width: int) -> tuple[str, ...]:
    """Return a text in lines that are broken between words; a word that is broader than a line stands on its own."""
    lines: list[str] = []
    for word in words.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return tuple(lines)


def picture(draw: Callable[[Layout], Drawing], *, name: str, title: str, description: str) -> Markup:
    """Return a picture in both layouts, of which the style sheet shows one.

    :param name: what tells the picture from others on its page; ASCII.
    """
    return together(
        _svg(draw(layout), layout, name=name, title=title, description=description) for layout in (WIDE, NARROW)
    )


def _svg(drawing: Drawing, layout: Layout, *, name: str, title: str, description: str) -> Markup:
    named = f"{name}-{layout.name}"
    return element(
        "svg",
        element("title", title, id=f"{named}-title"),
        element("desc", description, id=f"{named}-desc"),
        drawing.content,
        class_=f"drawn {layout.name}",
        viewBox=f"0 0 {layout.width} {drawing.height}",
        role="img",
        aria_labelledby=f"{named}-title {named}-desc",
    )
