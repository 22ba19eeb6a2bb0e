"""Delivery of an award: the rights go to the buyer once the price is in the treasury."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import Path, Series, Voucher
from ledger.domain.bookkeeping.posting import Posting, converted
from ledger.domain.money.payment_notice import ChargedFee
from ledger.domain.projects.acquired import AcquiredBy, acquisitions
from ledger.domain.rights.award import AwardState, DeliverAward
from ledger.domain.values.quantity import format_tonnes
from ledger.rules.rights.delivery import DELIVER, DeliverCase, delivered_unit
from ledger.services.act import Act
from ledger.services.acts.money.charged import charged
from ledger.services.acts.money.paid import owed_before_delivery
from ledger.services.acts.registers.known import enterprise_of
from ledger.services.acts.rights.awards import award_of, awarded_to, reserve_unit
from ledger.services.acts.rights.given_out import cap_days_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.domain.rights.award import Award, AwardLine
    from ledger.domain.values.pollutant import Pollutant
    from ledger.services.act import Facts


def gather(facts: Facts, asked: DeliverAward) -> DeliverCase:
    """Look up the award, what is due and paid of its price, and what is given out under the caps."""
    award = award_of(facts, asked.id)
    grams: dict[tuple[Pollutant, str | None], int] = defaultdict(int)
    for line in award.lines:
        grams[line.pollutant, line.basin] += line.grams
    total = charged(facts, award=award.id, fixed_price=None).fee.total
    return DeliverCase(
        asked=asked,
        award=award,
        buyer=enterprise_of(facts, award.buyer),
        charged=facts.registers.find(ChargedFee, award.id),
        owed=owed_before_delivery(facts, award.id, total=total),
        days=tuple(
            (cap_days_of(facts, pollutant, area=award.area, basin=basin), amount)
            for (pollutant, basin), amount in grams.items()
        ),
    )


def draw_up(case: DeliverCase) -> Voucher:
    """Debit the buyer, and for a ratio above one what is cancelled; credit what was awarded."""
    award = case.award
    words = "、".join(f"{line.pollutant.chinese}{format_tonnes(line.grams)}吨/年" for line in award.lines)
    return Voucher(
        narration=(f"交割成交{award.id}（{case.buyer.name}）：{words}，{award.term.starts}至{award.term.last_day}"),
        postings=tuple(posting for line in award.lines for posting in _delivered(award, line)),
        facts=(
            replace(award, state=AwardState.DELIVERED, delivered_on=case.asked.effective_on),
            *acquisitions(
                ((delivered_unit(award, line), line.grams) for line in award.lines),
                project=award.project,
                kind=AcquiredBy.AWARD,
                by=award.id,
            ),
        ),
    )


def _delivered(award: Award, line: AwardLine) -> Iterator[Posting]:
    reserve = reserve_unit(award.area, line)
    yield from converted(
        debit=account("Q40", area=award.area, holder=award.buyer),
        credit=awarded_to(award.area, award.id),
        debited=delivered_unit(award, line),
        credited=reserve,
        amount=line.grams,
    )
    if line.given > line.grams:
        yield Posting(
            debit=account("Q19", area=award.area),
            credit=awarded_to(award.area, award.id),
            unit=reserve,
            amount=line.given - line.grams,
        )


ACTS: Final[tuple[Act[Any, Any], ...]] = (
    Act(
        kind="award.deliver",
        title="储备排污权交割",
        command=DeliverAward,
        series=Series.RIGHTS,
        path=Path.BUREAU,
        gather=gather,
        checks=DELIVER,
        draw_up=draw_up,
    ),
)
