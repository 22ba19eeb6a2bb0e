"""Which records speak of an enterprise, and go over with it when another succeeds: what is open, not what is past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ledger.domain.claims.claim import Claim, claims_carried
from ledger.domain.money.deposit import Deposit
from ledger.domain.money.instalments import InstalmentPlan
from ledger.domain.money.payment_notice import ChargedFee, PaymentNotice
from ledger.domain.money.receipt import Receipt
from ledger.domain.projects.project import Project, RelatedProject
from ledger.domain.registers.facility import Facility
from ledger.domain.rights.award import Award, AwardState
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.lease import Lease
from ledger.domain.rights.reclaim import ReclaimCase, ReclaimState
from ledger.domain.rights.right_acts import AssessedNeed, EndedTerm, InitialRight, Renewal
from ledger.domain.rights.transfer import Transfer, TransferState


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of record, the members that name an enterprise, and whether one still matters."""

    kind: type[Any]
    members: tuple[str, ...]
    is_open: Callable[[Any], bool] = lambda record: True  # noqa: ARG005 - what always goes over does not look


def _sale_is_open(sale: Transfer) -> bool:
    delivered = sale.state is TransferState.DELIVERED
    return sale.state is TransferState.CONTRACTED or (delivered and sale.settled < sale.price)


MATTERS: Final = (
    Matter(kind=Facility, members=("enterprise",)),
    Matter(kind=Project, members=("enterprise", "legal_person")),
    Matter(kind=PaymentNotice, members=("payer",), is_open=lambda notice: notice.open),
    Matter(kind=InitialRight, members=("enterprise",)),
    Matter(kind=ChargedFee, members=("payer",)),
    Matter(kind=Receipt, members=("payer",), is_open=lambda receipt: receipt.unconfirmed > 0),
    Matter(kind=Deposit, members=("bidder",), is_open=lambda deposit: deposit.held > 0),
    Matter(
        kind=InstalmentPlan,
        members=("payer",),
        is_open=lambda plan: any(instalment.notice is None for instalment in plan.instalments),
    ),
    Matter(kind=Award, members=("buyer",), is_open=lambda award: award.state is AwardState.AWARDED),
    Matter(kind=BuyBack, members=("enterprise",), is_open=lambda agreed: agreed.paid < agreed.amount),
    Matter(kind=Transfer, members=("seller", "buyer"), is_open=_sale_is_open),
    Matter(
        kind=ReclaimCase,
        members=("enterprise",),
        is_open=lambda case: case.state not in {ReclaimState.EXECUTED, ReclaimState.WITHDRAWN},
    ),
)
"""The registers whose open records follow. A register that names enterprises stands here or among those that stay."""


def followed(matter: Matter, records: list[Any], heirs: Mapping[str, str]) -> Iterator[Any]:
    """Yield the open records of a kind that name one of the predecessors, as they are when its heir stands there.

    :param heirs: credit code of each predecessor to that of its heir.
    """
    for record in records:
        changed = {
            member: heirs[getattr(record, member)] for member in matter.members if getattr(record, member) in heirs
        }
        if changed and matter.is_open(record):
            yield replace(record, **changed)


def leases_following(
    leases: Iterable[Lease], *, heirs: Mapping[str, str], users: Mapping[tuple[str, str], str]
) -> Iterator[Lease]:
    """Yield the running leases as they are afterwards: with the lessor's heir, and with who gets the use of the tonnes.

    :param users: of a split, who gets what a lessee leased in, by its credit code and the area.
    """
    for lease in leases:
        user = users.get((lease.lessee, lease.area), heirs.get(lease.lessee, lease.lessee))
        after = replace(lease, lessor=heirs.get(lease.lessor, lease.lessor), lessee=user)
        if lease.ended_on is None and after != lease:
            yield after


def claims_following(
    claims: Iterable[Claim], *, goes_to: Callable[[Claim], str], known: Mapping[str, tuple[Claim, ...]]
) -> Iterator[Claim]:
    """Yield what the register of claims says afterwards: every standing claim stands on with who gets its tonnes.

    A claim whose holder keeps the tonnes stays as it is. Where the successor knows a claim of the same paper already,
    the one that comes takes the next part of it.

    :param goes_to: the credit code of the one to whom the tonnes of a claim go.
    :param known: the claims that each successor has, by its credit code.
    """
    coming: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.standing and goes_to(claim) != claim.holder:
            coming[goes_to(claim)].append(claim)
    for successor, theirs in coming.items():
        own = known.get(successor, ())
        subjects = {claim.subject for claim in own}
        entries = max((claim.entry for claim in own), default=0)
        for claim in claims_carried(theirs, to=successor, entries=entries):
            found = claim
            while found.holder == successor and found.subject in subjects:
                found = replace(found, part=found.part + 1)
            if found.holder == successor:
                subjects.add(found.subject)
            yield found


def needs_following(
    needs: Iterable[AssessedNeed], *, heirs: Mapping[str, str], known: Iterable[AssessedNeed]
) -> Iterator[AssessedNeed]:
    """Yield the needs as they are afterwards: nothing with who went over, and the sum with the heir."""
    sums = {(need.enterprise, need.subject): need for need in known}
    for need in needs:
        heir = heirs[need.enterprise]
        own = sums.get((heir, need.subject))
        sums[heir, need.subject] = replace(need, enterprise=heir, grams=need.grams + (own.grams if own else 0))
        yield replace(need, grams=0)
    yield from sums.values()


def ended_terms_following(
    terms: Iterable[EndedTerm], *, heirs: Mapping[str, str], known: Iterable[EndedTerm]
) -> Iterator[EndedTerm]:
    """Yield the ended tranches, which a renewal may follow: nothing with who went over, the sum with the heir."""
    sums = {(term.enterprise, term.unit): term for term in known}
    for term in terms:
        heir = heirs[term.enterprise]
        own = sums.get((heir, term.unit))
        sums[heir, term.unit] = replace(term, enterprise=heir, grams=term.grams + (own.grams if own else 0))
        yield replace(term, grams=0)
    yield from sums.values()


def renewals_following(
    renewals: Iterable[Renewal],
    *,
    heirs: Mapping[str, str],
    portions: Mapping[str, Sequence[tuple[str, int]]],
    known: Iterable[Renewal],
) -> Iterator[Renewal]:
    """Yield how much of each tranche is renewed with whom: with who gets its tonnes, the rest with the heir.

    :param portions: of a split, by the code of the tranche who gets how many grams.
    """
    before = {(each.enterprise, each.unit): each for each in known}
    after = dict(before)
    for renewal in renewals:
        left = renewal.grams
        parts = [part for part in portions.get(renewal.unit, ()) if part[0] != renewal.enterprise]
        if renewal.enterprise in heirs:
            parts.append((heirs[renewal.enterprise], left))
        for code, grams in parts:
            part, own = min(left, grams), after.get((code, renewal.unit))
            left -= part
            if part:
                after[code, renewal.unit] = replace(
                    renewal, enterprise=code, grams=part + (0 if own is None else own.grams)
                )
        if left != renewal.grams:
            after[renewal.enterprise, renewal.unit] = replace(renewal, grams=left)
    yield from (each for key, each in after.items() if each != before.get(key))


def projects_following(listed: Iterable[RelatedProject], *, heirs: Mapping[str, str]) -> Iterator[RelatedProject]:
    """Yield the projects of a legal person once more, in the list of its heir: what adds up adds up there too."""
    for project in listed:
        yield replace(project, of=heirs[project.of])
