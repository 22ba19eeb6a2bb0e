"""What ages of arrears and stocks of the balance table are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.errors import Message, say
from ledger.projections.accounts.annual_balance import Stock
from ledger.projections.money.arrears import Age

AGES: Final[Mapping[Age, Message]] = {
    Age.NOT_DUE: say("未到期"),
    Age.TO_30: say("逾期1至30日"),
    Age.TO_90: say("逾期31至90日"),
    Age.TO_365: say("逾期91至365日"),
    Age.ABOVE_365: say("逾期365日以上"),
}
STOCKS: Final[Mapping[Stock, Message]] = {
    Stock.UNALLOCATED: say("未分配总量"),
    Stock.RESERVE: say("政府储备"),
    Stock.HELD: say("企业持有"),
    Stock.POOL: say("减排量库"),
    Stock.EXEMPT: say("豁免待核销"),
}
NOT_COMPARED: Final = say("未核对")
"""Instead of a difference from a list that nobody imported."""
