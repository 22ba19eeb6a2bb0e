"""Enterprises that go over to others, with their rights, their debts, the claims on them and their open matters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS, Claim
from ledger.domain.claims.claim_ranking import kind_of
from ledger.domain.projects.project import RelatedProject, Relation, related_to
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import EnterpriseName, EnterpriseState
from ledger.domain.registers.succession import (
    FREE,
    HELD,
    OWED,
    DividedRight,
    HeldLine,
    MergeEnterprises,
    Portion,
    SplitEnterprise,
    SucceedEnterprise,
    divided_rights,
)
from ledger.domain.registers.succession_matters import (
    MATTERS,
    claims_following,
    ended_terms_following,
    followed,
    leases_following,
    needs_following,
    projects_following,
    renewals_following,
)
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.right_acts import AssessedNeed, EndedTerm, Renewal
from ledger.rules.registers.succession import CHECKS, SuccessionCase, postings
from ledger.services.act import Act
from ledger.services.acts.credits.card_uses import facility_of_enterprise
from ledger.services.acts.money.unpaid import paid_part
from ledger.services.acts.registers.known import bearer_of, enterprise_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.services.act import Facts


def gather_succession(facts: Facts, asked: SucceedEnterprise) -> SuccessionCase:
    """Look up both enterprises and all that goes over."""
    return _gathered(facts, asked, before=(asked.enterprise,), after=(asked.successor,), heir=asked.successor)


def gather_merger(facts: Facts, asked: MergeEnterprises) -> SuccessionCase:
    """Look up all enterprises and all that goes over."""
    return _gathered(facts, asked, before=asked.enterprises, after=(asked.successor,), heir=asked.successor)


def gather_split(facts: Facts, asked: SplitEnterprise) -> SuccessionCase:
    """Look up all enterprises, all that is to be divided, and what of it is not paid for yet.

    :raises NotFound: ``facility.missing``, a portion names one that is not of the enterprise.
    """
    case = _gathered(
        facts, asked, before=(asked.enterprise,), after=asked.successors, heir=asked.heir, portions=asked.portions
    )
    for portion in asked.portions:
        if portion.facility is not None:
            facility_of_enterprise(facts, portion.facility, asked.enterprise)
    return replace(
        case,
        paid=dict(_paid(facts, case)),
        matters=(
            *case.matters,
            *divided_rights(asked, known=facts.registers.all(DividedRight, owner=asked.heir)),
        ),
    )


def _paid(facts: Facts, case: SuccessionCase) -> Iterator[tuple[str, int]]:
    """Yield how much is paid for of each tranche at hand on which instalments are outstanding."""
    units = {line.unit.code: line.unit for line in case.lines if line.account.chart.code in FREE}
    for code, unit in units.items():
        paid = paid_part(facts, unit, holder=case.predecessors[0].credit_code)
        if paid is not None:
            yield code, paid


def _gathered(
    facts: Facts,
    asked: SucceedEnterprise | MergeEnterprises | SplitEnterprise,
    *,
    before: tuple[str, ...],
    after: tuple[str, ...],
    heir: str,
    portions: tuple[Portion, ...] | None = None,
) -> SuccessionCase:
    predecessors = (
        *(enterprise_of(facts, code) for code in before[:1]),
        *(enterprise_of(facts, code) for code in before[1:]),
    )
    claims = tuple(claim for code in before for claim in facts.registers.all(Claim, owner=code) if claim.standing)
    lines = tuple(line for code in before for line in _lines(facts, code))
    restricted = {line.unit.code for line in lines if line.account.chart.code in RESTRICTED_ACCOUNTS}
    enterprise_of(facts, heir)
    heirs = {code: heir for code in before if code != heir}
    return SuccessionCase(
        asked=asked,
        predecessors=predecessors,
        successors=tuple(enterprise_of(facts, code) for code in after),
        heir=heir,
        lines=lines,
        portions=portions,
        claimed=frozenset({*restricted, *(claim.unit.code for claim in claims)}),
        awaited=frozenset(kind_of(claim.unit) for claim in claims if claim.awaits_tonnes),
        offered=frozenset(claim.unit.code for claim in claims if claim.ground.unsecured),
        matters=(
            *_claims(facts, claims, after=after, heir=heir, portions=portions or ()),
            *_matters(facts, heirs),
            *leases_following(facts.registers.all(Lease), heirs=heirs, users=_users(before, portions or ())),
            *_renewals(facts, before, after, heirs=heirs, portions=portions or ()),
        ),
        named=frozenset(
            each.credit_code for each in predecessors if bearer_of(facts, each.name, besides="") == each.credit_code
        ),
    )


def _lines(facts: Facts, code: str) -> Iterator[HeldLine]:
    for area in facts.registers.all(Area):
        for line in (*HELD, *OWED):
            of = account(line, area=area.name, holder=code)
            for unit, balance in facts.holdings(of):
                yield HeldLine(account=of, unit=unit, balance=balance)


def _claims(
    facts: Facts, claims: tuple[Claim, ...], *, after: tuple[str, ...], heir: str, portions: tuple[Portion, ...]
) -> Iterator[Claim]:
    """Return the claims as they follow the tonnes.

    What waits for tonnes to come follows the tonnes of its kind, and the heir where there are none.
    """
    own = [(portion.tranche.unit(portion.area), portion.successor) for portion in portions if portion.own]
    taking = {unit.code: successor for unit, successor in own}
    kinds = {kind_of(unit): successor for unit, successor in own}

    def goes_to(claim: Claim) -> str:
        return kinds.get(kind_of(claim.unit), heir) if claim.awaits_tonnes else taking.get(claim.unit.code, heir)

    return claims_following(
        claims,
        goes_to=goes_to,
        known={code: tuple(facts.registers.all(Claim, owner=code)) for code in after},
    )


def _users(before: tuple[str, ...], portions: tuple[Portion, ...]) -> dict[tuple[str, str], str]:
    """Return who gets the use of what a split enterprise leased in, by its credit code and the area."""
    return {(before[0], portion.area): portion.successor for portion in portions if not portion.own}


def _matters(facts: Facts, heirs: dict[str, str]) -> Iterator[Any]:
    """Yield every other record that goes over, as it is to be registered."""
    registers, codes = facts.registers, sorted(set(heirs.values()))
    for matter in MATTERS if heirs else ():
        yield from followed(matter, registers.all(matter.kind), heirs)
    yield from needs_following(
        [need for code in heirs for need in registers.all(AssessedNeed, owner=code)],
        heirs=heirs,
        known=[need for code in codes for need in registers.all(AssessedNeed, owner=code)],
    )
    yield from ended_terms_following(
        [term for code in heirs for term in registers.all(EndedTerm, owner=code)],
        heirs=heirs,
        known=[term for code in codes for term in registers.all(EndedTerm, owner=code)],
    )
    for code in heirs:
        listed = registers.all(RelatedProject, owner=related_to(Relation.LEGAL_PERSON, code))
        yield from projects_following(listed, heirs=heirs)


def _renewals(
    facts: Facts,
    before: tuple[str, ...],
    after: tuple[str, ...],
    *,
    heirs: dict[str, str],
    portions: tuple[Portion, ...],
) -> Iterator[Renewal]:
    """Return what was renewed as it follows the tonnes, so that nobody renews them again."""
    taken: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for portion in portions:
        if portion.own:
            taken[portion.tranche.unit(portion.area).code].append((portion.successor, portion.grams))
    return renewals_following(
        [each for code in before for each in facts.registers.all(Renewal, owner=code)],
        heirs=heirs,
        portions=taken,
        known=[each for code in {*before, *after} for each in facts.registers.all(Renewal, owner=code)],
    )


def draw_up(case: SuccessionCase) -> Voucher:
    """Take everything to the successors, and register who went over to whom."""
    asked = case.asked
    codes = tuple(each.credit_code for each in case.successors)
    gone = tuple(each for each in case.predecessors if each.credit_code not in codes)
    word = "企业分立" if isinstance(asked, SplitEnterprise) else "企业承继、合并"
    before, after = ("、".join(f"“{each.name}”" for each in side) for side in (case.predecessors, case.successors))
    return Voucher(
        narration=f"{word}：{before}由{after}承继（{asked.document}）",
        postings=tuple(postings(case)),
        facts=(
            *(replace(each, state=EnterpriseState.SUCCEEDED, successors=codes) for each in gone),
            *(EnterpriseName(name=each.name) for each in gone if each.credit_code in case.named),
            *case.matters,
        ),
    )


def _act(kind: str, title: str, command: type[Any], gather: Any) -> Act[Any, Any]:
    return Act(
        kind=kind,
        title=title,
        command=command,
        series=Series.RIGHTS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather,
        checks=CHECKS,
        draw_up=draw_up,
    )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    _act("enterprise.succeed", "企业整体承继", SucceedEnterprise, gather_succession),
    _act("enterprise.merge", "企业合并", MergeEnterprises, gather_merger),
    _act("enterprise.split", "企业分立", SplitEnterprise, gather_split),
)
