"""One measurement in a fresh process: ``python -m web.bench.trial NAME FOLDER ACTS`` prints its numbers as JSON."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from web.bench import floor, judged, ours, pages
from web.bench.acts import OLD, YOUNG, Transfer, transfers

Trial = Callable[[Path, int], dict[str, float]]


def _prepared(count: int, *, hot: bool = False) -> list[Transfer]:
    """Make the acts beforehand, and keep them out of every collection of garbage while the clock runs."""
    acts = list(transfers(count, hot=hot))
    gc.collect()
    gc.freeze()
    return acts


def _create(folder: Path, _acts: int) -> dict[str, float]:
    ours.create_book(folder)
    return {"bytes": ours.size(folder)}


def _import(folder: Path, acts: int) -> dict[str, float]:
    seconds = ours.import_in_bulk(folder, _prepared(acts))
    return {"seconds": seconds, "bytes": ours.size(folder)}


def _export(folder: Path, _acts: int) -> dict[str, float]:
    seconds, megabytes = ours.export_csv(folder)
    return {"seconds": seconds, "megabytes": megabytes}


TRIALS: Final[Mapping[str, Trial]] = {
    "floor.import": lambda folder, acts: {"seconds": floor.import_in_bulk(folder, _prepared(acts))},
    "ours.import": _import,
    "floor.post": lambda folder, acts: {"seconds": floor.post_singly(folder, _prepared(acts))},
    "ours.post": lambda folder, acts: {"seconds": ours.post_singly(folder, _prepared(acts))},
    "ours.judge": lambda folder, acts: {"seconds": judged.post_judged_singly(folder, acts)},
    "ours.judge_batch": lambda folder, acts: {"seconds": judged.post_judged_in_a_batch(folder, acts)},
    "ours.create": _create,
    "ours.fill": lambda folder, acts: {"seconds": ours.import_in_bulk(folder, _prepared(acts, hot=True))},
    "ours.balances": lambda folder, _: ours.balance_times(folder / YOUNG, folder / OLD),
    "ours.verify": lambda folder, _: {"seconds": ours.verify_book(folder, full=False)},
    "ours.verify_full": lambda folder, _: {"seconds": ours.verify_book(folder, full=True)},
    "ours.pages": pages.city_times,
    "ours.pages_large": lambda folder, _: pages.large_times(folder),
    "floor.export": lambda folder, _: {"seconds": floor.export_csv(folder)},
    "ours.export": _export,
}
"""Each trial by name, called with its folder and the number of acts."""

if __name__ == "__main__":
    print(json.dumps(TRIALS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
