"""Certificates of an enterprise (持有证明, 无权利负担证明) that a third party can check without seeing the books.

A certificate says what the enterprise had on a day as it was known at a place of the journal, so it can be made again
at any time and nothing has to be kept of it. Its check value is the SHA-256 of its content together with two leaves of
the journal that stand on no paper: that of the place, and that of the enterprise's own registration. Whoever has the
journal, the bureau or an auditor, can compute it; nobody can guess it, and it confirms nothing that its reader does
not already hold in his hands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.unit import Unit
from ledger.domain.claims.claim import Claim, Ground
from ledger.domain.claims.claim_ranking import IN_USE, SURPLUS
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.values.encoding import canonical_json, day_number
from ledger.domain.values.worded import Worded
from ledger.errors import NotFound, say
from ledger.projections.enterprise.records import as_registered, place_of
from ledger.projections.overview import log_head
from ledger.projections.registers.claims import CertifiedTranche
from ledger.store.positions import UNIT_COLUMNS, unit_of
from ledger.store.tables import account, journal, movement, position, unit

if TYPE_CHECKING:
    from ledger.projections.view import View

FORM: Final = "certificate/1"
"""The form of the content that the check value covers; another form would have another name."""
CHECK_DIGITS: Final = 32
"""Hexadecimal digits of a check value."""
_LEASED_IN: Final = "Q44"
_GROUNDS: Final = {ground.chart_code: ground for ground in Ground}
_HELD: Final = (IN_USE, SURPLUS, _LEASED_IN, *_GROUNDS)


class CertificateKind(Worded):
    """What a certificate certifies."""

    HOLDING = "holding", say("排污权持有证明")
    """What the enterprise has, restrictions included (持有证明)."""
    NO_ENCUMBRANCE = "no_encumbrance", say("排污权无权利负担证明")
    """That nothing of it is restricted and nobody waits (无权利负担证明)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate of a day as known at a place of the journal; ``check`` is what it can be checked by.

    ``root`` is the root of the journal at that place, for whoever keeps a checkpoint; None at an earlier place.
    """

    kind: CertificateKind
    holder: Enterprise
    on: date
    place: int
    root: bytes | None
    tranches: tuple[CertifiedTranche, ...]
    claims: tuple[Claim, ...]
    check: str

    @property
    def unencumbered(self) -> bool:
        """Return whether nothing is restricted and nobody waits."""
        return not self.claims and not any(sum(tranche.restricted.values()) for tranche in self.tranches)


def certificate(
    view: View, credit_code: str, *, kind: CertificateKind, on: date, place: int | None = None
) -> Certificate:
    """Return the certificate of an enterprise.

    :param on: the day of which it speaks.
    :param place: what the journal knew up to this place; None for all of it.
    :raises NotFound: ``registration.missing``, the enterprise was not registered by then.
    """
    head = log_head(view)
    known_at = head.size if place is None else place
    registered_at, holder = place_of(view, Enterprise, credit_code, known_at=known_at)
    claims = as_registered(view, Claim, owner=credit_code, known_at=known_at)
    unsealed = Certificate(
        kind=kind,
        holder=holder,
        on=on,
        place=known_at,
        root=head.root if known_at == head.size else None,
        tranches=_tranches(view, credit_code, on=on, known_at=known_at),
        claims=tuple(claim for claim in claims if claim.standing),
        check="",
    )
    return replace(unsealed, check=_check_value(view, unsealed, registered_at=registered_at))


def confirms(view: View, credit_code: str, *, kind: CertificateKind, on: date, place: int, check: str) -> bool:
    """Return whether a certificate of these particulars was, or could have been, issued with this check value.

    Whatever does not fit gives the same answer: an unknown enterprise, a place that the journal has not come to.
    """
    if place > log_head(view).size:
        return False
    try:
        made = certificate(view, credit_code, kind=kind, on=on, place=place)
    except NotFound:
        return False
    lawful = made.unencumbered or kind is CertificateKind.HOLDING
    return compare_digest(made.check.encode(), check.encode()) and lawful


def _check_value(view: View, unsealed: Certificate, *, registered_at: int) -> str:
    places = (unsealed.place, registered_at)
    found = view.execute(select(journal.c.seq, journal.c.leaf).where(journal.c.seq.in_(places)))
    leaves = {row.seq: bytes(row.leaf).hex() for row in found}
    sealed = canonical_json([leaves[place] for place in places] + [_content(unsealed)])
    return sha256(sealed.encode()).hexdigest()[:CHECK_DIGITS]


def _content(unsealed: Certificate) -> dict[str, object]:
    """Return what the certificate says, as it is hashed."""
    return {
        "form": FORM,
        "kind": unsealed.kind.value,
        "holder": [unsealed.holder.credit_code, unsealed.holder.name],
        "on": unsealed.on.isoformat(),
        "place": unsealed.place,
        "tranches": [
            [
                tranche.unit.code,
                tranche.in_use,
                tranche.surplus,
                {ground.value: grams for ground, grams in tranche.restricted.items()},
                tranche.leased_in,
            ]
            for tranche in unsealed.tranches
        ],
        "claims": [
            [
                claim.number,
                claim.part,
                claim.ground.value,
                claim.unit.code,
                claim.grams,
                claim.held,
                None if claim.until is None else claim.until.isoformat(),
            ]
            for claim in unsealed.claims
        ],
    }


def _tranches(view: View, holder: str, *, on: date, known_at: int) -> tuple[CertifiedTranche, ...]:
    """Return what a holder had at the end of a day, as it was known at a place; only its own movements are added."""
    amounts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    units: dict[str, Unit] = {}
    for side, sign in ((movement.c.debit, 1), (movement.c.credit, -1)):
        rows = view.execute(
            select(account.c.chart, *UNIT_COLUMNS, func.sum(movement.c.amount))
            .join_from(account, position, position.c.account_id == account.c.id)
            .join(unit, unit.c.id == position.c.unit_id)
            .join(movement, side == position.c.id)
            .where(
                account.c.holder == holder,
                account.c.chart.in_(_HELD),
                movement.c.effective_on <= day_number(on),
                movement.c.seq <= known_at,
            )
            .group_by(account.c.chart, *UNIT_COLUMNS)
        )
        for chart, *named, amount in rows:
            held = unit_of(*named)
            units[held.code] = held
            amounts[held.code][chart] += sign * int(amount)
    return tuple(_certified(units[code], amounts[code]) for code in sorted(units) if any(amounts[code].values()))


def _certified(held: Unit, amounts: Mapping[str, int]) -> CertifiedTranche:
    return CertifiedTranche(
        unit=held,
        in_use=amounts.get(IN_USE, 0),
        surplus=amounts.get(SURPLUS, 0),
        restricted={ground: amounts[code] for code, ground in _GROUNDS.items() if amounts.get(code)},
        leased_in=amounts.get(_LEASED_IN, 0),
    )
