"""How figures, days and codes look on a page, and what every template may call."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import (
    PRICE_SCALE,
    QUANTITY_DECIMALS,
    YUAN_DECIMALS,
    format_decimal,
    format_tonnes,
    format_yuan,
)
from ledger.errors import Message, say
from ledger.projections.rounds.reconciliation import What
from web.books import LEGAL_ZONE
from web.context import current
from web.navigation import BOOKS, WORK, Entry, entries_for
from web.pages import labels
from web.pages.assets import asset_address

if TYPE_CHECKING:
    from flask import Flask

    from ledger.domain.bookkeeping.account import ChartAccount
    from ledger.domain.people.actor import Role

_UNNAMED: Final = re.compile(r"unnamed (buyers|sellers) of round ([0-9]+) at .*")
_RESERVE: Final = "government reserve"
_GROUPS_OF_FIGURES: Final = frozenset({"by_factor", "by_buyer"})
_POLLUTANTS: Final = frozenset(map(str, Pollutant))
_GROUP: Final = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+(?![0-9]))")


def grouped(written: str) -> str:
    """Return a written number with its thousands set apart by commas, for people alone."""
    whole, point, fraction = written.partition(".")
    return f"{_GROUP.sub(',', whole)}{point}{fraction}"


def yuan(fen: int) -> str:
    """Write fen as yuan for people."""
    return grouped(format_yuan(fen))


def tonnes(grams: int, *, decimals: int = QUANTITY_DECIMALS) -> str:
    """Write grams as tonnes for people."""
    return grouped(format_tonnes(grams, decimals=decimals))


def price(value: int) -> str:
    """Write a price of 1/10,000 yuan as yuan for people: two decimals, or up to four where they are needed."""
    return grouped(format_decimal(value, scale=PRICE_SCALE, decimals=YUAN_DECIMALS))


def amount(value: int, unit: Unit | UnitKind) -> str:
    """Write what is counted in a unit: yuan for money, tonnes a year for everything else."""
    kind = unit.kind if isinstance(unit, Unit) else unit
    return yuan(value) if kind is UnitKind.MONEY else tonnes(value)


def compared(value: int, what: What) -> str:
    """Write one side of a comparison."""
    return yuan(value) if what is What.AMOUNT else tonnes(value)


def moment(value: datetime) -> str:
    """Write a moment in the legal zone, to the second, with its offset."""
    return value.astimezone(LEGAL_ZONE).isoformat(sep=" ", timespec="seconds")


def said(message: Message) -> str:
    """Write a message in the language of the request."""
    return message.rendered(current().translate)


def translated(template: str, **values: object) -> str:
    """Write a sentence of a template in the language of the request."""
    return said(Message(template, values))


def pollutant_name(pollutant: Pollutant | str) -> str:
    """Write a pollutant: its name and its code, or in English the code alone, which is what people say."""
    name = labels.label(pollutant, labels.POLLUTANTS)
    return str(pollutant) if current().language == "en" else f"{said(name)} {pollutant}"


def chart_name(line: ChartAccount) -> str:
    """Write the name of a line of the chart."""
    return line.english if current().language == "en" else line.chinese


def party(name: str | None) -> str:
    """Write a holder, seller or buyer: names as recorded, the words of ours for the reserve and the unnamed."""
    if name is None or name == _RESERVE:
        return said(say("政府储备"))
    unnamed = _UNNAMED.fullmatch(name)
    if unnamed is None:
        return name
    if unnamed.group(1) == "buyers":
        return said(say("未具名受让方（第{number}批）", number=unnamed.group(2)))
    return said(say("未具名出让方（第{number}批）", number=unnamed.group(2)))


def term(unit: Unit) -> str:
    """Write the first and the last day of a unit's term; nothing where it has none."""
    if unit.term_from is None or unit.term_to is None:
        return ""
    return said(say("{first}至{last}", first=unit.term_from, last=unit.term_to - timedelta(days=1)))


def scope(code: str) -> str:
    """Write the scope of a comparison, such as ``factor:COD`` or ``seller:reserve/COD``."""
    kind, _, name = code.partition(":")
    if kind == "factor":
        return pollutant_name(name)
    if kind == "buyer":
        return said(say("受让方 {name}", name=party(name)))
    if kind == "seller":
        seller, _, pollutant = name.rpartition("/")
        return (
            said(say("政府储备售出 {pollutant}", pollutant=pollutant_name(pollutant))) if seller == "reserve" else name
        )
    return said(labels.label(code, labels.SCOPES))


def printed_figure(line: str) -> str:
    """Write a printed figure without a counterpart, such as ``by_factor.SO2.premium_wan: 150.2``."""
    path, _, value = line.rpartition(": ")
    names = [part for part in path.split(".") if part not in _GROUPS_OF_FIGURES]
    words = [
        pollutant_name(name) if name in _POLLUTANTS else said(labels.label(name, labels.PRINTED_FIGURES))
        for name in names
    ]
    return said(say("{name}：{value}", name=" · ".join(words), value=value))


def base64(digest: bytes) -> str:
    """Write a digest as checkpoints do."""
    return b64encode(digest).decode()


def navigation(role: Role | None, *, books: bool = False) -> tuple[Entry, ...]:
    """Return what a role finds in the main navigation: what is done, or what is looked up."""
    return entries_for(role, BOOKS if books else WORK)


def install_presentation(app: Flask, *, demonstration: bool) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        amount=amount,
        base64=base64,
        chart_name=chart_name,
        compared=compared,
        moment=moment,
        party=party,
        pollutant=pollutant_name,
        price=price,
        printed_figure=printed_figure,
        said=said,
        scope=scope,
        term=term,
        tonnes=tonnes,
        yuan=yuan,
    )
    app.jinja_env.globals.update(
        _=translated,
        asset=asset_address,
        current=current,
        demonstration=demonstration,
        label=labels.label,
        labels=labels,
        navigation=navigation,
    )
