"""What a form offers to choose from: what the registers hold, as far as the person's office has to do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import flask

from ledger.domain.claims.claim import Claim
from ledger.domain.credits.credit import CreditLoan
from ledger.domain.money.deposit import Deposit
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.receipt import Receipt
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import Award
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.reclaim import ReclaimCase
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.rights.transfer import Transfer
from ledger.projections.overview import log_head
from ledger.services.sight import areas_of
from web.context import Context
from web.forms.nodes import Blocks, Grid, Group, Input, Node, Register
from web.forms.typed import Values
from web.search import matches

MOST_OPTIONS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: what is recorded, and what it is called beside."""

    value: str
    words: str

    @property
    def told(self) -> str:
        """Return by what it is found."""
        return f"{self.words} {self.value}"


NameOf = Callable[[str], str]
"""What the enterprise of a credit code is called; the code itself where there is none."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A kind of record: its number, and what it is called beside."""

    kind: type[Any]
    words: Callable[[Any, NameOf], str]
    number: Callable[[Any], str] = lambda found: str(found.subject)


_SOURCES: Final[Mapping[Register | None, _Source]] = {
    Register.ENTERPRISES: _Source(Enterprise, lambda found, _: found.name),
    Register.FACILITIES: _Source(Facility, lambda found, _: found.name),
    Register.PROJECTS: _Source(Project, lambda found, _: found.name),
    Register.LOTS: _Source(ReserveLot, lambda found, _: f"{found.pollutant} {found.area}"),
    Register.AWARDS: _Source(Award, lambda found, name: name(found.buyer)),
    Register.NOTICES: _Source(PaymentNotice, lambda found, name: name(found.payer)),
    Register.RECEIPTS: _Source(Receipt, lambda found, name: f"{name(found.payer)} {found.notice}"),
    Register.DEPOSITS: _Source(Deposit, lambda found, name: f"{name(found.bidder)} {found.lot}"),
    Register.RECLAIMS: _Source(ReclaimCase, lambda found, name: name(found.enterprise)),
    Register.BUY_BACKS: _Source(BuyBack, lambda found, name: name(found.enterprise)),
    Register.LEASES: _Source(Lease, lambda found, name: f"{name(found.lessor)} → {name(found.lessee)}"),
    Register.LOANS: _Source(
        CreditLoan,
        lambda found, _: f"{found.lender} → {found.borrower}",
    ),
    Register.TRANSFERS: _Source(
        Transfer,
        lambda found, name: f"{name(found.seller)} → {name(found.buyer)}",
    ),
    Register.CLAIMS: _Source(
        Claim,
        lambda found, name: name(found.holder),
        lambda found: str(found.number),
    ),
}
_WITHIN_OWNERS: Final = frozenset({Register.CLAIMS})
"""Registers that have a part for each owner."""


def offered(context: Context, register: Register, query: str) -> list[Option]:
    """Return what a register offers for what was typed, at most 30."""
    sits_in = context.person.sits_in
    found = (
        known.option
        for known in _known(context, register)
        if any(sits_in(area) for area in known.areas) and matches(known.option.told, query)
    )
    return list(islice(found, MOST_OPTIONS))


def areas_and_basins(context: Context) -> dict[Register, list[Option]]:
    """Return the short lists that every form carries with it."""
    return {register: offered(context, register, "") for register in (Register.AREAS, Register.BASINS)}


def words_of(context: Context, register: Register | None, value: str) -> str:
    """Return what a number is called beside, where something in sight is registered under it."""
    source = _SOURCES.get(register)
    if source is None or register in _WITHIN_OWNERS or not value.isprintable():
        return ""
    found = context.registers.find(source.kind, value)
    if found is None or not any(context.person.sits_in(area) for area in areas_of(found)):
        return ""
    return source.words(found, name_in(context))


def name_in(context: Context) -> NameOf:
    """Return what names enterprises as the registers of the request know them."""

    def name_of(code: str) -> str:
        found = context.registers.find(Enterprise, code) if code.isprintable() else None
        return code if found is None else found.name

    return name_of


@dataclass(frozen=True, slots=True)
class _Known:
    """An option with the areas whose offices may see it."""

    option: Option
    areas: tuple[str, ...]


def _known(context: Context, register: Register) -> Sequence[_Known]:
    """Return everything that a register offers to anybody; it is read once for each size of the journal."""
    memory: dict[Register, tuple[int, Sequence[_Known]]]
    memory = flask.current_app.extensions.setdefault("permit-ledger.offered", {})
    size = log_head(context.view).size
    known = memory.get(register)
    if known is None or known[0] != size:
        known = memory[register] = (size, _read(context, register))
    return known[1]


def _read(context: Context, register: Register) -> Sequence[_Known]:
    registers = context.registers
    if register is Register.AREAS:
        everywhere = tuple(area.name for area in registers.all(Area))
        return [_Known(Option(value=name, words=""), everywhere) for name in everywhere]
    if register is Register.BASINS:
        lying: dict[str, list[str]] = {}
        for area in registers.all(Area):
            for basin in area.basins:
                lying.setdefault(basin, []).append(area.name)
        return [_Known(Option(value=basin, words=""), tuple(areas)) for basin, areas in sorted(lying.items())]
    source = _SOURCES[register]
    found = registers.everywhere(source.kind) if register in _WITHIN_OWNERS else registers.all(source.kind)
    records = {source.number(record): record for record in found}
    names = {each.credit_code: each.name for each in registers.all(Enterprise)}

    def name_of(code: str) -> str:
        return names.get(code, code)

    return [
        _Known(Option(value=number, words=source.words(record, name_of)), areas_of(record))
        for number, record in records.items()
    ]


def basins_of(context: Context, area: str) -> tuple[str, ...]:
    """Return the basins of an area in sight; none where there is no such area."""
    found = context.registers.find(Area, area) if area.isprintable() and context.person.sits_in(area) else None
    return () if found is None else found.basins


def words_in(context: Context, members: tuple[Node, ...], values: Values, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path of every input that holds the number of something registered in sight, and what that is called."""
    for member in members:
        value, here = values.get(member.name), f"{path}{member.name}"
        if isinstance(member, Input) and isinstance(value, str) and value:
            words = words_of(context, member.register, value)
            if words:
                yield here, words
        elif isinstance(member, Group) and isinstance(value, dict):
            yield from words_in(context, member.members, value, f"{here}.")
        elif isinstance(member, Grid | Blocks):
            for number, row in enumerate(value or []):
                yield from words_in(context, member.members, row, f"{here}.{number}.")
