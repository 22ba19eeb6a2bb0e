"""What a person asks of a list: its filter, the columns in their order, the grouping, and where the page begins."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from ledger.domain.values.quantity import shown
from ledger.errors import say
from schemas.base import load
from schemas.malformed import FieldError, Malformed
from web.context import LANGUAGE_PARAMETER
from web.labels.conditions import COLUMNS
from web.lists.columns import Column, ListOf, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP: Final = "by"
AFTER: Final = "after"
LONGEST_QUERY: Final = 2_000
_OWN: Final = frozenset({COLUMNS, GROUP, AFTER, LANGUAGE_PARAMETER, "_format"})
_LONGEST_PLACE: Final = 4_000
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_UNSENDABLE: Final = re.compile(r"[\x00-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked; ``typed`` is the filter as it was sent, ``filter`` as the list reads it."""

    of: ListOf
    typed: Mapping[str, str]
    filter: Mapping[str, Any]
    columns: tuple[Column, ...]
    group: Column | None
    after: Place | None

    @property
    def query(self) -> str:
        """Return what stands behind the question mark for this same list from its first page on."""
        return self._query(tuple(column.name for column in self.columns))

    @property
    def summed(self) -> tuple[Column, ...]:
        """Return the columns shown that may be added up."""
        return tuple(column for column in self.columns if column.summed)

    def moved(self, name: str, steps: int) -> str | None:
        """Return the query with a column moved, or None where it stands at that end."""
        names = [column.name for column in self.columns]
        place = names.index(name)
        if not 0 <= place + steps < len(names):
            return None
        names.insert(place + steps, names.pop(place))
        return self._query(names)

    def from_place(self, place: Place) -> str:
        """Return the query of the page that begins behind a place."""
        return f"{self.query}&{urlencode({AFTER: json.dumps(place, ensure_ascii=False)})}"

    def ungrouped(self) -> Asked:
        """Return the same without its grouping."""
        return replace(self, group=None)

    def _query(self, names: Iterable[str]) -> str:
        group = {} if self.group is None else {GROUP: self.group.name}
        return urlencode({**self.typed, COLUMNS: ",".join(names), **group})


def read_asked(of: ListOf, sent: Sequence[tuple[str, str]]) -> Asked:
    """Read what is asked of a list: what a form sends blank is not asked for, of several values the first one counts.

    :param sent: names and values, as they stand behind the question mark.
    :raises Malformed: with every fault.
    """
    first = {name: value.strip() for name, value in reversed(sent) if value.strip()}
    typed = {name: first[name] for name, _ in sent if name in first.keys() - _OWN}
    own = {name: first[name] for name in (GROUP, AFTER) if name in first}
    names = [name for key, value in sent if key == COLUMNS for name in value.split(",") if name]
    errors: list[FieldError] = []
    columns = _columns(of, names or of.shown, errors)
    group = _group(of, own.get(GROUP), errors)
    parts = of.places if group is None else 1 + len(of.within)
    after = _place(own.get(AFTER), parts, errors, numbered=of.numbered and group is None)
    try:
        read = load(of.schema(), typed)
    except Malformed as error:
        raise Malformed([*errors, *error.errors]) from None
    if errors:
        raise Malformed(errors)
    return Asked(of=of, typed=typed, filter=read, columns=columns, group=group, after=after)


def read_query_text(of: ListOf, query: str) -> Asked:
    """Read a query that was kept as text.

    :raises Malformed: with every fault; ``view.length`` where it is too long.
    """
    if len(query) > LONGEST_QUERY:
        raise Malformed([FieldError(code="view.length", detail=say("条件过长"), field="query")])
    return read_asked(of, parse_qsl(query))


def _columns(of: ListOf, names: Sequence[str], errors: list[FieldError]) -> tuple[Column, ...]:
    found = {name: of.column(name) for name in names}
    for name in (name for name, column in found.items() if column is None):
        detail = say("没有名为“{name}”的列", name=shown(name))
        errors.append(FieldError(code="column.unknown", detail=detail, field=COLUMNS, value=shown(name)))
    return tuple(column for column in found.values() if column is not None)


def _group(of: ListOf, name: str | None, errors: list[FieldError]) -> Column | None:
    if name is None:
        return None
    if name not in of.groupings:
        detail = say("不能按“{name}”分组", name=shown(name))
        errors.append(FieldError(code="column.unknown", detail=detail, field=GROUP, value=shown(name)))
    return of.column(name)


def _place(written: str | None, parts: int, errors: list[FieldError], *, numbered: bool) -> Place | None:
    if written is None:
        return None
    try:
        read = json.loads(written[:_LONGEST_PLACE])
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, list) and len(read) == parts and all(_is_part(part, numbered=numbered) for part in read):
        return tuple(read)
    detail = say("“{value}”不是此表中的位置", value=shown(written))
    errors.append(FieldError(code="place.format", detail=detail, field=AFTER, value=shown(written)))
    return None


def _is_part(part: object, *, numbered: bool) -> bool:
    if not isinstance(part, str) or _UNSENDABLE.search(part) is not None:
        return False
    return not numbered or _NUMBER.fullmatch(part) is not None
