"""Pledged, listed, frozen, queued: each gram is held once, and goes from claim to claim without becoming available."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.claims.claim import Claim, ClaimState
from ledger.domain.claims.claim_acts import (
    LapseFreeze,
    RenewFreeze,
    TakeUpFreeze,
)
from ledger.domain.rights.right_acts import DetermineSurplus
from ledger.domain.rights.transfer import TransferLine
from ledger.errors import RuleViolation
from ledger.projections.accounts.entry import entry
from ledger.services import procedure
from ledger.store.registers import Registers
from tests.services.acts.bureau import EAST, WEST, Bureau
from tests.services.acts.claimants import (
    BUYER,
    FREE,
    MILL,
    NEWER,
    PAID,
    TONNE,
    delivery,
    end,
    freeze,
    listing,
    minute,
    pledge,
    sale,
    standing,
    tonnes,
    with_rights,
)

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=10)


@pytest.fixture
def mill(bureau: Bureau) -> Bureau:
    """Lend a bureau whose mill has 10 t in use and 6 t of surplus, bought, and 1 t of surplus that was free."""
    return with_rights(bureau)


def test_a_pledge_takes_surplus_and_gives_it_back(bureau_on_each_engine: Bureau) -> None:
    bureau = with_rights(bureau_on_each_engine)

    bureau.do("pledge.register", pledge("质1", 5, at=minute(DAY, 9)))

    assert tonnes(bureau) == {"Q40": 10, "Q41": 2, "Q42.3": 5}
    bureau.do("pledge.release", end("质1", on=LATER))
    assert tonnes(bureau) == {"Q40": 10, "Q41": 7}


def test_only_free_surplus_that_was_paid_for_and_runs_on_is_given(mill: Bureau) -> None:
    assert mill.refused("pledge.register", pledge("质1", 7, at=minute(DAY, 9))) == ["claim.not_free"]
    assert mill.refused("listing.open", listing("牌1", 1, at=minute(DAY, 9), tranche=FREE)) == ["tranche.not_paid_for"]
    too_long = replace(pledge("质1", 1, at=minute(DAY, 9)), until=date(2030, 1, 1))
    assert mill.refused("pledge.register", too_long) == ["pledge.beyond_term"]
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    assert mill.refused("pledge.register", pledge("质1", 1, at=minute(DAY, 10))) == ["claim.entered"]
    assert mill.refused("pledge.register", pledge("质2", 3, at=minute(DAY, 10))) == ["claim.not_free"]
    assert mill.refused("pledge.release", end("质9", on=DAY)) == ["claim.missing"]


def test_a_court_takes_what_is_free_queues_for_the_rest_and_is_told_both(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))

    place = mill.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))

    assert standing(mill, "冻1") == (13, 7)
    assert tonnes(mill) == {"Q42.3": 4, "Q42.4": 13}
    with mill.book.reading() as connection:
        assert "要求20.0000吨/年，实际13.0000吨/年，轮候7.0000吨/年" in entry(connection, place).narration


def test_when_the_pledge_is_released_its_tonnes_go_straight_to_the_court_that_waits(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 16, 58)))
    mill.do("freeze.deliver", freeze("冻2", 3, at=minute(DAY, 17)))
    assert (standing(mill, "冻1"), standing(mill, "冻2")) == ((13, 4), (0, 3))

    place = mill.do("pledge.release", end("质1", on=LATER))

    with mill.book.reading() as connection:
        moved = [
            (each.debit.code.split(":")[0], each.credit.code.split(":")[0], each.amount // TONNE)
            for each in entry(connection, place).movements
        ]
    assert moved == [("Q42.4", "Q42.3", 4)]
    assert (standing(mill, "冻1"), standing(mill, "冻2")) == ((17, 0), (0, 3))
    place = mill.do("freeze.release", end("冻1", on=LATER))
    assert standing(mill, "冻2") == (3, 0)
    assert tonnes(mill)["Q42.4"] == 3
    mill.do("freeze.release", end("冻2", on=LATER))
    assert tonnes(mill) == {"Q40": 10, "Q41": 7}


def test_what_is_only_listed_yields_to_a_court_and_comes_back_to_the_listing(mill: Bureau) -> None:
    mill.do("listing.open", listing("牌1", 6, at=minute(DAY, 9)))

    mill.do("freeze.deliver", freeze("冻1", 14, at=minute(DAY, 16, 58)))

    assert (standing(mill, "牌1"), standing(mill, "冻1")) == ((3, 3), (14, 0))
    mill.do("freeze.release", end("冻1", on=LATER))
    assert standing(mill, "牌1") == (6, 0)
    mill.do("listing.withdraw", end("牌1", on=LATER))
    assert tonnes(mill) == {"Q40": 10, "Q41": 7}


def test_an_order_that_is_booked_late_has_the_rank_of_its_minute(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 6, at=minute(LATER, 9)))

    mill.do("freeze.deliver", replace(freeze("冻1", 15, at=minute(DAY, 16, 58)), effective_on=LATER))

    assert (standing(mill, "冻1"), standing(mill, "质1")) == ((15, 0), (2, 4))


def test_a_court_comes_before_what_others_wait_to_decide(mill: Bureau) -> None:
    waiting = mill.record("pledge.register", pledge("质1", 6, at=minute(DAY, 9)))

    mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 16, 58)))

    assert standing(mill, "冻1") == (17, 0)
    with mill.desk("东区复核") as desk, pytest.raises(RuleViolation) as refused:
        procedure.preview(desk, waiting)
    assert [breach.code for breach in refused.value.breaches] == ["claim.not_free"]


def test_of_two_orders_on_the_desk_the_one_delivered_first_comes_first_whoever_is_decided_first(mill: Bureau) -> None:
    first = mill.record("freeze.deliver", freeze("冻1", 12, at=minute(DAY, 9)))
    second = mill.record("freeze.deliver", freeze("冻2", 12, at=minute(DAY, 10)))

    mill.decide(second)
    assert standing(mill, "冻2") == (12, 0)
    mill.decide(first)

    assert (standing(mill, "冻1"), standing(mill, "冻2")) == ((12, 0), (5, 7))


def test_an_order_has_three_years_at_most_and_is_renewed_before_it_ends(mill: Bureau) -> None:
    order = freeze("冻1", 5, at=minute(DAY, 9), until=date(2029, 3, 2))
    assert mill.refused("freeze.deliver", replace(order, until=date(2029, 3, 3))) == ["freeze.too_long"]
    mill.do("freeze.deliver", order)
    renewal = RenewFreeze(
        effective_on=date(2029, 3, 2),
        number="冻1",
        holder=MILL,
        delivered_at=minute(date(2029, 3, 2), 9),
        until=date(2032, 3, 2),
        document="示例续行",
    )

    assert mill.refused("freeze.renew", replace(renewal, until=date(2032, 3, 3))) == ["freeze.too_long"]
    assert mill.refused("freeze.renew", replace(renewal, until=date(2029, 3, 2))) == ["freeze.not_longer"]
    assert mill.refused("freeze.renew", replace(renewal, effective_on=date(2029, 3, 3))) == ["freeze.over"]
    mill.do("freeze.renew", renewal)

    assert standing(mill, "冻1") == (5, 0)
    lapse = LapseFreeze(effective_on=date(2029, 3, 3), number="冻1", holder=MILL)
    assert mill.refused("freeze.lapse", lapse) == ["freeze.not_over"]


def test_a_freeze_lapses_by_itself_and_the_next_one_takes_its_tonnes(mill: Bureau) -> None:
    mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 9), until=date(2027, 3, 1)))
    mill.do("freeze.deliver", freeze("冻2", 4, at=minute(DAY, 10)))
    lapse = LapseFreeze(effective_on=date(2027, 3, 1), number="冻1", holder=MILL)

    assert mill.refused("freeze.lapse", lapse) == ["freeze.not_over"]
    mill.do("freeze.lapse", replace(lapse, effective_on=date(2027, 3, 2)))

    assert standing(mill, "冻2") == (4, 0)
    assert tonnes(mill)["Q42.4"] == 4


def test_no_gram_goes_to_a_freeze_whose_time_is_over_though_nobody_noted_it(mill: Bureau) -> None:
    mill.do("pledge.register", pledge("质1", 6, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 10), until=date(2027, 3, 1)))

    mill.do("pledge.release", end("质1", on=date(2027, 3, 2)))

    with mill.book.reading() as connection:
        freezes = [claim for claim in Registers(connection).all(Claim, owner=MILL) if claim.number == "冻1"]
    by_tranche = {claim.unit.origin: claim.state for claim in freezes}
    assert by_tranche[PAID.origin] is ClaimState.LAPSED
    assert tonnes(mill) == {"Q40": 10, "Q41": 6, "Q42.4": 1}, "the free tranche was not touched by the release"


def test_what_comes_later_is_taken_up_by_the_order_that_waits_for_it(mill: Bureau) -> None:
    mill.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 9)))
    take_up = TakeUpFreeze(effective_on=LATER, number="冻1", holder=MILL)
    assert mill.refused("freeze.take_up", take_up) == ["freeze.nothing_to_take_up"]
    with mill.book.reading() as connection:
        [rest] = [claim for claim in Registers(connection).all(Claim, owner=MILL) if claim.awaits_tonnes]
    assert rest.queued == 3 * TONNE
    mill.do(
        "transfer.contract",
        sale(
            "合1",
            TransferLine(tranche=NEWER, grams=2 * TONNE, price=0),
            at=minute(DAY, 11),
            seller=BUYER,
            seller_area=WEST,
            buyer=MILL,
            buyer_area=EAST,
        ),
    )
    mill.do("transfer.deliver", delivery("合1", on=LATER))
    mill.do("right.determine_surplus", _surplus(TONNE))
    assert mill.refused("listing.open", listing("牌1", 1, at=minute(LATER, 9), tranche=NEWER)) == ["claim.not_free"]

    mill.do("freeze.take_up", take_up)

    assert standing(mill, "冻1") == (19, 1)
    assert mill.balance("Q42.4", EAST, MILL, NEWER.unit(EAST)) == 2 * TONNE
    mill.do("freeze.release", end("冻1", on=LATER))
    assert mill.balance("Q40", EAST, MILL, NEWER.unit(EAST)) == TONNE
    assert mill.balance("Q41", EAST, MILL, NEWER.unit(EAST)) == TONNE
    assert standing(mill, "冻1") == (0, 0)


def test_after_a_reversal_the_order_that_waited_takes_up_what_became_free(mill: Bureau) -> None:
    wrong = mill.do("freeze.deliver", freeze("冻1", 17, at=minute(DAY, 9)))
    mill.do("freeze.deliver", freeze("冻2", 5, at=minute(DAY, 10)))

    mill.do("correction.reverse", ReverseAct(effective_on=LATER, seq=wrong, reason="示例：录错被执行人"))

    assert tonnes(mill) == {"Q40": 10, "Q41": 7}
    assert (standing(mill, "冻1"), standing(mill, "冻2")) == ((0, 0), (0, 5))
    assert mill.refused("listing.open", listing("牌1", 3, at=minute(LATER, 9))) == ["claim.not_free"]
    mill.do("freeze.take_up", TakeUpFreeze(effective_on=LATER, number="冻2", holder=MILL))
    assert standing(mill, "冻2") == (5, 0)


def _surplus(grams: int) -> DetermineSurplus:
    return DetermineSurplus(
        effective_on=LATER, area=EAST, enterprise=MILL, tranche=NEWER, grams=grams, need=0, document="示例核定"
    )


@pytest.mark.parametrize("kind", ["freeze.deliver", "pledge.register", "transfer.contract"])
def test_a_paper_of_a_minute_to_come_is_not_booked(mill: Bureau, kind: str) -> None:
    """The bureau books at eleven at night: what is said to have come a minute before midnight has not come."""
    line = TransferLine(tranche=PAID, grams=2 * TONNE, price=100)
    asked = {
        "freeze.deliver": (freeze("冻1", 2, at=minute(DAY, 23, 59)), freeze("冻1", 2, at=minute(DAY, 22, 59))),
        "pledge.register": (pledge("质1", 2, at=minute(DAY, 23, 59)), pledge("质1", 2, at=minute(DAY, 22, 59))),
        "transfer.contract": (sale("售1", line, at=minute(DAY, 23, 59)), sale("售1", line, at=minute(DAY, 22, 59))),
    }
    to_come, come = asked[kind]
    code = "transfer.contract_day" if kind == "transfer.contract" else "claim.not_yet_delivered"

    assert mill.refused(kind, to_come) == [code]
    mill.do(kind, come)
