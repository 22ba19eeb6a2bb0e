"""How figures, days and codes look on a page, and what every template may call."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.bookkeeping.unit import Unit, UnitKind
from ledger.domain.money.fee import RATIO_SCALE
from ledger.domain.registers.area import WHOLE_CITY
from ledger.domain.values.pollutant import Pollutant
from ledger.domain.values.quantity import (
    PRICE_SCALE,
    YUAN_DECIMALS,
    figure_tonnes,
    format_decimal,
    format_tonnes,
    format_yuan,
)
from ledger.errors import Message, enumerated, say
from ledger.projections.accounts.names import holder_name
from ledger.projections.rounds.reconciliation import What
from ledger.rules.law.keys import KEYS
from web.books import LEGAL_ZONE
from web.context import current
from web.labels.computations import computation_words
from web.labels.registered import in_a_line, register_name
from web.labels.rounds import pollutant_words, printed_figure_words, scope_words
from web.navigation import BOOKS, WORK, Entry, entries_for
from web.pages import labels
from web.pages.assets import asset_address
from web.pages.audit.reach import traceable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from ledger.domain.bookkeeping.account import ChartAccount
    from ledger.domain.people.actor import Role
    from ledger.domain.values.pollutant import Pollutant

_GROUP: Final = re.compile(r"(?<=[0-9])(?=(?:[0-9]{3})+(?![0-9]))")


def grouped(written: str) -> str:
    """Return a written number with its thousands set apart by commas, for people alone."""
    whole, point, fraction = written.partition(".")
    return f"{_GROUP.sub(',', whole)}{point}{fraction}"


def yuan(fen: int) -> str:
    """Write fen as yuan for people."""
    return grouped(format_yuan(fen))


def tonnes(grams: int) -> str:
    """Write grams as tonnes for people, to the gram and with their thousands apart."""
    return grouped(figure_tonnes(grams))


def printed_tonnes(grams: int) -> str:
    """Write grams as notices print tonnes: with four decimals, or more where a gram would be lost."""
    return grouped(format_tonnes(grams))


def price(value: int) -> str:
    """Write a price of 1/10,000 yuan as yuan for people: two decimals, or up to four where they are needed."""
    return grouped(format_decimal(value, scale=PRICE_SCALE, decimals=YUAN_DECIMALS))


def ratio(value: int) -> str:
    """Write a ratio of 1/10,000: one decimal, or up to four where they are needed."""
    return format_decimal(value, scale=RATIO_SCALE, decimals=1)


def amount(value: int, unit: Unit | UnitKind) -> str:
    """Write what is counted in a unit: yuan for money, tonnes a year for everything else."""
    kind = unit.kind if isinstance(unit, Unit) else unit
    return yuan(value) if kind is UnitKind.MONEY else tonnes(value)


def compared(value: int, what: What) -> str:
    """Write one side of a comparison."""
    return yuan(value) if what is What.AMOUNT else printed_tonnes(value)


def moment(value: datetime) -> str:
    """Write a moment in the legal zone, to the second; the foot of the page names the zone."""
    return f"{value.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M:%S}"


def said(message: Message) -> str:
    """Write a message in the language of the request."""
    return message.rendered(current().translate)


def listed(words: Iterable[object]) -> str:
    """Write several things one after the other, set apart as a list is in the language of the request."""
    return said(enumerated(words))


def translated(template: str, **values: object) -> str:
    """Write a sentence of a template in the language of the request."""
    return said(Message(template, values))


def pollutant_name(pollutant: Pollutant | str) -> str:
    """Write a pollutant: its name and its code, or in English the code alone, which is what people say."""
    return said(pollutant_words(pollutant))


def chart_name(line: ChartAccount) -> str:
    """Write the name of a line of the chart."""
    return line.english if current().language == "en" else line.chinese


def party(name: str | None) -> str:
    """Write a holder, seller or buyer: names as recorded, words of ours for the reserve, its parts and the unnamed."""
    return said(holder_name(name))


def register(code: str) -> str:
    """Write the name of a register."""
    return said(register_name(code))


def term(unit: Unit) -> str:
    """Write the first and the last day of a unit's term; nothing where it has none."""
    if unit.term_from is None or unit.term_to is None:
        return ""
    return said(say("{first}至{last}", first=unit.term_from, last=unit.term_to - timedelta(days=1)))


def scope(code: str) -> str:
    """Write the scope of a comparison, such as ``factor:COD`` or ``seller:reserve/COD``."""
    return said(scope_words(code))


def printed_figure(line: str) -> str:
    """Write a printed figure without a counterpart, such as ``by_factor.SO2.premium_wan: 150.2``."""
    return said(printed_figure_words(line))


def base64(digest: bytes) -> str:
    """Write a digest as checkpoints do."""
    return b64encode(digest).decode()


def navigation(role: Role | None, *, books: bool = False) -> tuple[Entry, ...]:
    """Return what a role finds in the main navigation: what is done, or what is looked up."""
    return entries_for(role, BOOKS if books else WORK)


def computation(recorded: str) -> str:
    """Write how a fee was computed."""
    return said(computation_words(recorded))


def area_name(name: str) -> str:
    """Write an area: its name as registered, our word for the whole city."""
    return said(say("全市")) if name == WHOLE_CITY else name


def meaning(key: str) -> str:
    """Write what a key of the law regulates; one that the ledger knows no longer is shown as it is."""
    return said(KEYS[key].meaning) if key in KEYS else key


def install_presentation(app: Flask, *, demonstration: bool) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        amount=amount,
        area_name=area_name,
        base64=base64,
        chart_name=chart_name,
        compared=compared,
        in_a_line=in_a_line,
        listed=listed,
        computation=computation,
        meaning=meaning,
        moment=moment,
        party=party,
        pollutant=pollutant_name,
        price=price,
        printed_figure=printed_figure,
        printed_tonnes=printed_tonnes,
        ratio=ratio,
        register=register,
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
        judgements=Judgement,
        label=labels.label,
        labels=labels,
        navigation=navigation,
        pollutants=Pollutant,
        traceable=traceable,
        unit_kinds=UnitKind,
    )
