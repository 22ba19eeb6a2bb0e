"""The same tonnes are renewed once, also where another has them by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.domain.registers.succession import SucceedEnterprise
from ledger.domain.rights.right_acts import RenewRight
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.rights import FREE, HOLDER, OTHER, TONNE, confirm, open_for_business

RENEWED = date(2026, 5, 6)


def test_what_was_renewed_is_not_renewed_again_by_the_successor_whose_own_tonnes_are(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    bureau.do("right.confirm_existing", confirm(3 * TONNE, enterprise=OTHER))
    asked = RenewRight(
        effective_on=RENEWED, area=EAST, enterprise=HOLDER, former=FREE, grams=5 * TONNE, document="示例核定表"
    )
    bureau.do("right.renew", asked)

    bureau.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=RENEWED, enterprise=HOLDER, successor=OTHER, document="示例文件"),
    )

    own = replace(asked, enterprise=OTHER, grams=3 * TONNE)
    bureau.do("right.renew", own)
    assert bureau.refused("right.renew", own) == ["renewal.repeated"]


def test_an_heir_without_tonnes_of_its_own_renews_nothing_twice(bureau: Bureau) -> None:
    open_for_business(bureau)
    bureau.do("right.confirm_existing", confirm(5 * TONNE))
    asked = RenewRight(
        effective_on=RENEWED, area=EAST, enterprise=HOLDER, former=FREE, grams=5 * TONNE, document="示例核定表"
    )
    bureau.do("right.renew", asked)
    bureau.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=RENEWED, enterprise=HOLDER, successor=OTHER, document="示例文件"),
    )

    assert bureau.refused("right.renew", replace(asked, enterprise=OTHER)) == ["renewal.repeated"]
