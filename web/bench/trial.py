"""One measurement in a fresh process: ``python -m web.bench.trial NAME FOLDER ACTS`` prints its numbers as JSON.

The first part of a name is the module that measures, the second what; nothing else is loaded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from web.bench.figures import Trial


def trial_of(name: str) -> Trial:
    """Return what measures something, called with its folder and the number of acts."""
    module, _, what = name.partition(".")
    trials: Mapping[str, Trial] = import_module(f"web.bench.{module}").TRIALS
    return trials[what]


if __name__ == "__main__":
    print(json.dumps(trial_of(sys.argv[1])(Path(sys.argv[2]), int(sys.argv[3]))))
