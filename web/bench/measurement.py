"""Every figure: which trials it takes, in which order, and what is made of their numbers.

Each trial runs in a process of its own. Floor and books take turns, so that a busy minute of the machine weighs on
both, and the median of the runs is reported.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from ledger.errors import say
from web.bench.acts import ACCOUNTS, CROWD, OLD, YOUNG
from web.bench.figures import Figure, Goal, Numbers
from web.demo.projects import COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured; all but ``runs`` are acts of two legs."""

    runs: int
    bulk: int
    single: int
    young: int
    """In the book that the large one is held against."""
    old: int
    judged: int
    judged_batch: int
    projects: int
    """Of the demonstration city whose pages are asked for."""


STANDARD: Final = Sizes(
    runs=5,
    bulk=200_000,
    single=2_000,
    young=5_000,
    old=500_000,
    judged=1_000,
    judged_batch=10_000,
    projects=COUNT,
)
QUICK: Final = Sizes(runs=1, bulk=5_000, single=100, young=500, old=5_000, judged=50, judged_batch=500, projects=50)


class Measurement:
    """Runs the trials in a folder, and tells how many are done."""

    def __init__(self, sizes: Sizes, *, folder: Path, tell: Callable[[int], None]) -> None:
        self._sizes = sizes
        self._folder = folder
        self._tell = tell
        self._done = 0

    def figures(self) -> Iterator[Figure]:
        """Return every figure."""
        yield from self._writing()
        yield from self._judging()
        with TemporaryDirectory(dir=self._folder) as books:
            for name, acts in ((YOUNG, self._sizes.young), (OLD, self._sizes.old)):
                (Path(books) / name).mkdir()
                self._trial("ours.fill", Path(books) / name, acts)
            yield from self._balances(Path(books))
            yield from self._whole_book(Path(books) / OLD)
        yield from self._pages()

    def _writing(self) -> Iterator[Figure]:
        acts = self._sizes.bulk
        [empty] = self._in_turn("ours.create", acts=0, runs=1)
        floor, ours = self._in_turn("floor.import", "ours.import", acts=acts)
        yield Figure(
            name="bulk_import",
            words=say("批量入账，每件两边"),
            value=acts / ours["seconds"],
            floor=acts / floor["seconds"],
            unit="acts/s",
            goal=Goal(least_ratio=0.25),
        )
        yield Figure(
            name="bytes_per_act",
            words=say("每件占用"),
            value=(ours["bytes"] - empty["bytes"]) / (acts + ACCOUNTS),
            unit="bytes",
            goal=Goal(greatest=350),
        )
        acts = self._sizes.single
        floor, ours = self._in_turn("floor.post", "ours.post", acts=acts)
        yield Figure(
            name="single_post",
            words=say("逐件入账，每件落盘"),
            value=acts / ours["seconds"],
            floor=acts / floor["seconds"],
            unit="acts/s",
            goal=Goal(least_ratio=0.4),
        )

    def _judging(self) -> Iterator[Figure]:
        for name, trial, acts, words, least in (
            ("judged_single", "judged.single", self._sizes.judged, say("逐件办理：记录与审批各自落盘"), 100),
            ("judged_batch", "judged.batch", self._sizes.judged_batch, say("整批办理：记录与审批各落盘一次"), 1_000),
        ):
            [ours] = self._in_turn(trial, acts=acts)
            yield Figure(name=name, words=words, value=acts / ours["seconds"], unit="acts/s", goal=Goal(least=least))

    def _balances(self, books: Path) -> Iterator[Figure]:
        [times] = self._in_turn("ours.balances", folder=books)
        within, past, past_hot = Goal(greatest=20), Goal(greatest=30), Goal(greatest=200)
        for name, words, value, goal in (
            ("balance_now_young", say("读当前余额，小账簿"), times["now_young"], within),
            ("balance_now_old", say("读当前余额，大账簿"), times["now_old"], within),
            ("balance_now_alone", say("读当前余额，连同打开读事务"), times["now_alone"], None),
            ("balance_past", say("读过去某日余额，一般账户"), times["past"], past),
            ("balance_past_hot", say("读过去某日余额，每件都涉及的账户"), times["past_hot"], past_hot),
        ):
            yield Figure(name=name, words=words, value=value, unit="us", goal=goal)
        yield Figure(
            name="balance_now_growth",
            words=say("读当前余额，大账簿与小账簿之比"),
            value=times["now_old"] / times["now_young"],
            unit="x",
            goal=Goal(greatest=1.2),
        )

    def _whole_book(self, old: Path) -> Iterator[Figure]:
        movements = self._sizes.old + ACCOUNTS
        plain, full = self._in_turn("ours.verify", "ours.verify_full", folder=old)
        legs = 2 * movements
        yield Figure(
            name="verify",
            words=say("核验全部账目"),
            value=legs / plain["seconds"],
            unit="legs/s",
            goal=Goal(least=400_000),
        )
        yield Figure(name="verify_full", words=say("深度核验全部账目"), value=legs / full["seconds"], unit="legs/s")
        floor, ours = self._in_turn("floor.export", "ours.export", folder=old)
        yield Figure(
            name="export_csv",
            words=say("导出CSV"),
            value=movements / ours["seconds"],
            floor=movements / floor["seconds"],
            unit="rows/s",
            goal=Goal(least_ratio=1.0),
        )
        yield Figure(
            name="export_csv_memory",
            words=say("导出CSV增加的内存"),
            value=ours["megabytes"],
            unit="MB",
            goal=Goal(greatest=16),
        )

    def _pages(self) -> Iterator[Figure]:
        with TemporaryDirectory(dir=self._folder) as folder:
            size = self._sizes.projects
            [city] = self._in_turn("pages.city", acts=size, folder=Path(folder), runs=1)
            [large] = self._in_turn("pages.large", acts=size, folder=Path(folder), runs=1)
        crowd = city.pop(CROWD)
        for name, words, (page, value), goal in (
            ("page_middle", say("演示城市的网页，95%的请求，居中的一页"), _middle(city), None),
            ("page_slowest", say("演示城市的网页，95%的请求，最慢的一页"), _slowest(city), Goal(greatest=100)),
            ("page_crowd", say("二十人同时查看，95%的请求"), (None, crowd), Goal(greatest=300)),
            ("page_middle_large", say("大账簿的网页，95%的请求，居中的一页"), _middle(large), None),
            ("page_slowest_large", say("大账簿的网页，95%的请求，最慢的一页"), _slowest(large), Goal(greatest=200)),
        ):
            yield Figure(name=name, words=words, value=value, unit="ms", goal=goal, of=page)

    def _in_turn(
        self, *names: str, acts: int = 0, folder: Path | None = None, runs: int | None = None
    ) -> list[Numbers]:
        """Run trials in turn and return the medians of each one; without a folder each run gets an empty one."""
        numbers: list[list[Numbers]] = [[] for _ in names]
        for _ in range(runs or self._sizes.runs):
            for name, found in zip(names, numbers, strict=True):
                with TemporaryDirectory(dir=self._folder) as empty:
                    found.append(self._trial(name, folder or Path(empty), acts))
        return [_medians(found) for found in numbers]

    def _trial(self, name: str, folder: Path, acts: int = 0) -> Numbers:
        self._tell(self._done)
        command = [sys.executable, "-m", "web.bench.trial", name, str(folder), str(acts)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603 - our own program
        self._done += 1
        numbers: Numbers = json.loads(answer)
        return numbers


def _medians(runs: list[Numbers]) -> Numbers:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _slowest(times: Numbers) -> tuple[str, float]:
    """Return the page that takes longest, and how long."""
    return max(times.items(), key=lambda each: each[1])


def _middle(times: Numbers) -> tuple[str, float]:
    ordered = sorted(times.items(), key=lambda each: each[1])
    return ordered[len(ordered) // 2]
