"""Who runs the machine: the name that stands in the journal where nobody acts for an office."""

from __future__ import annotations

import os
from getpass import getuser

from ledger.domain.values.text import parse_text


def system_user() -> str:
    """Return the name of the operating system's user, or the number of one that has no name.

    :raises InvalidValue: a name that no text of ours may have.
    """
    try:
        name = getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return f"uid {os.getuid()}"
    return parse_text(name)
