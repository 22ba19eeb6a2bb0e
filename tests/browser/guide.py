"""Guides that stay true: a browser test walks every step of them, and takes their pictures anew when it is asked to.

A guide is one page of ``docs/guides`` in each language. Its steps are declared in their order, in parts that are walked
by one test each. A part must be walked whole; with ``LEDGER_GUIDE_PICTURES=1`` in the environment every step also
takes its picture, otherwise it only looks whether what the picture shows is there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.browser.small_png import with_few_colours

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FOLDER: Final = Path(__file__).parents[2] / "docs" / "guides"
PICTURES: Final = FOLDER / "pictures"
WANTED: Final = os.environ.get("LEDGER_GUIDE_PICTURES") == "1"
LARGEST: Final = 60_000
"""Bytes of a picture: a part of a page, not the page."""
_IMAGE: Final = re.compile(r"!\[(?P<said>[^\]]*)\]\(pictures/(?P<name>[^)\s]+)\)")
_MARGIN: Final = 8
_ABOVE: Final = 3
"""Pixels around what a picture shows; above it there may be something else."""
_FRAME: Final = "element => { element.style.outline = '3px solid #b3261e'; element.style.outlineOffset = '0'; }"
_NO_FRAME: Final = "element => { element.style.outline = ''; element.style.outlineOffset = ''; }"


@dataclass(frozen=True, kw_only=True)
class Guide:
    """The guide of a room: its steps, by the part of the task to which they belong."""

    name: str
    parts: Mapping[str, tuple[str, ...]]
    languages: tuple[str, ...]

    def picture(self, step: str, language: str) -> str:
        """Return the name of a step's picture, numbered through the guide."""
        place = [each for steps in self.parts.values() for each in steps].index(step) + 1
        return f"{self.name}-{place:02}-{step}-{language}.png"

    def pictures(self, language: str) -> list[str]:
        """Return the pictures of the guide in their order."""
        return [self.picture(step, language) for steps in self.parts.values() for step in steps]

    @contextmanager
    def walk(self, part: str, page: Page, *, language: str) -> Iterator[Walk]:
        """Lend what walks a part of the guide, and see at its end that nothing was left out."""
        walk = Walk(guide=self, page=page, language=language)
        yield walk
        assert tuple(walk.walked) == self.parts[part]

    def faults(self) -> list[str]:
        """Return what is not so: pictures that the page does not show in their order, are missing or left over."""
        found = []
        for language in self.languages:
            page = FOLDER / f"{self.name}.{language}.md"
            images = list(_IMAGE.finditer(page.read_text(encoding="utf-8")))
            if [image["name"] for image in images] != self.pictures(language):
                found.append(f"{page.name} does not show the steps as they are walked")
            found += [f"{page.name} does not say what {image['name']} shows" for image in images if not image["said"]]
        expected = {picture for language in self.languages for picture in self.pictures(language)}
        files = {path.name: path.stat().st_size for path in PICTURES.glob(f"{self.name}-*.png")}
        found += [f"{name} is missing" for name in sorted(expected - set(files))]
        found += [f"{name} belongs to no step" for name in sorted(set(files) - expected)]
        found += [f"{name} has {size} bytes" for name, size in sorted(files.items()) if size > LARGEST]
        return found


@dataclass(frozen=True, kw_only=True)
class Walk:
    """A walk through a part of a guide, at one page of the browser."""

    guide: Guide
    page: Page
    language: str
    walked: list[str] = field(default_factory=list)

    def step(self, name: str, *shown: Locator, framed: Locator | None = None, at_most: int = 640) -> None:
        """Take a step: all that its picture shows is there.

        :param shown: what the picture shows, from the first to the last.
        :param framed: what the reader is to look at, or to press.
        :param at_most: pixels from the top after which the picture ends.
        """
        self.walked.append(name)
        for each in (*shown, *filter(None, (framed,))):
            each.first.wait_for(state="visible")
        if WANTED:
            self._take(PICTURES / self.guide.picture(name, self.language), shown, framed, at_most)

    def _take(self, path: Path, shown: tuple[Locator, ...], framed: Locator | None, at_most: int) -> None:
        self.page.evaluate("scrollTo(0, 0)")
        boxes = [box for each in shown if (box := each.first.bounding_box()) is not None]
        left = min(box["x"] for box in boxes) - _MARGIN
        top = min(box["y"] for box in boxes) - _ABOVE
        right = max(box["x"] + box["width"] for box in boxes) + _MARGIN
        bottom = max(box["y"] + box["height"] for box in boxes) + _MARGIN
        clip = {"x": left, "y": top, "width": right - left, "height": min(bottom - top, at_most)}
        if framed is not None:
            framed.first.evaluate(_FRAME)
        path.write_bytes(with_few_colours(self.page.screenshot(full_page=True, clip=clip, scale="css")))
        if framed is not None:
            framed.first.evaluate(_NO_FRAME)
