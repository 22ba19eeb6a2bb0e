"""What goes with the books when they are taken away: how to check them without this program, and what each column says.

The script and the two descriptions are files, so that what is tested is what is handed out, byte for byte.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

RECIPE: Final = ("README.zh.md", "README.en.md", "check_books.py")
"""Names of the files, as they stand beside the books."""


def recipe_file(name: str) -> bytes:
    """Return one of :data:`RECIPE`."""
    return (files(__package__) / name).read_bytes()
