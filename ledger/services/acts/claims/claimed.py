"""What acts look up of claims, and what they post when claims change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Voucher
from ledger.domain.bookkeeping.posting import Posting
from ledger.domain.claims.claim import RESTRICTED_ACCOUNTS, Claim, ClaimState, Ground, ended
from ledger.domain.claims.claim_ranking import IN_USE, SURPLUS, Encumbered, rearranged, waited_for
from ledger.domain.rights.cap import Cap, cap_subject
from ledger.domain.rights.handing_over import AreaCaps
from ledger.errors import Conflict, NotFound, enumerated, say
from ledger.rules.claims.claim import ClaimPaper
from ledger.rules.claims.claim_change import StandingPaper
from ledger.rules.law import keys
from ledger.services.acts.registers.known import enterprise_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from ledger.domain.bookkeeping.unit import Unit
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def claims_to(facts: Facts, holder: str) -> tuple[Claim, ...]:
    """Return all claims to what a holder has, ended ones included."""
    return tuple(facts.registers.all(Claim, owner=holder))


def encumbered(facts: Facts, unit: Unit, *, holder: str, claims: Iterable[Claim]) -> Encumbered:
    """Return a tranche of a holder with the standing claims to it."""
    area = str(unit.area)
    return Encumbered(
        unit=unit,
        in_use=facts.balance(account(IN_USE, area=area, holder=holder), unit),
        surplus=facts.balance(account(SURPLUS, area=area, holder=holder), unit),
        claims=tuple(claim for claim in claims if claim.standing and claim.unit == unit),
    )


def tranches_of(
    facts: Facts,
    pollutant: Pollutant,
    *,
    area: str,
    basin: str | None,
    holder: str,
    claims: tuple[Claim, ...],
    on: date,
) -> tuple[Encumbered, ...]:
    """Return all tranches that a holder has of a pollutant, restricted ones included, in the order of their codes.

    Tranches whose term is over by the day ``on`` are none of them: they end, whoever has a claim to them.
    """
    units = {
        unit.code: unit
        for code in (IN_USE, SURPLUS, *RESTRICTED_ACCOUNTS)
        for unit, _ in facts.holdings(account(code, area=area, holder=holder))
        if unit.pollutant is pollutant and unit.basin == basin and not unit.over(on)
    }
    return tuple(encumbered(facts, units[code], holder=holder, claims=claims) for code in sorted(units))


def free_surplus(facts: Facts, unit: Unit, *, holder: str, claims: Iterable[Claim]) -> int:
    """Return the surplus that the holder can give: neither taken by a waiting act nor waited for by a court."""
    there_is = facts.available(account(SURPLUS, area=str(unit.area), holder=holder), unit)
    return max(there_is - waited_for(unit, claims, on=facts.on), 0)


def unsecured_yield(facts: Facts) -> bool:
    """Return whether listings and contracts rank behind what is secured or ordered (assumption 40).

    :raises NoProvisionInForce: no text says so on that day.
    """
    return bool(facts.book.provision(keys.FREEZE_OVER_UNSECURED, on=facts.on).value)


def new_paper(
    facts: Facts,
    *,
    number: str,
    ground: Ground,
    holder: str,
    area: str,
    delivered_at: datetime,
    until: date | None,
    by: str,
    document: str,
) -> ClaimPaper:
    """Return a paper that is not entered yet.

    :raises NotFound: ``enterprise.missing``.
    A number is looked for among papers of the same ground and area only. What the holder gave is entered once; what was
    ordered can be delivered again as soon as it stands no more.

    :raises Conflict: ``claim.entered``.
    """
    known = claims_to(facts, holder)
    same = [claim for claim in known if claim.paper == (ground, number, area)]
    if any(ground.voluntary or claim.standing for claim in same):
        raise Conflict(say("文书“{number}”已经登记过", number=number), code="claim.entered")
    return ClaimPaper(
        number=number,
        ground=ground,
        holder=enterprise_of(facts, holder),
        delivered_at=delivered_at,
        until=until,
        by=by,
        document=document,
        entries=entries_of(known),
        parts=max((claim.part for claim in same), default=0),
        booked_at=facts.now,
    )


def entries_of(claims: Iterable[Claim]) -> int:
    """Return how many claims were entered."""
    return max((claim.entry for claim in claims), default=0)


def standing_paper(facts: Facts, *, number: str, holder: str, ground: Ground, area: str | None = None) -> StandingPaper:
    """Return the standing claims of a paper, with the tranches and all that stands on them.

    :raises NotFound: ``enterprise.missing`` or ``claim.missing``.
    :raises Conflict: ``claim.several_areas``.
    """
    found = find_paper(facts, number=number, holder=holder, ground=ground, area=area)
    if found is None:
        raise NotFound(
            say("“{holder}”名下没有有效的{ground}“{number}”", holder=holder, ground=ground.words, number=number),
            code="claim.missing",
        )
    return found


def find_paper(
    facts: Facts, *, number: str, holder: str, ground: Ground, area: str | None = None
) -> StandingPaper | None:
    """Return the same, or None where no claim of the paper stands.

    :param area: of the claims; None where they all stand in one.
    :raises NotFound: ``enterprise.missing``.
    :raises Conflict: ``claim.several_areas``, no area is named and claims stand in more than one.
    """
    all_claims = claims_to(facts, holder)
    claims = tuple(
        claim
        for claim in all_claims
        if claim.number == number and claim.ground is ground and claim.standing
        if area in {None, claim.unit.area}
    )
    enterprise = enterprise_of(facts, holder)
    if not any(facts.sees(claim) for claim in claims):
        return None
    areas = sorted({str(claim.unit.area) for claim in claims})
    if len(areas) > 1:
        raise Conflict(
            say("文书“{number}”在{areas}都有效，须写明区域", number=number, areas=enumerated(areas)),
            code="claim.several_areas",
        )
    units = {claim.unit.code: claim.unit for claim in claims}
    return StandingPaper(
        holder=enterprise,
        claims=claims,
        tranches=tuple(encumbered(facts, units[code], holder=holder, claims=all_claims) for code in sorted(units)),
        unsecured_yield=unsecured_yield(facts),
    )


def claims_of_paper(paper: ClaimPaper, parts: Iterable[tuple[Unit, int]]) -> tuple[Claim, ...]:
    """Return the claims that a paper makes, one for each tranche, before they hold anything."""
    return tuple(
        Claim(
            number=paper.number,
            part=paper.parts + count,
            holder=paper.holder.credit_code,
            ground=paper.ground,
            unit=unit,
            grams=grams,
            delivered_at=paper.delivered_at,
            entry=paper.entries + count,
            until=paper.until,
            by=paper.by,
            document=paper.document,
        )
        for count, (unit, grams) in enumerate(parts, start=1)
    )


def changed(
    tranche: Encumbered, after: Iterable[Claim], *, on: date, draws: bool, yielding: bool
) -> tuple[tuple[Posting, ...], tuple[Claim, ...]]:
    """Return what a change of the claims to a tranche posts, and the claims that are different afterwards.

    Freezes and suspensions whose last day is over lapse with whatever touches their tranche: no gram goes to them.
    """
    lapsing = (ended(claim, ClaimState.LAPSED) if claim.standing and claim.over(on) else claim for claim in after)
    result = rearranged(tranche, lapsing, draws=draws, unsecured_yield=yielding)
    known = set(tranche.claims)
    claims = tuple(claim for claim in result.claims if claim not in known)
    holder = (tranche.claims or claims)[0].holder
    area = str(tranche.unit.area)
    postings = tuple(
        Posting(
            debit=account(move.debit, area=area, holder=holder),
            credit=account(move.credit, area=area, holder=holder),
            unit=tranche.unit,
            amount=move.grams,
        )
        for move in result.moves
    )
    return postings, claims


def ending(paper: StandingPaper, state: ClaimState, *, on: date, narration: str) -> Voucher:
    """Return the voucher that ends all claims of a paper: those who wait come next, the rest goes back."""
    gone = {claim.subject for claim in paper.claims}
    postings: list[Posting] = []
    facts: list[Claim] = []
    for tranche in paper.tranches:
        after = (ended(claim, state) if claim.subject in gone else claim for claim in tranche.claims)
        posted, claims = changed(tranche, after, on=on, draws=False, yielding=paper.unsecured_yield)
        postings += posted
        facts += claims
    return Voucher(narration=narration, postings=tuple(postings), facts=tuple(facts))


def caps_between(
    facts: Facts, named: Iterable[tuple[Pollutant, str | None]], *, giving: str, taking: str
) -> tuple[AreaCaps, ...]:
    """Return the caps of both areas for every pollutant and basin, each once."""
    return tuple(
        AreaCaps(
            pollutant=pollutant,
            basin=basin,
            giving=facts.registers.find(Cap, cap_subject(area=giving, pollutant=pollutant, basin=basin)),
            taking=facts.registers.find(Cap, cap_subject(area=taking, pollutant=pollutant, basin=basin)),
        )
        for pollutant, basin in dict.fromkeys(named)
    )
