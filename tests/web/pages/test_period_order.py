"""A period that ends before it begins is refused wherever one is asked for, with one sentence and at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

TURNED = (
    ("/audit/detail-book", "starts=2026-12-01&ends=2026-01-01", "ends"),
    ("/audit/detail-book.csv", "starts=2026-12-01&ends=2026-01-01", "ends"),
    ("/audit/account-summary", "first=2026-12&last=2026-01", "last"),
    ("/audit/account-summary.csv", "first=2026-12&last=2026-01", "last"),
    ("/audit/general-ledger", "first=2026-12&last=2026-01", "last"),
    *(
        (address, f"{kind}_from=2026-12-01&{kind}_to=2026-01-01", f"{kind}_to")
        for address in ("/entries", "/audit/log", "/audit/log.csv", "/audit/access.csv", "/audit/sample")
        for kind in ("effective", "recorded")
    ),
    ("/audit/sample.csv", "seed=1&effective_from=2026-12-01&effective_to=2026-01-01", "effective_to"),
    ("/pictures/flows", "starts=2026-12-01&ends=2026-01-01", "ends"),
    ("/pictures/flows", "starts=2100-12-01", "starts"),
    ("/pictures/credits", "starts=2026-12-01&ends=2026-01-01", "ends"),
    ("/desk/acts", "first=2026-12-01&last=2026-01-01", "last"),
    *(
        (f"/desk/lists/{name}{ending}", "first=2026-12-01&last=2026-01-01", "last")
        for name in ("acts", "notices", "projects")
        for ending in ("", ".csv", ".xlsx")
    ),
)


@pytest.mark.parametrize(("address", "query", "field"), TURNED)
def test_a_period_that_ends_before_it_begins_is_refused_at_its_field(
    address: str, query: str, field: str, visitor: Callable[[str], FlaskClient]
) -> None:
    answer = visitor("auditor").get(f"{address}?{query}", headers={"Accept": "application/json"})

    assert answer.status_code == 422
    problem = answer.get_json()
    assert problem["code"] == "period.order"
    assert [error["field"] for error in problem["errors"]] == [field]
    months = "first=2026-12&last=2026-01" in query
    assert ("2026-12晚于末月2026-01" if months else "晚于末日") in problem["errors"][0]["detail"]


def test_two_periods_are_refused_together(visitor: Callable[[str], FlaskClient]) -> None:
    turned = "&".join(f"{kind}_from=2026-12-01&{kind}_to=2026-01-01" for kind in ("effective", "recorded"))

    answer = visitor("auditor").get(f"/entries?{turned}", headers={"Accept": "application/json"})

    assert {error["field"] for error in answer.get_json()["errors"]} == {"effective_to", "recorded_to"}


@pytest.mark.parametrize(
    "address",
    [
        "/audit/detail-book?starts=2026-12-01&ends=2026-12-01",
        "/audit/account-summary?first=2026-12&last=2026-12",
        "/entries?effective_from=2026-12-01&effective_to=2026-12-01",
        "/entries?effective_from=2026-12-01",
        "/pictures/flows?starts=2026-06-01&ends=2026-06-01",
    ],
)
def test_a_single_day_and_an_open_end_are_in_order(address: str, visitor: Callable[[str], FlaskClient]) -> None:
    assert visitor("auditor").get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/audit/account-summary.csv?first=2026-01&last=2026-12", "account-summary-2026-01-2026-12.csv"),
        ("/audit/detail-book.csv?line=Q40&starts=2026-01-01&ends=2026-06-30", "detail-Q40-2026-01-01-2026-06-30.csv"),
    ],
)
def test_the_name_of_a_file_tells_its_period(address: str, name: str, visitor: Callable[[str], FlaskClient]) -> None:
    assert f'filename="{name}"' in visitor("auditor").get(address).headers["Content-Disposition"]
