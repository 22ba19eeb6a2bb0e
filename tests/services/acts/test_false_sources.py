"""A project whose source turns out false: before its approval the ledger stops it, after it the source owes."""

from __future__ import annotations

import pytest

from ledger.domain.projects.confirmation import Confirmation, ConfirmationState
from ledger.errors import RuleViolation
from ledger.projections.checks.control_identities import identities
from ledger.projections.checks.credit_identities import credit_identities
from ledger.projections.registers.credit_users import users_of
from ledger.store.verification import verify
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.project_exercise import (
    FIRM,
    accept,
    approve,
    bulletin,
    closed_plant,
    do,
    firm,
    intake,
    pool,
    registered,
    source,
    table_line,
)

TONNE = 1_000_000
PLANT, BOILER = "示例一厂", "示例锅炉房"


def confirmed(bureau: Bureau) -> None:
    """Have a project confirmed whose 4 t of PM are covered twice over by a closed plant."""
    closed_plant(bureau, PLANT, "PM", "30")
    firm(bureau)
    bulletin(bureau, "PM")
    intake(bureau, "示例项目1号", table_line("PM", "4"))
    accept(bureau, "示例项目1号")
    do(bureau, "confirmation.issue", "2026-02-10", project="示例项目1号", cover=[source(PLANT, "PM", "8")])


def suspected(bureau: Bureau, day: str) -> None:
    do(
        bureau,
        "closure.check",
        day,
        facility=PLANT,
        finding="restart_suspected",
        officers=["示例甲", "示例乙"],
        site_record="示例巡查记录1号",
    )


def restarted(bureau: Bureau, day: str) -> None:
    do(bureau, "closure.restart", day, facility=PLANT, restart="unlawful", document="示例现场记录2号")


def proven(bureau: Bureau) -> None:
    with bureau.book.reading() as connection:
        assert [found for found in identities(connection) if not found.holds] == []
        assert [found for found in credit_identities(connection) if not found.holds] == []
        assert verify(connection, full=True).findings == ()


def test_no_project_is_approved_on_a_source_that_may_run_again(bureau: Bureau) -> None:
    confirmed(bureau)
    suspected(bureau, "2026-02-20")

    with pytest.raises(RuleViolation):
        approve(bureau, "示例项目1号")

    do(bureau, "credit.release", "2026-02-25", facility=PLANT, document="示例核查结论1号")
    approve(bureau, "示例项目1号")
    assert bureau.balance("C30", EAST, "示例项目1号") == bureau.balance("C32", EAST, "示例项目1号") == 4 * TONNE
    proven(bureau)


def test_a_confirmation_on_a_false_source_can_be_withdrawn_and_issued_again(bureau: Bureau) -> None:
    confirmed(bureau)
    suspected(bureau, "2026-02-20")
    restarted(bureau, "2026-02-22")

    do(bureau, "confirmation.withdraw", "2026-02-23", project="示例项目1号", reason="来源失效")

    found = registered(bureau, Confirmation, "示例项目1号")
    assert found.state is ConfirmationState.WITHDRAWN
    assert bureau.balance("C12", EAST, "restart") == 0
    proven(bureau)


def test_after_the_approval_the_false_source_owes_and_is_made_good(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    confirmed(bureau)
    approve(bureau, "示例项目1号")
    suspected(bureau, "2026-03-10")
    restarted(bureau, "2026-03-20")
    assert bureau.balance("C12", EAST, "restart") == -8 * TONNE
    assert bureau.balance("Q15", EAST) == 26 * TONNE
    proven(bureau)

    do(bureau, "cap.set", "2026-03-21", area=EAST, pollutant="PM", grams="40", kind="absolute", document="示例文件")
    pool(bureau, BOILER, "PM", "9", on="2026-03-22")
    for use in ("C30", "C32"):
        do(
            bureau,
            "credit.make_good",
            "2026-03-25",
            facility=PLANT,
            pollutant="PM",
            use=use,
            used_in=EAST,
            user="示例项目1号",
            pool=EAST,
            sources=[{"source": BOILER, "grams": "4"}],
            document="示例补足单1号",
        )

    with bureau.book.reading() as connection:
        assert users_of(connection, PLANT) == []
        assert [user.grams for user in users_of(connection, BOILER)] == [4 * TONNE, 4 * TONNE]
    assert bureau.balance("C12", EAST, "restart") == 0
    assert bureau.balance("Q20", EAST) == (10 - 4) * TONNE
    assert bureau.balance("Q40", EAST, FIRM) == 4 * TONNE
    proven(bureau)
