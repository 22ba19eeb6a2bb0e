"""One gram, one use: the reduction of a closed plant goes one way, whichever way goes first and whoever is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.claims.claim_acts import DeliverFreeze, SeizedPollutant, TransferByRuling
from ledger.domain.credits.credit import SurplusToCredit
from ledger.domain.credits.reduction import RecogniseCredit
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import SucceedEnterprise
from ledger.domain.rights.buy_back import AgreeBuyBack
from ledger.domain.rights.lease import BeginLease, EndLease
from ledger.domain.rights.reclaim import (
    DecideReclaim,
    ExecuteReclaim,
    HearDefence,
    NotifyReclaim,
    OpenReclaim,
    ReclaimGround,
    ReclaimItem,
    ServeReclaim,
)
from ledger.domain.rights.right_acts import EndTerm
from ledger.domain.rights.tranche import Tranche
from ledger.domain.rights.transfer import ContractTransfer, DeliverTransfer, TransferLine, TransferMode
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.plants import BUILDER, OWNER, PLANT, SO2, TONNE, card, running_plant, tranche, verify
from tests.services.acts.rights import confirm, set_cap

PAID = tranche(origin=Origin.RESERVE_SALE, grams=40 * TONNE)
FREE = tranche(grams=40 * TONNE)
SECOND = "示例二厂"
LATER = date(2026, 6, 1)


def recognise(grams: int, *, facility: str = PLANT, on: date = LATER) -> RecogniseCredit:
    """Return the command that makes credit of an unregistered source."""
    return RecogniseCredit(effective_on=on, facility=facility, pollutant=SO2, grams=grams, document="示例认定2号")


def reclaim(bureau: Bureau, grams: int, *, facility: str | None = None, held: Tranche = FREE.tranche) -> int:
    """Have free rights reclaimed because the plant closed, and return the place of the execution."""
    item = ReclaimItem(tranche=held, in_use=grams)
    bureau.do("reclaim.open", opening(item, facility=facility))
    notified = NotifyReclaim(effective_on=date(2026, 3, 2), id="收回1", notice="告知书1", served_on=date(2026, 3, 2))
    bureau.do("reclaim.notify", notified)
    bureau.do("reclaim.defence", HearDefence(effective_on=date(2026, 3, 13), id="收回1"))
    bureau.do("reclaim.decide", DecideReclaim(effective_on=date(2026, 3, 16), id="收回1", decision="决定1"))
    bureau.do("reclaim.serve", ServeReclaim(effective_on=date(2026, 3, 18), id="收回1", served_on=date(2026, 3, 18)))
    return bureau.do("reclaim.execute", ExecuteReclaim(effective_on=date(2026, 3, 20), id="收回1"))


def opening(item: ReclaimItem, *, facility: str | None) -> OpenReclaim:
    return OpenReclaim(
        effective_on=date(2026, 3, 1),
        id="收回1",
        area=EAST,
        enterprise=OWNER,
        ground=ReclaimGround.CLOSURE,
        facts="示例：全厂关停",
        occurred_on=date(2026, 2, 15),
        items=(item,),
        facility=facility,
    )


def bought_back(grams: int, *, facility: str | None = None) -> AgreeBuyBack:
    return AgreeBuyBack(
        effective_on=date(2026, 3, 20),
        id="回购1",
        area=EAST,
        enterprise=OWNER,
        tranche=PAID.tranche,
        grams=grams,
        unit_price=1000_0000,
        facility=facility,
        document="示例协议1号",
    )


def sold(grams: int) -> ContractTransfer:
    return ContractTransfer(
        effective_on=date(2026, 3, 19),
        number="合同1",
        seller=OWNER,
        seller_area=EAST,
        buyer=BUILDER,
        buyer_area=EAST,
        mode=TransferMode.NEGOTIATED,
        platform="示例平台",
        contracted_at=datetime(2026, 3, 19, 1, tzinfo=UTC),
        need="示例核定意见1号",
        lines=(TransferLine(tranche=PAID.tranche, grams=grams, price=0),),
    )


def leased(grams: int) -> BeginLease:
    return BeginLease(
        effective_on=date(2026, 3, 20),
        id="租赁1",
        area=EAST,
        lessor=OWNER,
        lessee=BUILDER,
        tranche=PAID.tranche,
        grams=grams,
        months=12,
        document="示例租赁合同1号",
    )


def by_buy_back(bureau: Bureau, grams: int) -> int:
    return bureau.do("right.buy_back", bought_back(grams))


def by_sale(bureau: Bureau, grams: int) -> int:
    bureau.do("transfer.contract", sold(grams))
    return bureau.do(
        "transfer.deliver", DeliverTransfer(effective_on=date(2026, 3, 20), number="合同1", document="示例鉴证书")
    )


def by_lease(bureau: Bureau, grams: int) -> int:
    return bureau.do("lease.begin", leased(grams))


def by_ruling(bureau: Bureau, grams: int) -> int:
    seized = (SeizedPollutant(pollutant=SO2, grams=grams),)
    bureau.do(
        "freeze.deliver",
        DeliverFreeze(
            effective_on=date(2026, 3, 18),
            number="冻1",
            area=EAST,
            holder=OWNER,
            court="示例法院",
            delivered_at=datetime(2026, 3, 18, 1, tzinfo=UTC),
            until=date(2027, 3, 18),
            lines=seized,
            document="示例通知书1号",
        ),
    )
    ruling = TransferByRuling(
        effective_on=date(2026, 3, 20),
        number="冻1",
        holder=OWNER,
        ruling="裁1",
        buyer=BUILDER,
        buyer_area=EAST,
        lines=seized,
    )
    return bureau.do("freeze.transfer_by_ruling", ruling)


def plant(bureau: Bureau, *, line: str = "Q41", paid: bool = True) -> None:
    """Give the owner of one plant 40 t, and register an enterprise that buys, and verify that the plant closed."""
    running_plant(bureau, PAID if paid else FREE, line=line)
    bureau.register(Enterprise(credit_code=BUILDER, name="示例纺织有限公司", area=EAST))
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=date(2026, 2, 1)))


@pytest.mark.parametrize("away", [by_buy_back, by_sale, by_lease, by_ruling])
def test_what_went_away_as_a_right_of_nobody_knows_which_plant_is_no_credit_as_well(
    bureau: Bureau, away: Callable[[Bureau, int], int]
) -> None:
    plant(bureau)
    place = away(bureau, 40 * TONNE)

    assert bureau.refused("credit.recognise", recognise(40 * TONNE)) == ["credit.right_gone"]
    assert bureau.refused("credit.recognise", recognise(1)) == ["credit.right_gone"]

    bureau.do("correction.reverse", ReverseAct(effective_on=LATER, seq=place, reason="示例：未注明设施"))
    assert bureau.refused("credit.recognise", recognise(40 * TONNE)) == ["credit.right_held"]


def test_a_closure_that_went_to_the_reserve_does_not_go_to_the_pool(bureau: Bureau) -> None:
    plant(bureau, line="Q40", paid=False)
    reclaim(bureau, 40 * TONNE)

    assert bureau.balance("Q30", EAST, "reclaimed") == 40 * TONNE
    assert bureau.refused("credit.recognise", recognise(40 * TONNE)) == ["credit.right_gone"]


def test_a_sheet_that_comes_after_the_reclaim_changes_nothing(bureau: Bureau) -> None:
    running_plant(bureau, FREE)
    reclaim(bureau, 40 * TONNE)
    bureau.do("reduction.verify", verify(PLANT, 45 * TONNE, on=date(2026, 4, 1)))

    assert bureau.refused("credit.recognise", recognise(6 * TONNE)) == ["credit.right_gone"]
    bureau.do("credit.recognise", recognise(5 * TONNE))


def test_a_right_that_went_from_a_named_plant_leaves_the_others_free(bureau: Bureau) -> None:
    plant(bureau)
    bureau.register(Facility(id=SECOND, name=SECOND, area=EAST, enterprise=OWNER))
    bureau.do("reduction.verify", verify(SECOND, 7 * TONNE, on=date(2026, 2, 1)))
    bureau.do("right.buy_back", bought_back(40 * TONNE, facility=PLANT))

    bureau.do("credit.recognise", recognise(7 * TONNE, facility=SECOND))

    assert card(bureau).remaining == 0
    assert bureau.balance("C20", EAST) == 7 * TONNE


def test_the_successor_does_not_make_credit_of_what_went_from_who_was_before_it(bureau: Bureau) -> None:
    plant(bureau)
    by_sale(bureau, 40 * TONNE)
    heir = "91371500MA00DEM068"
    bureau.register(Enterprise(credit_code=heir, name="示例新化工有限公司", area=EAST))
    bureau.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=date(2026, 4, 1), enterprise=OWNER, successor=heir, document="示例批文"),
    )

    assert bureau.refused("credit.recognise", recognise(40 * TONNE)) == ["credit.right_gone"]


def test_a_lease_that_is_over_is_no_departure(bureau: Bureau) -> None:
    plant(bureau)
    by_lease(bureau, 40 * TONNE)
    bureau.do("lease.end", EndLease(effective_on=date(2027, 3, 20), id="租赁1"))
    over = EndTerm(effective_on=date(2029, 1, 1), area=EAST, enterprise=OWNER, tranche=PAID.tranche)
    bureau.do("right.end_term", over)

    # The right fell back under the cap by itself: nobody else has it, and the plant's reduction was used for nothing.
    bureau.do("credit.recognise", recognise(40 * TONNE, on=date(2029, 2, 1)))


def test_where_credit_came_first_the_right_that_is_given_away_later_names_its_plant(bureau: Bureau) -> None:
    running_plant(bureau)
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=date(2026, 2, 1)))
    bureau.do("credit.recognise", recognise(40 * TONNE, on=date(2026, 2, 2)))
    bureau.do("cap.set", replace(set_cap(100 * TONNE), pollutant=SO2, basin=None))
    bureau.do("right.confirm_existing", confirm(40 * TONNE, on=date(2026, 2, 10), pollutant=SO2, basin=None))
    given = replace(FREE.tranche, term_from=date(2026, 2, 10), term_to=date(2031, 2, 10))
    item = ReclaimItem(tranche=given, in_use=40 * TONNE)

    assert bureau.refused("reclaim.open", opening(item, facility=None)) == ["card.unnamed"]
    bureau.do("reclaim.open", opening(item, facility=PLANT))
    bureau.do(
        "reclaim.notify",
        NotifyReclaim(effective_on=date(2026, 3, 2), id="收回1", notice="告知书1", served_on=date(2026, 3, 2)),
    )
    bureau.do("reclaim.defence", HearDefence(effective_on=date(2026, 3, 13), id="收回1"))
    bureau.do("reclaim.decide", DecideReclaim(effective_on=date(2026, 3, 16), id="收回1", decision="决定1"))
    bureau.do("reclaim.serve", ServeReclaim(effective_on=date(2026, 3, 18), id="收回1", served_on=date(2026, 3, 18)))
    executed = ExecuteReclaim(effective_on=date(2026, 3, 20), id="收回1")
    assert bureau.refused("reclaim.execute", executed) == ["card.overused"]


def test_surplus_that_became_credit_went_nowhere_unnamed(bureau: Bureau) -> None:
    plant(bureau)
    asked = SurplusToCredit(
        effective_on=date(2026, 3, 20), facility=PLANT, pollutant=SO2, grams=40 * TONNE, consent="示例同意书1号"
    )
    bureau.do("credit.surplus", asked)

    assert bureau.refused("credit.recognise", recognise(1)) == ["credit.other_backing", "card.overused"]
