"""A case against a right whose term ends on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.rights.award import ReserveSource
from ledger.domain.rights.reclaim import WithdrawReclaim
from ledger.domain.rights.right_acts import EndTerm
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.rights import FREE, HOLDER, TONNE, confirm, open_for_business, surplus
from tests.services.acts.test_reclaims import EXECUTE, STEPS, open_case


@pytest.fixture(autouse=True)
def _holding(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(20 * TONNE))
    bureau.do("right.determine_surplus", surplus(8 * TONNE, need=12 * TONNE, on=date(2026, 2, 1)))


def test_a_right_whose_term_ends_during_the_case_falls_back_under_the_cap_and_not_into_the_reserve(
    bureau: Bureau,
) -> None:
    last, over = date(2031, 1, 9), FREE.term_to
    days = {"notify": date(2030, 12, 20), "defence": date(2031, 1, 4), "decide": date(2031, 1, 8), "serve": last}
    served = {"notify": {"served_on": days["notify"]}, "serve": {"served_on": last}}
    bureau.do("reclaim.open", open_case(effective_on=date(2030, 12, 1)))
    for kind, step in STEPS[:-1]:
        name = kind.partition(".")[2]
        bureau.do(kind, replace(step, effective_on=days[name], **served.get(name, {})))

    assert bureau.refused("reclaim.execute", replace(EXECUTE, effective_on=over)) == ["tranche.not_in_force"]
    other = open_case(effective_on=over, id="收回2")
    assert bureau.refused("reclaim.open", other) == ["tranche.not_in_force"]

    bureau.do("reclaim.withdraw", WithdrawReclaim(effective_on=over, id="收回1", reason="示例：期满"))
    bureau.do("right.end_term", EndTerm(effective_on=over, area=EAST, enterprise=HOLDER, tranche=FREE))
    assert bureau.balance("Q30", EAST, ReserveSource.RECLAIMED) == 0
