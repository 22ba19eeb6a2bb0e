"""Every kind of act by its name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ledger.services.acts.bookkeeping import adoption as law
from ledger.services.acts.bookkeeping import corrections, openings, openings_settled, periods
from ledger.services.acts.claims import frozen_rights, judicial_freezes, listings, pledges, suspensions
from ledger.services.acts.credits import (
    closures,
    credit_pool,
    credit_sources,
    early_draws,
    facility_cards,
    recognitions,
    restarts,
)
from ledger.services.acts.money import deposits, instalments, notices, receipts, refunds
from ledger.services.acts.projects import confirmations, eia_approvals, exemptions
from ledger.services.acts.projects import intake as projects
from ledger.services.acts.registers import city as registers
from ledger.services.acts.registers import enterprises as registers_enterprises
from ledger.services.acts.registers import succession as registers_succession
from ledger.services.acts.rights import (
    allocation,
    awards,
    buy_backs,
    cap,
    deliveries,
    leases,
    reclaims,
    reserve_lots,
    surplus,
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
    recognitions,
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
