"""The elements of a picture, its scales and its letters."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from web.pictures.scale import length, ticks
from web.pictures.svg import FONT, Drawing, Layout, element, picture, rectangle, shortened, text, width_of, wrapped


def test_what_people_wrote_cannot_become_an_element() -> None:
    drawn = text('<script>"&"</script>', 0, 0, class_='a" onload="b')

    assert drawn == (
        '<text x="0" y="0" class="a&#34; onload=&#34;b">&lt;script&gt;&#34;&amp;&#34;&lt;/script&gt;</text>'
    )


def test_names_of_attributes_are_those_of_svg() -> None:
    assert element("g", text_anchor="end", class_="x", fill=None) == '<g text-anchor="end" class="x"/>'


def test_a_picture_is_an_image_with_a_title_and_a_description_in_both_layouts() -> None:
    def draw(layout: Layout) -> Drawing:
        return Drawing(height=100, content=rectangle(0, 0, layout.width, 100, class_="shape"))

    drawn = picture(draw, name="p", title="题", description="说明")
    wide, narrow = ET.fromstring(f"<p>{drawn}</p>")  # noqa: S314 - what we drew ourselves

    for layout, width in ((wide, 9600), (narrow, 3000)):
        assert layout.get("role") == "img"
        assert layout.get("viewBox") == f"0 0 {width} 100"
        named = [child.get("id") for child in layout if child.tag in {"title", "desc"}]
        assert layout.get("aria-labelledby") == " ".join(map(str, named))
    assert len({each.get("aria-labelledby") for each in (wide, narrow)}) == 2


@pytest.mark.parametrize(
    ("value", "of", "drawn"),
    [
        (0, 100, 0),
        (50, 100, 500),
        (1, 10**18, 1),
        (-1, 10**18, -1),
        (10**18, 10**18, 1000),
        (-25, 100, -250),
        (5, 0, 0),
    ],
)
def test_a_length_is_proportional_and_never_nothing_for_something(value: int, of: int, drawn: int) -> None:
    assert length(value, of=of, full=1000) == drawn


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, [0]),
        (-5, [0]),
        (1, [0, 1]),
        (9, [0, 2, 4, 6, 8, 10]),
        (100, [0, 20, 40, 60, 80, 100]),
        (101, [0, 50, 100, 150]),
    ],
)
def test_an_axis_has_round_marks_from_zero_to_beyond_the_highest(highest: int, marks: list[int]) -> None:
    assert ticks(highest) == marks


def test_text_is_cut_with_an_ellipsis_where_it_does_not_fit() -> None:
    name = "示例经济开发区精细化工有限公司"

    assert shortened(name, width_of(name)) == name
    assert shortened(name, 10 * FONT).endswith("…")
    assert width_of(shortened(name, 10 * FONT)) <= 10 * FONT + FONT
    assert shortened(name, 0) == "…"


def test_a_text_is_broken_between_its_words() -> None:
    assert wrapped("sold out of the reserve", 11 * width_of("a")) == ("sold out of", "the reserve")
    assert wrapped("unexplained", 1) == ("unexplained",)
    assert wrapped("历史记录期初", width_of("历史")) == ("历史记录期初",)
