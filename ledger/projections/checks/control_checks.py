"""What a full verification asks beyond the journal itself: identities of chart and registers, the cap on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.rights.cap import Cap
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import say
from ledger.projections.checks.cap_days import cap_days
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.checks.register_identities import register_identities
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.findings import Findings


def check_controls(connection: Connection, findings: Findings) -> None:
    """Note every identity that does not hold, and every day on which a cap is exceeded."""
    for identity in identities(connection):
        if not identity.holds:
            write = format_tonnes if identity.pollutant else format_yuan
            findings.add(
                "identity.broken",
                f"identity/{identity.name}/{identity.area}/{identity.pollutant or 'CNY'}",
                say(
                    "{words}：{left} ≠ {right}",
                    words=identity.words,
                    left=write(identity.left),
                    right=write(identity.right),
                ),
            )
    for both in credit_identities(connection):
        if not both.holds:
            findings.add(
                "identity.broken",
                f"identity/Q15/{both.area}/{both.pollutant}",
                say(
                    "转换的排污权{rights}，与对应的减排量{credits}不等",
                    rights=format_tonnes(both.rights),
                    credits=format_tonnes(both.credits),
                ),
            )
    for each in register_identities(connection):
        if not each.holds:
            write = format_tonnes if each.pollutant else format_yuan
            findings.add(
                "identity.broken",
                f"identity/{each.account}/{each.pollutant or 'CNY'}",
                say(
                    "账户“{account}”余额{booked}，登记簿上未了结的是{registered}",
                    account=each.account,
                    booked=write(each.booked),
                    registered=write(each.registered),
                ),
            )
    _check_caps(connection, findings)


def _check_caps(connection: Connection, findings: Findings) -> None:
    for cap in Registers(connection).all(Cap):
        days = cap_days(connection, area=cap.area, pollutant=cap.pollutant, basin=cap.basin)
        exceeded = next((day for day in days if day.unnoticed > 0), None)
        if exceeded is not None:
            findings.add(
                "cap.exceeded",
                f"cap/{cap.subject}",
                say("{day}起超出总量{excess}吨/年", day=exceeded.day, excess=format_tonnes(exceeded.unnoticed)),
            )
