"""Enterprises that go over to others: what follows them, and what cannot be lost on the way."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.claims.claim import Claim, ClaimState, Ground
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.registers.enterprise import Enterprise, EnterpriseName, EnterpriseState
from ledger.domain.registers.facility import Facility
from ledger.domain.registers.succession import MergeEnterprises, SucceedEnterprise
from ledger.domain.rights.right_acts import AssessedNeed, EndedTerm, Renewal
from tests.services.acts.bureau import EAST, Bureau
from tests.services.acts.chemical_works import (
    CHEMICALS,
    DAY,
    GROUP,
    NOX,
    TEXTILES,
    TONNE,
    VOCS,
    claim_of,
    portion,
    registered,
    split,
    with_holdings,
)


@pytest.fixture
def city(bureau: Bureau) -> Bureau:
    """Lend a bureau with three enterprises, the first of which holds rights in use, surplus and pledged ones."""
    with_holdings(bureau)
    return bureau


def _find(bureau: Bureau, kind: type[Any], subject: str) -> Any:
    with bureau.desk("市局经办") as desk:
        return desk.work.registers.find(kind, subject)


def test_all_rights_debts_and_matters_go_over_to_the_successor_on_each_engine(bureau_on_each_engine: Bureau) -> None:
    bureau = bureau_on_each_engine
    with_holdings(bureau)

    bureau.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    held = {line: bureau.balance(line, EAST, TEXTILES) for line in ("Q40", "Q41", "Q42.3", "1212.1", "2103.1")}
    assert held == {"Q40": 11 * TONNE, "Q41": 2 * TONNE, "Q42.3": TONNE, "1212.1": 12_345, "2103.1": -12_345}
    assert all(bureau.balance(line, EAST, CHEMICALS) == 0 for line in held)
    gone = _find(bureau, Enterprise, CHEMICALS)
    assert (gone.state, gone.successors) == (EnterpriseState.SUCCEEDED, (TEXTILES,))
    assert _find(bureau, EnterpriseName, "示例化工").credit_code is None
    assert _find(bureau, Facility, "1号炉").enterprise == TEXTILES
    assert _find(bureau, PaymentNotice, "示例缴款1号").payer == TEXTILES


def test_claims_stand_on_with_the_successor_at_their_rank(city: Bureau) -> None:
    city.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    assert [claim.state for claim in registered(city, Claim, owner=CHEMICALS)] == [ClaimState.CARRIED] * 2
    followed = {claim.number: claim for claim in registered(city, Claim, owner=TEXTILES)}
    assert followed["示例抵押1号"] == dataclasses.replace(
        claim_of("示例抵押1号", grams=TONNE, held=TONNE, entry=1), holder=TEXTILES
    )
    assert followed["示例裁定1号"].queued == 2 * TONNE


def test_a_claim_of_a_paper_that_the_successor_knows_becomes_its_next_part(city: Bureau) -> None:
    own = dataclasses.replace(claim_of("示例抵押1号", grams=5, held=5, entry=7), holder=TEXTILES)
    city.register(own)

    city.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    pledges = [claim for claim in registered(city, Claim, owner=TEXTILES) if claim.number == "示例抵押1号"]
    assert [(claim.part, claim.grams) for claim in pledges] == [(1, 5), (2, TONNE)]
    assert pledges[1].entry > own.entry


def test_assessed_needs_are_added_and_counted_once(city: Bureau) -> None:
    city.do(
        "enterprise.merge",
        MergeEnterprises(effective_on=DAY, enterprises=(CHEMICALS, TEXTILES), successor=GROUP, document="示例合并"),
    )

    needs = {code: registered(city, AssessedNeed, owner=code) for code in (CHEMICALS, TEXTILES, GROUP)}
    assert {code: [need.grams for need in found] for code, found in needs.items()} == {
        CHEMICALS: [0],
        TEXTILES: [0],
        GROUP: [5 * TONNE],
    }


def test_an_ended_tranche_goes_over_for_its_renewal_and_says_whether_it_was_renewed(city: Bureau) -> None:
    for tranche in (NOX, VOCS):
        unit = tranche.unit(EAST).code
        city.register(EndedTerm(enterprise=CHEMICALS, unit=unit, grams=TONNE, ended_on=DAY))
    city.register(Renewal(enterprise=CHEMICALS, unit=VOCS.unit(EAST).code, grams=TONNE, renewed_on=DAY))

    city.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    ended = {term.unit: term.grams for term in registered(city, EndedTerm, owner=TEXTILES)}
    renewed = {term.unit: term.grams for term in registered(city, Renewal, owner=TEXTILES)}
    assert ended == {NOX.unit(EAST).code: TONNE, VOCS.unit(EAST).code: TONNE}
    assert renewed == {VOCS.unit(EAST).code: TONNE}


def test_what_was_renewed_is_divided_with_its_tonnes(city: Bureau) -> None:
    city.register(Renewal(enterprise=CHEMICALS, unit=VOCS.unit(EAST).code, grams=6 * TONNE, renewed_on=DAY))

    city.do(
        "enterprise.split",
        split(
            portion(TEXTILES, "Q40", 5 * TONNE),
            portion(TEXTILES, "Q41", 2 * TONNE),
            portion(TEXTILES, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 2 * TONNE, VOCS),
            portion(GROUP, "Q40", 4 * TONNE, VOCS),
        ),
    )

    parts = {
        code: [each.grams for each in registered(city, Renewal, owner=code)] for code in (CHEMICALS, TEXTILES, GROUP)
    }
    assert parts == {CHEMICALS: [0], TEXTILES: [2 * TONNE], GROUP: [4 * TONNE]}


def test_what_another_act_waits_for_cannot_go_over(city: Bureau) -> None:
    succession = SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件")
    city.record("enterprise.succeed", succession)

    other = dataclasses.replace(succession, document="示例文件二")
    assert set(city.refused("enterprise.succeed", other)) == {"balance.insufficient"}
    assert city.refused("enterprise.succeed", succession) == ["act.duplicate_waiting"]


def test_a_split_divides_to_the_gram_and_the_rest_goes_to_the_heir(city: Bureau) -> None:
    city.do(
        "enterprise.split",
        split(
            portion(TEXTILES, "Q40", 5 * TONNE),
            portion(TEXTILES, "Q41", 2 * TONNE),
            portion(TEXTILES, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 1, VOCS),
            portion(GROUP, "Q40", 6 * TONNE - 1, VOCS),
        ),
    )

    assert city.balance("Q40", EAST, GROUP) == 6 * TONNE - 1
    assert city.balance("Q42.3", EAST, TEXTILES) == TONNE
    assert city.balance("1212.1", EAST, GROUP) == 12_345
    assert {claim.holder for claim in registered(city, Claim, owner=TEXTILES)} == {TEXTILES}
    assert _find(city, Facility, "1号炉").enterprise == GROUP
    assert _find(city, Enterprise, CHEMICALS).successors == (TEXTILES, GROUP)


def test_an_enterprise_that_goes_on_after_a_split_keeps_its_portion_and_its_claims(city: Bureau) -> None:
    city.do(
        "enterprise.split",
        split(
            portion(CHEMICALS, "Q40", 5 * TONNE),
            portion(CHEMICALS, "Q41", 2 * TONNE),
            portion(CHEMICALS, "Q42.3", TONNE),
            portion(GROUP, "Q40", 6 * TONNE, VOCS),
            successors=(CHEMICALS, GROUP),
            heir=CHEMICALS,
        ),
    )

    assert city.balance("Q40", EAST, CHEMICALS) == 5 * TONNE
    assert city.balance("Q40", EAST, GROUP) == 6 * TONNE
    assert _find(city, Enterprise, CHEMICALS).state is EnterpriseState.ACTIVE
    assert [claim.standing for claim in registered(city, Claim, owner=CHEMICALS)] == [True, True]
    assert _find(city, Facility, "1号炉").enterprise == CHEMICALS


def test_a_tranche_with_claims_on_it_is_not_divided(city: Bureau) -> None:
    codes = city.refused(
        "enterprise.split",
        split(
            portion(TEXTILES, "Q40", 2 * TONNE),
            portion(GROUP, "Q40", 3 * TONNE),
            portion(TEXTILES, "Q41", 2 * TONNE),
            portion(TEXTILES, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 6 * TONNE, VOCS),
        ),
    )

    assert codes == ["succession.restricted"]


def test_what_is_listed_goes_with_its_listing_to_the_heir(city: Bureau) -> None:
    listing = dataclasses.replace(claim_of("示例挂牌1号", grams=1, held=0, entry=3), ground=Ground.LISTING)
    city.register(dataclasses.replace(listing, unit=VOCS.unit(EAST)))

    codes = city.refused(
        "enterprise.split",
        split(
            portion(TEXTILES, "Q40", 5 * TONNE),
            portion(TEXTILES, "Q41", 2 * TONNE),
            portion(TEXTILES, "Q42.3", TONNE),
            portion(TEXTILES, "Q40", 6 * TONNE, VOCS),
        ),
    )

    assert codes == ["succession.offered"]


@pytest.mark.parametrize("grams", [3 * TONNE - 1, 3 * TONNE + 1])
def test_a_gram_left_over_or_one_too_many_is_told_with_both_numbers(city: Bureau, grams: int) -> None:
    codes = city.refused(
        "enterprise.split", split(portion(TEXTILES, "Q40", 3 * TONNE, VOCS), portion(GROUP, "Q40", grams, VOCS))
    )

    assert codes == ["succession.not_divided"]


def test_an_enterprise_that_went_over_takes_part_in_nothing_more(city: Bureau) -> None:
    city.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    back = SucceedEnterprise(effective_on=DAY, enterprise=TEXTILES, successor=CHEMICALS, document="示例文件")
    assert city.refused("enterprise.succeed", back) == ["enterprise.inactive"]


def test_a_succession_that_is_taken_back_leaves_everything_as_it_was(city: Bureau) -> None:
    place = city.do(
        "enterprise.succeed",
        SucceedEnterprise(effective_on=DAY, enterprise=CHEMICALS, successor=TEXTILES, document="示例文件"),
    )

    city.do("correction.reverse", ReverseAct(effective_on=DAY, seq=place, reason="误办"))

    assert city.balance("Q40", EAST, CHEMICALS) == 11 * TONNE
    assert _find(city, Enterprise, CHEMICALS).state is EnterpriseState.ACTIVE
    assert _find(city, PaymentNotice, "示例缴款1号").payer == CHEMICALS
    assert [claim.standing for claim in registered(city, Claim, owner=CHEMICALS)] == [True, True]
    assert registered(city, Claim, owner=TEXTILES) == []
