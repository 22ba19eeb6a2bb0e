"""``permit-ledger bench``: measure this machine, the books against a script written by hand."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import click

from ledger.errors import say
from web.bench.figures import rounded
from web.bench.measurement import QUICK, STANDARD, Measurement
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.progress import shown_progress
from web.table import Cell, show_table

if TYPE_CHECKING:
    from web.bench.figures import Figure


@ledger_command(help="测量本机性能，与手写脚本对照；用临时账簿，不动现有账簿。")
@click.option("--quick", is_flag=True, help="只用很小的账簿跑一遍，半分钟以内；数字仅供参考。")
@click.option("--folder", metavar="DIR", help="临时账簿放在哪个目录，即测量哪块磁盘。")
@json_option
def command(door: Door, *, quick: bool, folder: str | None) -> None:
    """Measure every figure and print them."""
    door.tell(
        say("开启的保证：每件落盘，外键与只增触发器，余额不越界（逐件、逐日），幂等键，默克尔日志；一成补记以前的日期")
    )
    sizes = QUICK if quick else STANDARD
    with shown_progress(door, say("正在测量，已完成")) as tell:
        figures = list(Measurement(sizes, folder=Path(folder or gettempdir()), tell=tell).figures())
    if door.json:
        print_json([figure.body() for figure in figures])
        return
    headings = (
        *(say("指标"), say("含义"), say("对象"), say("目标"), say("达标")),
        *(say("数值"), say("单位"), say("对照"), say("比值")),
    )
    show_table(door, headings=headings, rows=[_row(figure) for figure in figures], figures=4)


def _row(figure: Figure) -> tuple[Cell, ...]:
    met: Cell = "" if figure.met is None else say("是") if figure.met else say("否")
    goal = "" if figure.goal is None else str(figure.goal)
    return (
        *(figure.name, figure.words, figure.of or "", goal, met),
        *(_written(figure.value), figure.unit, _written(figure.floor), _written(figure.ratio)),
    )


def _written(value: float | None) -> str:
    return "" if value is None else f"{rounded(value):,.10g}"
