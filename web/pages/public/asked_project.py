"""What stands in the form of the calculator: as typed, as it was turned into, and as the rules read it.

Full-width digits, blanks around and Chinese dates are turned into the grammar of the contract and shown before anybody
relies on them; kilograms become tonnes. Everything else is refused with its field, its value and what is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import flask

from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, enumerated, say
from schemas.malformed import FieldError, Malformed
from schemas.project import read_project
from web.context import LANGUAGE_PARAMETER
from web.forms.folding import folded, in_tonnes
from web.forms.nodes import Input, Kind

if TYPE_CHECKING:
    from ledger.rules.projects.scope import ProjectCase

UNIT: Final = "unit"
DATE: Final = "date"
FLAGS: Final = ("voluntary", "excluded_pollutants")
_KILOGRAMS: Final = "kg"
_UNITS: Final = ("t", _KILOGRAMS)
_POLLUTANTS: Final = tuple(map(str, Pollutant))
_NUMBER: Final = Input(name="increment", label=say("新增年排放量"), kind=Kind.FINE_TONNES, required=False)
_DAY: Final = Input(name=DATE, label=say("申请核定日"), kind=Kind.DATE, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A value that was turned into another: what was typed, and what it was read as."""

    field: str
    typed: str
    read_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedProject:
    """The form as it was sent: the values typed, by field; nothing at all where the page is only opened."""

    typed: Mapping[str, str]

    @property
    def opened(self) -> bool:
        """Return whether the form is only opened, and nothing is asked."""
        return not self.typed

    @property
    def in_kilograms(self) -> bool:
        """Return whether the quantities are kilograms."""
        return self.typed.get(UNIT) == _KILOGRAMS

    @property
    def turned(self) -> tuple[Turned, ...]:
        """Return what was turned into something else, in the order of the form."""
        read = {name: self._read(name)[0] for name in (DATE, *_POLLUTANTS) if name in self.typed}
        return tuple(
            Turned(field=name, typed=shown(self.typed[name]), read_as=shown(value))
            for name, value in read.items()
            if value != self.typed[name]
        )

    def project(self) -> ProjectCase:
        """Return the project that the rules judge.

        :raises Malformed: with every fault, each under the name of its field.
        """
        faults = [fault for name in self.typed for fault in self._read(name)[1]]
        members = {name: self._read(name)[0] for name in self.typed if name not in {UNIT, *_POLLUTANTS}}
        flags = {
            name: {"true": True, "false": False}.get(members[name], members[name]) for name in FLAGS & members.keys()
        }
        spoilt = {fault.field for fault in faults}
        increments = {name: self._read(name)[0] for name in _POLLUTANTS if name in self.typed and name not in spoilt}
        try:
            found = read_project({"id": "calculator", **members, **flags, "increments": increments})
        except Malformed as error:
            raise Malformed([*faults, *(_at_its_field(each) for each in error.errors)]) from None
        if faults:
            raise Malformed(faults)
        return found

    def _read(self, name: str) -> tuple[str, tuple[FieldError, ...]]:
        """Return what a field is read as, and what is wrong with that already."""
        text = self.typed[name]
        if name == DATE:
            return folded(_DAY, text), ()
        if name == UNIT and text not in _UNITS:
            detail = say("“{value}”不在可选值之内：{choices}", value=shown(text), choices=enumerated(_UNITS))
            return text, (FieldError(field=UNIT, value=shown(text), code="choice.unknown", detail=detail),)
        if name not in _POLLUTANTS:
            return text, ()
        written = folded(_NUMBER, text)
        try:
            return (in_tonnes(written) if self.in_kilograms and not written.startswith("-") else written), ()
        except InvalidValue as error:
            return text, (FieldError(field=name, value=shown(text), code=error.code, detail=error.message),)


def asked_project() -> AskedProject:
    """Return what the query of the page says; what a form sends empty counts as not typed."""
    sent = {name: text for name, text in flask.request.args.items() if name != LANGUAGE_PARAMETER}
    return AskedProject(typed={name: text for name, text in sent.items() if text})


def _at_its_field(error: FieldError) -> FieldError:
    """Return a fault under the name that the form has for it."""
    name = error.field.removeprefix("increments.")
    return FieldError(field=name, value=error.value, code=error.code, detail=error.detail)
