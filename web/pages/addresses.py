"""The parts of an address that name something: what does not have their form is no address of ours."""

from __future__ import annotations

from typing import Final

from werkzeug.routing import BaseConverter


class NumberConverter(BaseConverter):
    """A place in the journal or the number of a round, from one on: ASCII digits that fit a column."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


class NameConverter(BaseConverter):
    """The code of an account or the name of a place: it may hold slashes, but no control characters."""

    part_isolating = False
    regex = r"[^/\x00-\x1f\x7f][^\x00-\x1f\x7f]*?"


CONVERTERS: Final[dict[str, type[BaseConverter]]] = {"number": NumberConverter, "name": NameConverter}
