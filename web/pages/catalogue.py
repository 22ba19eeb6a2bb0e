"""Every room of the web: the blueprints, in the order in which people meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.pages import accounts, assets, balances, entries, health, home, rounds, trial_balance
from web.pages.account import log_in, own, password, second_factor
from web.pages.administration import access_log, system, users
from web.pages.desk import drafts, papers, record
from web.pages.pictures import album, caps, credit_pools, dues, flows, round_prices

if TYPE_CHECKING:
    from flask import Blueprint

BLUEPRINTS: Final[tuple[Blueprint, ...]] = (
    home.blueprint,
    log_in.blueprint,
    second_factor.blueprint,
    password.blueprint,
    own.blueprint,
    users.blueprint,
    access_log.blueprint,
    system.blueprint,
    record.blueprint,
    drafts.blueprint,
    papers.blueprint,
    rounds.blueprint,
    balances.blueprint,
    accounts.blueprint,
    entries.blueprint,
    trial_balance.blueprint,
    album.blueprint,
    caps.blueprint,
    flows.blueprint,
    round_prices.blueprint,
    credit_pools.blueprint,
    dues.blueprint,
    assets.blueprint,
    health.blueprint,
)
