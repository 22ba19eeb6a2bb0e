"""A place in a list that is ordered by moments: where the next page begins."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from ledger.domain.values.encoding import microseconds, moment_of
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, say
from schemas.fields import StrictField

_FORM: Final = re.compile(r"([0-9]{1,17})\.([A-Za-z0-9_-]{1,64})")


class MomentPlaceField(StrictField[tuple[datetime, str]]):
    """Moment in microseconds and id of the last row of a page, joined by a point."""

    def _parse(self, value: object) -> tuple[datetime, str]:
        found = _FORM.fullmatch(str(value))
        if found is None:
            raise InvalidValue("place.format", say("“{value}”不是列表中的位置", value=shown(value)))
        return moment_of(int(found[1])), found[2]


def written_place(at: datetime, name: str) -> str:
    """Return a place as the address of the next page names it."""
    return f"{microseconds(at)}.{name}"
