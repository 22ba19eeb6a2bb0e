"""The exemption ledger of a branch: exempt projects entered at once, credits held as they come, retired quarterly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.credits.offset import portions
from ledger.domain.credits.offset_postings import hold, owe_exemption, release, retire
from ledger.domain.projects.exemption import (
    Exemption,
    ExemptionState,
    HoldForExemptions,
    RegisterExemption,
    RetireExemptions,
    RetirementLine,
    RetirementSheet,
)
from ledger.domain.projects.project_traits import Regime
from ledger.errors import Conflict, say
from ledger.rules.credits.offset import day_of_exemption_ratio, exemption_ratio_of
from ledger.rules.projects.retirement import (
    REGISTRATION_CHECKS,
    RETIREMENT_CHECKS,
    Held,
    HoldCase,
    RegistrationCase,
    RetirementCase,
    filled,
    released_of,
    retired_of,
)
from ledger.services.act import Act
from ledger.services.acts.credits.pool import attainment_before, held_for, pool_of
from ledger.services.acts.projects.intake import milestones_of
from ledger.services.acts.registers.known import area_of, project_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ledger.domain.bookkeeping.posting import Posting
    from ledger.services.act import Facts


def gather_registration(facts: Facts, asked: RegisterExemption) -> RegistrationCase:
    """Look up the exempt pollutants of the project, and what the branch's pool has for them.

    :raises Conflict: ``exemption.registered``, ``project.abandoned``.
    """
    project = project_of(facts, asked.project)
    milestones_of(facts, asked.project)
    factors = project.factors_under(Regime.EXEMPT)
    owed = [
        Exemption(
            project=project.id,
            area=project.area,
            pollutant=factor.pollutant,
            basin=factor.basin,
            grams=factor.increment,
            registered_on=asked.effective_on,
        )
        for factor in factors
    ]
    for exemption in owed:
        known = facts.registers.find(Exemption, exemption.subject, owner=project.area)
        if known is not None and known.state is not ExemptionState.CANCELLED:
            raise Conflict(
                say("项目“{project}”已于{day}登入豁免台账", project=project.id, day=known.registered_on),
                code="exemption.registered",
            )
    return RegistrationCase(
        asked=asked,
        project=project,
        factors=factors,
        lines=filled(
            [_line(facts, each) for each in owed],
            pool_of(facts, project.area, pollutants={each.pollutant for each in owed}),
        ),
    )


def _line(facts: Facts, exemption: Exemption) -> Held:
    """Return an exemption with what is held for it already, at its ratio."""
    line = Held(exemption=exemption, ratio=_ratio(facts, exemption), sources=())
    return replace(line, sources=held_for(facts, line.need))


def _ratio(facts: Facts, exemption: Exemption) -> int | None:
    day = day_of_exemption_ratio(exemption.registered_on, on=facts.on, book=facts.book)
    return exemption_ratio_of(exemption.pollutant, attainment=attainment_before(facts, day), on=day, book=facts.book)


def register(case: RegistrationCase) -> Voucher:
    """Enter what the branch owes, and hold credits as far as there are any; what is missing is the branch's gap."""
    return Voucher(
        narration=f"豁免登记：{case.project.id} {case.project.name}",
        postings=(
            *(owe_exemption(line.need, line.exemption.grams) for line in case.lines),
            *(posting for line in case.lines for posting in hold(line.need, line.sources)),
        ),
        facts=tuple(line.exemption for line in case.lines),
    )


def _open(facts: Facts, area: str, *, until: date) -> list[Held]:
    """Return the open exemptions of a branch with what is held for them, the oldest first."""
    found = (
        exemption
        for exemption in facts.registers.all(Exemption, owner=area)
        if exemption.state is ExemptionState.OPEN and exemption.registered_on <= until
    )
    return [_line(facts, exemption) for exemption in sorted(found, key=lambda each: (each.registered_on, each.subject))]


def gather_hold(facts: Facts, asked: HoldForExemptions) -> HoldCase:
    """Look up which exemptions lack credits, and what the branch's pool has for them.

    :raises Conflict: ``exemption.nothing_to_hold``.
    """
    area_of(facts, asked.area)
    lines = filled(_open(facts, asked.area, until=asked.effective_on), pool_of(facts, asked.area))
    served = tuple(line for line in lines if line.sources)
    if not served:
        raise Conflict(
            say("“{area}”没有缺口，或减排量库没有可用的来源", area=asked.area), code="exemption.nothing_to_hold"
        )
    return HoldCase(asked=asked, lines=served)


def hold_credits(case: HoldCase) -> Voucher:
    """Hold credits for the exemptions that lack them, the oldest first."""
    return Voucher(
        narration=f"豁免台账预占减排量：{case.area}，{len(case.lines)}项",
        postings=tuple(posting for line in case.lines for posting in hold(line.need, line.sources)),
    )


def gather_retirement(facts: Facts, asked: RetireExemptions) -> RetirementCase:
    """Look up which exemptions of the period are wholly covered.

    :raises Conflict: ``retirement.done``, the period has its sheet; ``retirement.nothing``.
    """
    area_of(facts, asked.area)
    sheet = facts.registers.find(RetirementSheet, asked.through.isoformat(), owner=asked.area)
    if sheet is not None:
        raise Conflict(
            say(
                "“{area}”截至{through}的核销已于{day}办理", area=asked.area, through=asked.through, day=sheet.retired_on
            ),
            code="retirement.done",
        )
    due = tuple(_open(facts, asked.area, until=asked.through))
    covered = tuple(line for line in due if line.ratio is not None and not line.missing)
    known = all(line.ratio is not None for line in due)
    if known and not covered:
        raise Conflict(
            say(
                "“{area}”截至{through}有{count}项待核销，没有一项来源齐备",
                area=asked.area,
                through=asked.through,
                count=len(due),
            ),
            code="retirement.nothing",
        )
    return RetirementCase(asked=asked, due=due, covered=covered)


def retire_exemptions(case: RetirementCase) -> Voucher:
    """Retire the credits of each exemption that is covered, take out what was owed, and write the sheet."""
    asked = case.asked
    sheet = RetirementSheet(
        area=asked.area, through=asked.through, retired_on=asked.effective_on, lines=tuple(_sheet_lines(case))
    )
    return Voucher(
        narration=f"豁免项目定期核销：{asked.area}，截至{asked.through}，{len(case.covered)}项",
        postings=tuple(posting for line in case.covered for posting in _retired(line)),
        facts=(
            sheet,
            *(
                replace(line.exemption, state=ExemptionState.RETIRED, retired_on=asked.effective_on)
                for line in case.covered
            ),
        ),
    )


def _retired(line: Held) -> Iterator[Posting]:
    parts = portions(retired_of(line), need=line.exemption.grams)
    yield from retire(line.need, parts, into="C31", out_of=line.need.held)
    yield from release(line.need, released_of(line))
    yield owe_exemption(line.need, line.exemption.grams, cancelled=True)


def _sheet_lines(case: RetirementCase) -> Iterator[RetirementLine]:
    for line in case.covered:
        for part in portions(retired_of(line), need=line.exemption.grams):
            yield RetirementLine(
                project=line.exemption.project,
                pollutant=line.exemption.pollutant,
                facility=part.source.facility,
                grams=part.covering,
                net_gain=part.net_gain,
            )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="exemption.register",
        title="豁免登记",
        command=RegisterExemption,
        series=Series.EXEMPTIONS,
        path=Path.BRANCH,
        gather=gather_registration,
        checks=REGISTRATION_CHECKS,
        draw_up=register,
    ),
    Act(
        kind="exemption.hold",
        title="为豁免项目预占减排量",
        command=HoldForExemptions,
        series=Series.EXEMPTIONS,
        path=Path.BRANCH,
        gather=gather_hold,
        checks=(),
        draw_up=hold_credits,
    ),
    Act(
        kind="exemption.retire",
        title="豁免项目定期核销",
        command=RetireExemptions,
        series=Series.EXEMPTIONS,
        path=Path.BRANCH_THEN_BUREAU,
        gather=gather_retirement,
        checks=RETIREMENT_CHECKS,
        draw_up=retire_exemptions,
    ),
)
