"""Which register the choices of a member come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ledger.domain.claims import claim_acts
from ledger.domain.credits import credit
from ledger.domain.money import deposit, instalments, payment_notice, receipt
from ledger.domain.rights import award, buy_back, lease, reclaim, reserve_lot, transfer
from web.forms.nodes import Kind, Register

_BY_NAME: Final[Mapping[str, Register]] = {
    "area": Register.AREAS,
    "seller_area": Register.AREAS,
    "buyer_area": Register.AREAS,
    "from_area": Register.AREAS,
    "to_area": Register.AREAS,
    "lender": Register.AREAS,
    "borrower": Register.AREAS,
    "pool": Register.AREAS,
    "used_in": Register.AREAS,
    "owed_in": Register.AREAS,
    "basin": Register.BASINS,
    "facility": Register.FACILITIES,
    "replaced_at": Register.FACILITIES,
    "source": Register.FACILITIES,
    "project": Register.PROJECTS,
    "lot": Register.LOTS,
    "award": Register.AWARDS,
    "notice": Register.NOTICES,
}
_EXISTING: Final[Mapping[type[Any], Mapping[str, Register]]] = {
    award.UndoAward: {"id": Register.AWARDS},
    award.DeliverAward: {"id": Register.AWARDS},
    reserve_lot.WithdrawLot: {"id": Register.LOTS},
    reclaim.NotifyReclaim: {"id": Register.RECLAIMS},
    reclaim.HearDefence: {"id": Register.RECLAIMS},
    reclaim.DecideReclaim: {"id": Register.RECLAIMS},
    reclaim.ServeReclaim: {"id": Register.RECLAIMS},
    reclaim.ExecuteReclaim: {"id": Register.RECLAIMS},
    reclaim.WithdrawReclaim: {"id": Register.RECLAIMS},
    buy_back.PayBuyBack: {"id": Register.BUY_BACKS},
    lease.EndLease: {"id": Register.LEASES},
    payment_notice.ServeNotice: {"number": Register.NOTICES},
    payment_notice.ReduceFee: {"number": Register.NOTICES},
    payment_notice.DeferFee: {"number": Register.NOTICES},
    receipt.ConfirmReceipt: {"number": Register.RECEIPTS},
    deposit.ReturnDeposit: {"number": Register.DEPOSITS},
    deposit.SetOffDeposit: {"number": Register.DEPOSITS},
    deposit.ForfeitDeposit: {"number": Register.DEPOSITS},
    credit.ReturnCredit: {"loan": Register.LOANS},
    transfer.UndoTransfer: {"number": Register.TRANSFERS},
    transfer.DeliverTransfer: {"number": Register.TRANSFERS},
    transfer.SettleTransfer: {"number": Register.TRANSFERS},
    claim_acts.EndClaim: {"number": Register.CLAIMS},
    claim_acts.RenewFreeze: {"number": Register.CLAIMS},
    claim_acts.TakeUpFreeze: {"number": Register.CLAIMS},
    claim_acts.LapseFreeze: {"number": Register.CLAIMS},
    claim_acts.TransferByRuling: {"number": Register.CLAIMS},
    transfer.TransferLine: {"listing": Register.CLAIMS},
    instalments.NoticeInstalment: {"charged_for": Register.AWARDS},
}
"""Members that name what is there already, though others of their name say how something new is called."""


def register_of(owner: type[Any], name: str, kind: Kind) -> Register | None:
    """Return where the choices of a member come from, or None where anything may be typed."""
    if kind is Kind.CREDIT_CODE:
        return Register.ENTERPRISES
    if kind is not Kind.TEXT:
        return None
    return _EXISTING.get(owner, {}).get(name) or _BY_NAME.get(name)
