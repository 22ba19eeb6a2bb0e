"""What ``bench`` prints; how fast anything is belongs to the machine, not to a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ledger.errors import say
from web.bench.acts import ACCOUNTS, BACKDATED, transfers
from web.bench.figures import Figure, Goal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import CommandLine

NAMES: Final = [
    "bulk_import",
    "bytes_per_act",
    "single_post",
    "judged_single",
    "judged_batch",
    "balance_now_young",
    "balance_now_old",
    "balance_now_alone",
    "balance_past",
    "balance_past_hot",
    "balance_now_growth",
    "verify",
    "verify_full",
    "export_csv",
    "export_csv_memory",
    "page_middle",
    "page_slowest",
    "page_crowd",
    "page_middle_large",
    "page_slowest_large",
]
OF_A_PAGE: Final = {"page_middle", "page_slowest", "page_middle_large", "page_slowest_large"}
AGAINST_A_FLOOR: Final = {"bulk_import", "single_post", "export_csv"}


def test_every_figure_is_measured_and_nothing_is_left_behind(command_line: CommandLine, tmp_path: Path) -> None:
    code, figures = command_line("bench", "--quick", "--folder", str(tmp_path), "--json")

    assert code == 0
    assert [figure["name"] for figure in figures] == NAMES
    for figure in figures:
        assert list(figure) == ["name", "value", "unit", "floor", "ratio", "goal", "met", "of"]
        assert figure["value"] >= 0
        assert (figure["floor"] is not None) == (figure["ratio"] is not None) == (figure["name"] in AGAINST_A_FLOOR)
        assert (figure["goal"] is None) == (figure["met"] is None)
        assert (figure["of"] is not None) == (figure["name"] in OF_A_PAGE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("goal", "value", "met"),
    [
        (Goal(least=10), 10.0, True),
        (Goal(least=10), 9.9, False),
        (Goal(greatest=10), 10.0, True),
        (Goal(greatest=10), 10.1, False),
        (Goal(least_ratio=0.5), 10.0, True),
        (Goal(least_ratio=0.5), 9.9, False),
        (None, 10.0, None),
    ],
)
def test_a_goal_is_met_at_its_limit_and_not_beyond(goal: Goal | None, value: float, met: bool | None) -> None:
    figure = Figure(name="figure", words=say("数值"), value=value, unit="acts/s", floor=20.0, goal=goal)

    assert figure.met is met


def test_the_measured_acts_are_the_same_on_every_run_and_one_in_ten_is_back_dated() -> None:
    first, second = list(transfers(5_000)), list(transfers(5_000))

    latest = first[0].effective_on
    backdated = 0
    for transfer in first:
        backdated += transfer.effective_on < latest
        latest = max(latest, transfer.effective_on)
    assert first == second
    assert len({transfer.key for transfer in first}) == len(first)
    assert all(transfer.debit != transfer.credit and transfer.debit < ACCOUNTS for transfer in first)
    assert 0.8 < backdated * BACKDATED / len(first) < 1.2
