"""Every kind of act by its name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.services.acts import (
    allocation,
    awards,
    buy_backs,
    cap,
    closures,
    confirmations,
    corrections,
    credit_pool,
    credit_sources,
    deliveries,
    deposits,
    early_draws,
    eia_approvals,
    exemptions,
    facility_cards,
    frozen_rights,
    instalments,
    judicial_freezes,
    law,
    leases,
    listings,
    notices,
    openings,
    openings_settled,
    periods,
    pledges,
    projects,
    receipts,
    reclaims,
    refunds,
    registers,
    registers_enterprises,
    registers_succession,
    reserve_lots,
    restarts,
    surplus,
    suspensions,
    terms,
    transfer_deliveries,
    transfers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.services.act import AnyAct

_FAMILIES: Final = (
    cap,
    allocation,
    terms,
    surplus,
    reserve_lots,
    awards,
    deliveries,
    reclaims,
    buy_backs,
    leases,
    openings,
    openings_settled,
    corrections,
    periods,
    registers,
    registers_enterprises,
    registers_succession,
    notices,
    instalments,
    receipts,
    refunds,
    deposits,
    facility_cards,
    closures,
    restarts,
    credit_pool,
    credit_sources,
    projects,
    confirmations,
    eia_approvals,
    exemptions,
    early_draws,
    law,
    pledges,
    judicial_freezes,
    frozen_rights,
    suspensions,
    listings,
    transfers,
    transfer_deliveries,
)

ACTS: Final[Mapping[str, AnyAct]] = MappingProxyType({act.kind: act for family in _FAMILIES for act in family.ACTS})
"""The catalogue that desks work by."""
