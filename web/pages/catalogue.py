"""Every room of the web: the blueprints, in the order in which people meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.pages import accounts, assets, balances, entries, health, home, rounds, trial_balance
from web.pages.account import log_in, own, password, second_factor
from web.pages.administration import access_log, system, users
from web.pages.audit import books, law, log, proof, questions, samples, traces
from web.pages.desk import (
    decide,
    deputies,
    drafts,
    lists,
    month,
    month_files,
    offers,
    papers,
    periods,
    record,
    registers,
    sheets,
    start,
    views,
    vouchers,
    waiting,
)
from web.pages.enterprise import cases, certificates, downloads, holding, payments, statements, trading
from web.pages.pictures import album, caps, credit_pools, dues, flows, round_prices
from web.pages.public import calculator, certificate_check

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
    start.blueprint,
    waiting.blueprint,
    decide.blueprint,
    vouchers.blueprint,
    registers.blueprint,
    periods.blueprint,
    month.blueprint,
    month_files.blueprint,
    deputies.blueprint,
    record.blueprint,
    drafts.blueprint,
    sheets.blueprint,
    lists.blueprint,
    views.blueprint,
    papers.blueprint,
    offers.blueprint,
    holding.blueprint,
    trading.blueprint,
    statements.blueprint,
    payments.blueprint,
    cases.blueprint,
    certificates.blueprint,
    downloads.blueprint,
    calculator.blueprint,
    certificate_check.blueprint,
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
    questions.blueprint,
    books.blueprint,
    traces.blueprint,
    law.blueprint,
    samples.blueprint,
    log.blueprint,
    proof.blueprint,
    assets.blueprint,
    health.blueprint,
)
