"""What a split parts must not come apart: leases and their tonnes, debts and what they stand for, plants and rights."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.claims.claim import Claim
from ledger.domain.claims.claim_acts import DeliverFreeze, SeizedPollutant
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import MergeEnterprises, Portion, SplitEnterprise
from ledger.domain.rights.lease import BeginLease, EndLease, Lease
from ledger.projections.checks.register_identities import register_identities
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.claimants import MILL, NOX, PAID_NOX, POWER, minute, with_rights
from tests.services.acts.plants import OWNER, PLANT, TONNE, close, posted, running_plant, tranche, verify
from tests.services.acts.test_one_gram_one_use import recognise

SUCCESSOR = "91371500MA00DEM041"
DAY = date(2026, 3, 2)
HELD = tranche(grams=40 * TONNE)


def split(of: str, *portions: Portion, heir: str | None = None) -> SplitEnterprise:
    """Return the command that splits a successor off; the enterprise goes on."""
    return SplitEnterprise(
        effective_on=DAY,
        enterprise=of,
        successors=(of, SUCCESSOR),
        heir=heir or of,
        portions=portions,
        document="示例分立方案",
    )


def apart(bureau: Bureau) -> list[str]:
    """Return the accounts that do not hold what the registers say."""
    with bureau.book.reading() as connection:
        return [each.account for each in register_identities(connection) if not each.holds]


@pytest.fixture
def leased(bureau: Bureau) -> Bureau:
    """Lend a bureau where a power plant leases three of the mill's tonnes of nitrogen oxides for a month."""
    with_rights(bureau)
    bureau.register(Enterprise(credit_code=SUCCESSOR, name="示例新设热电", area=EAST, thermal_power=True))
    lease = BeginLease(
        effective_on=DAY,
        id="租赁1",
        area=EAST,
        lessor=MILL,
        lessee=POWER,
        tranche=PAID_NOX,
        grams=3 * TONNE,
        months=1,
        document="示例租赁合同",
    )
    bureau.do("lease.begin", lease)
    return bureau


def leased_in(successor: str) -> Portion:
    return Portion(successor=successor, area=EAST, line="Q44", tranche=PAID_NOX, grams=3 * TONNE)


def test_a_lease_goes_with_the_tonnes_that_are_leased_in_and_ends_where_they_are(leased: Bureau) -> None:
    leased.do("enterprise.split", split(POWER, leased_in(SUCCESSOR)))

    with leased.desk("市局经办") as desk:
        [lease] = desk.work.registers.all(Lease)
    assert (lease.lessor, lease.lessee) == (MILL, SUCCESSOR)
    assert apart(leased) == []
    leased.do("lease.end", EndLease(effective_on=date(2026, 4, 2), id="租赁1"))
    assert leased.balance("Q44", EAST, SUCCESSOR) == 0
    assert leased.balance("Q41", EAST, MILL, PAID_NOX.unit(EAST)) == 4 * TONNE


def test_a_court_follows_what_the_enterprise_has_and_not_what_it_leased_in(leased: Bureau) -> None:
    """The power plant has a tonne of the same tranche itself, frozen; the plan names what it leased in last."""
    moved = Posting(
        debit=account("Q40", area=EAST, holder=POWER),
        credit=account("Q41", area=EAST, holder=MILL),
        unit=PAID_NOX.unit(EAST),
        amount=TONNE,
    )
    posted(leased, (moved,))
    order = DeliverFreeze(
        effective_on=DAY,
        number="冻1",
        area=EAST,
        holder=POWER,
        court="示例法院",
        delivered_at=minute(DAY, 9),
        until=date(2028, 3, 1),
        lines=(SeizedPollutant(pollutant=NOX, grams=TONNE),),
        document="示例通知书",
    )
    leased.do("freeze.deliver", order)

    frozen = Portion(successor=POWER, area=EAST, line="Q42.4", tranche=PAID_NOX, grams=TONNE)
    leased.do("enterprise.split", split(POWER, frozen, leased_in(SUCCESSOR)))

    with leased.desk("市局经办") as desk:
        holders = [claim.holder for claim in desk.work.registers.everywhere(Claim) if claim.standing]
    assert holders == [POWER]
    assert apart(leased) == []


@pytest.fixture
def plant(bureau: Bureau) -> Bureau:
    """Lend a bureau where the owner of one plant holds 40 t, and 40 t of reduction are verified there."""
    running_plant(bureau, HELD)
    bureau.register(
        Enterprise(credit_code=SUCCESSOR, name="示例新设化工", area=EAST),
        Facility(id="示例二厂", name="示例二厂", area=EAST, enterprise=OWNER),
    )
    bureau.do("reduction.verify", verify(PLANT, 40 * TONNE, on=DAY))
    return bureau


def all_rights(*, facility: str | None = None) -> Portion:
    return Portion(
        successor=SUCCESSOR, area=EAST, line="Q40", tranche=HELD.tranche, grams=40 * TONNE, facility=facility
    )


def test_a_right_that_a_split_gave_away_without_its_plant_is_no_credit_of_the_plant_as_well(plant: Bureau) -> None:
    place = plant.do("enterprise.split", split(OWNER, all_rights()))

    assert plant.refused("credit.recognise", recognise(1)) == ["credit.right_gone"]

    plant.do("correction.reverse", ReverseAct(effective_on=DAY, seq=place, reason="示例：未注明设施"))
    assert plant.refused("credit.recognise", recognise(1)) == ["credit.right_held"]
    plant.do("enterprise.split", split(OWNER, all_rights(facility="示例二厂")))
    plant.do("credit.recognise", recognise(40 * TONNE))


def test_a_right_that_is_named_as_the_plants_own_is_gone_from_that_plant(plant: Bureau) -> None:
    assert plant.refused("enterprise.split", split(OWNER, all_rights(facility="没有"))) == ["facility.missing"]
    plant.do("enterprise.split", split(OWNER, all_rights(facility=PLANT)))

    assert plant.refused("credit.recognise", recognise(1)) == ["credit.right_gone"]


def test_what_comes_back_by_a_merger_is_not_gone(plant: Bureau) -> None:
    plant.do("enterprise.split", split(OWNER, all_rights()))
    merger = MergeEnterprises(effective_on=DAY, enterprises=(SUCCESSOR,), successor=OWNER, document="示例合并协议")
    plant.do("enterprise.merge", merger)

    plant.do("facility.close", close(40 * TONNE, on=DAY))
    assert plant.balance("C20", EAST) == 40 * TONNE
    plant.do("reduction.verify", verify("示例二厂", 5 * TONNE, on=DAY))
    plant.do("credit.recognise", recognise(5 * TONNE, facility="示例二厂"))


def test_a_split_that_is_repeated_adds_what_it_gave_away(plant: Bureau) -> None:
    for tonnes in (25, 15):
        part = Portion(successor=SUCCESSOR, area=EAST, line="Q40", tranche=HELD.tranche, grams=tonnes * TONNE)
        rest = Portion(successor=OWNER, area=EAST, line="Q40", tranche=HELD.tranche, grams=15 * TONNE)
        plant.do("enterprise.split", split(OWNER, part, *([rest] if tonnes == 25 else [])))

    plant.do("reduction.verify", verify("示例二厂", 41 * TONNE, on=DAY))
    assert plant.refused("credit.recognise", recognise(TONNE + 1, facility="示例二厂")) == ["credit.right_gone"]
    plant.do("credit.recognise", recognise(TONNE, facility="示例二厂"))
