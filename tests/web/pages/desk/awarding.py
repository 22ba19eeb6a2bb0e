"""An award out of the reserve as the bureau's clerk types it; its names are invented."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.registers.enterprise import Enterprise
from ledger.store.registers import Registers

if TYPE_CHECKING:
    from tests.web.city import City

AREA: Final = "东渚县"
AWARD: Final = "示例成交1"
SUM: Final = "77,700.00"
"""1.85 t/a × 8,400 yuan/(t·a) × 5 years."""


def solvent_buyer(city: City) -> Enterprise:
    """Return an enterprise of the area that owes nothing."""
    with city.book.reading() as view:
        registers = Registers(view)
        owing = {notice.payer for notice in registers.all(PaymentNotice) if notice.outstanding}
        return next(each for each in registers.all(Enterprise) if each.area == AREA and each.credit_code not in owing)


def award(city: City, *, on: date) -> dict[str, str]:
    """Return the inputs of an award of 1.85 t of VOCs."""
    return {
        "effective_on": on.isoformat(),
        "id": AWARD,
        "area": AREA,
        "buyer": solvent_buyer(city).credit_code,
        "method": "negotiated",
        "contracted_on": on.isoformat(),
        "document": "示例会议纪要1号",
        "lines.4.pollutant": "VOCs",
        "lines.4.grams": "1.85",
        "lines.4.source": "retained",
        "lines.4.unit_price": "8400",
        "lines.4.basis": "per_tonne_year",
    }
