"""Addresses of a book that holds the seven published rounds: what it shows, and what it refuses."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

XIAMEN: Final = "Xiamen, monthly report August 2025"
PUJIANG: Final = "Pujiang county, Zhejiang"
ROUND_7: Final = f"/rounds/7/{quote(XIAMEN)}"
ROUND_2: Final = f"/rounds/2/{quote(PUJIANG)}"
STATEMENT: Final = f"/accounts/{quote(f'Q40:{XIAMEN}/金鹭')}"

PAGES: Final = (
    "/overview",
    "/account",
    "/account/password",
    "/account/second-factor",
    "/administration/access-log",
    "/rounds",
    ROUND_2,
    ROUND_7,
    "/balances",
    "/balances?by=pollutant&on=2020-01-01",
    "/balances?by=place&kind=money&line=1212.2",
    f"/balances?holder=&pollutant=COD&area={quote(XIAMEN)}",
    "/accounts",
    STATEMENT,
    "/entries",
    "/entries?before=10",
    "/entries/1",
    "/entries/36",
    "/trial-balance",
    "/trial-balance?on=2016-06-30",
)

REFUSED: Final = (
    ("/nothing", 404),
    ("/rounds/7", 404),
    ("/rounds/8/" + quote(XIAMEN), 404),
    ("/rounds/７/" + quote(XIAMEN), 404),
    ("/rounds/7/" + quote(XIAMEN) + "%00", 404),
    ("/rounds/" + "9" * 5000 + "/x", 404),
    ("/accounts/Q40:nowhere", 404),
    ("/accounts/Q40%00", 404),
    ("/accounts/%FF%FE", 404),
    ("/accounts/../../etc/passwd", 404),
    (f"{STATEMENT}?after=1", 422),
    (f"{STATEMENT}?after=2025-08-31.0.1", 422),
    ("/entries/0", 404),
    ("/entries/-1", 404),
    ("/entries/1e3", 404),
    ("/entries/999999999999999999", 404),
    ("/entries/9999999999999999999999", 404),
    ("/entries?before=0", 422),
    ("/entries?before=99999999999999999999", 422),
    ("/balances?on=2026-02-29", 422),
    ("/balances?on=1999-01-01&kind=gold&pollutant=CO2", 422),
    ("/balances?line=Q99", 422),
    ("/balances?holder=%00", 422),
    ("/balances?unknown=1", 422),
    ("/trial-balance?on=yesterday", 422),
    ("/static/0/ledger.css", 404),
    ("/static/0/%2e%2e/application.py", 404),
    ("/static/0/../../application.py", 404),
    ("/entries?before=" + "1" * 10_240, 414),
    ("/accounts/" + "x" * 10_240, 414),
)
