"""What is wrong with a sheet beyond its cells, told together with them: unknown names, missing basins, refused rows.

A sheet whose cells have faults is refused before it is judged. So that a clerk does not mend it only to meet the next
faults, the rows that could be read are judged all the same, and of the others whatever is filled is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.registers.area import Area
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import shown
from ledger.errors import LedgerError, NotFound, say
from ledger.rules.registers.area import basin_breach
from schemas.import_file import ActBatch
from schemas.malformed import FieldError
from web.forms.nodes import Blocks, Grid, Group, Input, Node, Register
from web.forms.tree import form_of
from web.uploads import judge

if TYPE_CHECKING:
    from ledger.services.desk import Desk
    from schemas.malformed_sheet import MalformedSheet, UnsoundAct

_NAMING: Final = frozenset({"name", "id", "number", "credit_code"})
"""Members under which an act makes something known that later rows may name."""


def faults_besides(desk: Desk, sheet: MalformedSheet) -> list[FieldError]:
    """Return what the law and the registers say against a sheet that has faults already; nothing is recorded."""
    made = {str(value) for act in sheet.unsound for name, value in act.content.items() if name in _NAMING}
    found = [fault for act in sheet.unsound for fault in _Looking(desk, act).faults()]
    known = {(error.row, error.field) for error in sheet.errors}
    return [
        *(fault for fault in found if (fault.row, fault.field) not in known and fault.value not in made),
        *_refused(desk, sheet, made),
    ]


def _refused(desk: Desk, sheet: MalformedSheet, made: set[str]) -> Iterator[FieldError]:
    """Yield why sound rows are refused, except for want of what a row with faults would have made known."""
    try:
        judged = judge(desk, ActBatch(name="", lines=sheet.lines))
    except LedgerError:
        return  # the book itself refuses; the preview will tell
    for line in judged.refused:
        refusal = line.refusal
        if isinstance(refusal, NotFound) and made & set(map(str, refusal.message.values.values())):
            continue
        details = [breach.detail for breach in refusal.breaches] if refusal else []
        for detail in details or ([refusal.message] if refusal else []):
            yield FieldError(code="sheet.refused", detail=detail, row=line.row)


class _Looking:
    """A look at what is filled of an act that has faults."""

    def __init__(self, desk: Desk, act: UnsoundAct) -> None:
        self._desk, self._act = desk, act
        self._area = desk.work.registers.find(Area, str(act.content.get("area", "")))

    def faults(self) -> Iterator[FieldError]:
        """Yield every area that is not registered, and every water pollutant without a basin of its area."""
        act = self._act
        yield from self._within(form_of(self._desk.act(act.kind).command).members, act.content, "")

    def _within(self, members: tuple[Node, ...], content: Mapping[str, Any], path: str) -> Iterator[FieldError]:
        names = {member.name for member in members}
        if {"pollutant", "basin"} <= names:
            yield from self._basin(content, path)
        for member in members:
            value, here = content.get(member.name), f"{path}{member.name}"
            match member:
                case Input(register=Register.AREAS) if isinstance(value, str):
                    yield from self._unknown_area(value, here)
                case Group() if isinstance(value, Mapping):
                    yield from self._within(member.members, value, f"{here}.")
                case Grid() | Blocks() if isinstance(value, list):
                    for place, line in enumerate(value):
                        yield from self._within(member.members, line, f"{here}.{place}.")

    def _unknown_area(self, name: str, path: str) -> Iterator[FieldError]:
        if self._desk.work.registers.find(Area, name) is None:
            detail = say("没有登记名为“{name}”的区域", name=shown(name))
            yield self._fault("area.missing", detail, path, name)

    def _basin(self, content: Mapping[str, Any], path: str) -> Iterator[FieldError]:
        pollutant, basin = content.get("pollutant"), content.get("basin")
        if self._area is None or pollutant not in set(Pollutant):
            return
        found = basin_breach(
            Pollutant(str(pollutant)), basin, area=self._area, on=self._desk.today, book=self._desk.book
        )
        if found is not None:
            yield self._fault(found.code, found.detail, f"{path}basin", basin or "")

    def _fault(self, code: str, detail: Any, path: str, value: str) -> FieldError:
        return FieldError(code=code, detail=detail, field=path, value=shown(value), row=self._act.row_of(path))
