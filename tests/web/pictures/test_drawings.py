"""Each kind of drawing: its widths are conserved, its extremes are drawn, and nothing carries a style of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from web.pages.presentation import tonnes
from web.pictures.flow import Band, FlowChart, flow_chart
from web.pictures.hatching import COUNT
from web.pictures.legend import Key
from web.pictures.months import Month, MonthChart, MonthPanel, month_chart
from web.pictures.prices import PriceChart, Round, price_chart
from web.pictures.stacked import PER_MILLE, Bar, Segment, StackedBars, Tick, stacked_bars
from web.pictures.svg import FONT, width_of

if TYPE_CHECKING:
    from markupsafe import Markup

IN: Final = Key(letter="A", name="转入", hatching=1)
OUT: Final = Key(letter="B", name="转出", hatching=0)
LARGEST: Final = 2**63 - 1


def drawings(drawn: Markup) -> list[ET.Element]:
    """Return both layouts, having read them as what they are."""
    return list(ET.fromstring(f"<p>{drawn}</p>"))  # noqa: S314 - what we drew ourselves


def bars_of(*bars: Bar) -> list[ET.Element]:
    ticks = (Tick(at=0, written="0%"), Tick(at=PER_MILLE, written="100%"))
    shown = StackedBars(name="bars", bars=bars, ticks=ticks, keys=(IN, OUT))
    return drawings(stacked_bars(shown, title="题", description="说明"))


def bar(*values: int, whole: int, limited: bool = True) -> Bar:
    segments = tuple(
        Segment(key=key, value=value, written=str(value)) for key, value in zip((IN, OUT), values, strict=False)
    )
    return Bar(name="东区", remark=f"{whole}", segments=segments, whole=whole, limited=limited)


def shapes(drawn: ET.Element) -> list[ET.Element]:
    """Return the parts of the bars, without the swatches of the key."""
    return [shape for shape in drawn.iter("rect") if shape.get("class") == "shape" and shape.get("height") == "300"]


def test_the_parts_of_a_bar_stand_end_to_end_and_reach_the_line() -> None:
    for drawn in bars_of(bar(250, 750, whole=1000)):
        first, second = shapes(drawn)
        [limit] = [each for each in drawn.iter("line") if each.get("class") == "limit"]
        ends = [int(str(each.get("x"))) + int(str(each.get("width"))) for each in (first, second)]
        assert int(str(second.get("x"))) == ends[0]
        assert int(str(limit.get("x1"))) == ends[1]
        assert int(str(second.get("width"))) // int(str(first.get("width"))) in {2, 3}


def test_a_bar_beyond_its_limit_reaches_beyond_the_line() -> None:
    for drawn in bars_of(bar(900, 300, whole=1000), bar(1, 1, whole=1000)):
        *_, last = shapes(drawn)[:2]
        limit = next(each for each in drawn.iter("line") if each.get("class") == "limit")
        assert int(str(last.get("x"))) + int(str(last.get("width"))) > int(str(limit.get("x1")))


@pytest.mark.parametrize("values", [(0, 0), (1, LARGEST - 1), (LARGEST, LARGEST)])
def test_nothing_and_the_largest_can_be_drawn(values: tuple[int, int]) -> None:
    for drawn in bars_of(bar(*values, whole=sum(values), limited=False)):
        width = int(str(drawn.get("viewBox")).split()[2])
        for shape in shapes(drawn):
            assert 0 <= int(str(shape.get("x"))) <= width
            assert 10 <= int(str(shape.get("width"))) <= width


def test_every_part_has_its_own_hatching_and_letter() -> None:
    for drawn in bars_of(bar(500, 500, whole=1000)):
        fills = {shape.get("fill") for shape in shapes(drawn)}
        patterns = {f"url(#{pattern.get('id')})" for pattern in drawn.iter("pattern")}
        assert len(fills) == 2
        assert fills <= patterns
        assert {"A 转入", "B 转出"} <= {words.text for words in drawn.iter("text")}


def test_no_two_hatchings_look_alike() -> None:
    keys = tuple(Key(letter=str(number), name="", hatching=number) for number in range(COUNT))
    shown = StackedBars(name="all", bars=(bar(1, whole=1),), ticks=(), keys=keys)
    wide, _ = drawings(stacked_bars(shown, title="题", description="说明"))

    looks = [(pattern[0].get("class"), *(each.get("d") for each in pattern[1:])) for pattern in wide.iter("pattern")]
    assert len(set(looks)) == COUNT


FLOWS: Final = FlowChart(
    name="flows",
    heads=("取自", "业务", "转入"),
    taken=(
        Band(outer="未分配", middle="分配", grams=600),
        Band(outer="储备", middle="分配", grams=300),
        Band(outer="储备", middle="出让", grams=1),
    ),
    put=(Band(outer="持有", middle="分配", grams=900), Band(outer="持有", middle="出让", grams=1)),
    write=str,
)


def test_a_flow_is_as_broad_where_it_arrives_as_where_it_leaves() -> None:
    for drawn in drawings(flow_chart(FLOWS, title="题", description="说明")):
        ends = re.compile(r"M\S+ (\d+) C.* (\d+) L\S+ (\d+) C.* (\d+) Z")
        for band in drawn.iter("path"):
            found = ends.fullmatch(str(band.get("d")))
            assert found is not None
            left_top, right_top, right_bottom, left_bottom = map(int, found.groups())
            assert abs((left_bottom - left_top) - (right_bottom - right_top)) <= 1
            assert left_bottom - left_top >= 10


def test_the_columns_of_a_flow_are_equally_high_in_all() -> None:
    for drawn in drawings(flow_chart(FLOWS, title="题", description="说明")):
        heights: dict[str, int] = defaultdict(int)
        for node in drawn.iter("rect"):
            heights[str(node.get("x"))] += int(str(node.get("height")))
        assert len(heights) == 3
        assert max(heights.values()) - min(heights.values()) <= 20


def prices(*rounds: Round) -> list[ET.Element]:
    chart = PriceChart(
        name="prices",
        rounds=rounds,
        price_axis="价格",
        quantity_axis="数量",
        write_price=str,
        write_quantity=str,
    )
    return drawings(price_chart(chart, title="题", description="说明"))


def round_at(price: int | None, *, quantity: int = 10) -> Round:
    return Round(names=("第1批", "2025"), start=price, lowest=price, highest=price, mean=price, quantity=quantity)


def test_prices_stand_above_a_floor_that_is_zero() -> None:
    wide, _ = prices(round_at(0), round_at(50), round_at(100))

    heights = [int(str(each.get("cy"))) for each in wide.iter("circle")]
    assert heights[0] - heights[1] == heights[1] - heights[2]
    assert "0" in {words.text for words in wide.iter("text") if words.get("class") == "tick"}


def test_a_round_without_prices_has_its_quantity_alone() -> None:
    for drawn in prices(round_at(None)):
        assert list(drawn.iter("circle")) == []
        assert [shape for shape in drawn.iter("rect") if shape.get("class") == "shape"]


def test_rounds_that_do_not_fit_go_on_in_a_further_row() -> None:
    few, many = prices(*[round_at(5)] * 2), prices(*[round_at(5)] * 9)

    for short, long in zip(few, many, strict=True):
        assert len(list(long.iter("circle"))) == 9
        right = max(int(str(each.get("cx"))) for each in long.iter("circle"))
        assert right < int(str(long.get("viewBox")).split()[2])
        assert int(str(long.get("viewBox")).split()[3]) >= int(str(short.get("viewBox")).split()[3])


def panel(*months: tuple[int, int]) -> MonthPanel:
    shown = tuple(Month(name="2025-01", came_in=came_in, went_out=went_out) for came_in, went_out in months)
    return MonthPanel(name="东区", remark="", months=shown)


def months(*panels: MonthPanel) -> list[ET.Element]:
    chart = MonthChart(name="months", panels=panels, keys=(IN, OUT))
    return drawings(month_chart(chart, title="题", description="说明"))


def test_in_stands_above_the_line_and_out_below_it() -> None:
    for drawn in months(panel((60, 0), (0, 40))):
        [axis] = [int(str(each.get("y1"))) for each in drawn.iter("line") if each.get("class") == "axis"]
        _, _, came_in, went_out = [shape for shape in drawn.iter("rect") if shape.get("class") == "shape"]
        assert int(str(came_in.get("y"))) + int(str(came_in.get("height"))) == axis
        assert int(str(went_out.get("y"))) == axis
        assert int(str(came_in.get("height"))) * 2 == int(str(went_out.get("height"))) * 3


def test_what_was_taken_back_stands_on_the_other_side() -> None:
    for drawn in months(panel((-60, 0))):
        [axis] = [int(str(each.get("y1"))) for each in drawn.iter("line") if each.get("class") == "axis"]
        *_, came_in = [shape for shape in drawn.iter("rect") if shape.get("class") == "shape"]
        assert int(str(came_in.get("y"))) == axis


def test_months_without_movement_and_panels_of_all_sizes_can_be_drawn() -> None:
    for drawn in months(panel((0, 0)), *[panel((1, LARGEST))] * 12):
        height = int(str(drawn.get("viewBox")).split()[3])
        assert all(int(str(each.get("y"))) <= height for each in drawn.iter("text"))


def test_no_element_carries_a_style_a_script_or_a_broken_number() -> None:
    drawn = [
        *bars_of(bar(1, 2, whole=7)),
        *drawings(flow_chart(FLOWS, title="题", description="")),
        *prices(round_at(3)),
    ]

    for picture in (*drawn, *months(panel((3, 1)))):
        for each in picture.iter():
            assert each.tag not in {"script", "style", "foreignObject"}
            assert not {"style", *(name for name in each.keys() if name.startswith("on"))} & set(each.keys())  # noqa: SIM118 - an element is not a dictionary
            assert not any(re.search(r"\d\.\d|nan|inf", str(each.get(name))) for name in ("x", "y", "width", "d"))


def test_no_label_of_a_narrow_flow_reaches_into_another() -> None:
    names = ("government reserve", "unexplained", "sold out of the reserve", "retired for exemptions", "历史记录期初")
    chart = FlowChart(
        name="flows",
        heads=("From", "Business", "To"),
        taken=tuple(Band(outer=name, middle=f"{name}s", grams=12_345_678_900) for name in names),
        put=tuple(Band(outer=name, middle=f"{name}s", grams=12_345_678_900) for name in names),
        write=tonnes,
    )
    _, narrow = drawings(flow_chart(chart, title="题", description=""))

    boxes = [box(each) for each in narrow.iter("text") if "inside" in str(each.get("class"))]
    assert len(boxes) > 3 * 2 * len(names)
    assert [
        (one, other)
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one.left < other.right and other.left < one.right and abs(one.base - other.base) < FONT
    ] == []


@dataclass(frozen=True)
class Box:
    """Where a line of text stands."""

    left: int
    right: int
    base: int


def box(each: ET.Element) -> Box:
    width, at = int(each.get("textLength") or width_of(str(each.text))), int(str(each.get("x")))
    left = at - {"middle": width // 2, "end": width}.get(str(each.get("text-anchor")), 0)
    return Box(left=left, right=left + width, base=int(str(each.get("y"))))
