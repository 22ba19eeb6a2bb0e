"""The key of a picture: a swatch, its letter and its name, as many in a row as fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from web.pictures.hatching import hatched
from web.pictures.svg import LINE, Layout, rectangle, text, together, width_of

_SWATCH: Final = 220
_APART: Final = 60
_ROW: Final = LINE + 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a key; the letter stands in the picture and in the table too."""

    letter: str
    name: str
    hatching: int


def legend(keys: Sequence[Key], *, name: str, layout: Layout, top: int) -> tuple[Markup, int]:
    """Return the key of a picture below ``top``, and where it ends."""
    x, y, drawn = 0, top, []
    for key in keys:
        words = f"{key.letter} {key.name}"
        width = _SWATCH + _APART + width_of(words) + 2 * _APART
        if x and x + width > layout.width:
            x, y = 0, y + _ROW
        drawn.append(rectangle(x, y, _SWATCH, LINE - 20, class_="shape", fill=hatched(key.hatching, name, layout)))
        drawn.append(text(words, x + _SWATCH + _APART, y + LINE - 50))
        x += width
    return together(drawn), y + _ROW if keys else top
