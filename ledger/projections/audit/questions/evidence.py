"""The same thing used twice: reductions beyond what was verified, and one paper behind several acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.registers.facility import Facility
from ledger.errors import say
from ledger.projections.audit.question import ActAt, Question, Row, Source, Tonnes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.audit.question import Inquiry


def overused_cards(inquiry: Inquiry) -> Iterator[Row]:
    """Yield the cards of facilities, those used beyond what was verified first, then those under suspicion.

    What a plant's own projects count on before its measure was verified stands apart and is no finding.
    """
    areas = {facility.id: facility.area for facility in inquiry.registers.all(Facility)}
    cards = [card for card in inquiry.registers.all(FacilityCard) if inquiry.shows(areas.get(card.facility))]
    for card in sorted(cards, key=lambda card: (card.left >= 0, not card.suspended, card.subject)):
        words = say("超用") if card.left < 0 else say("待核（疑似复产）") if card.suspended else None
        yield Row(
            cells=(
                Source(card.facility),
                areas.get(card.facility, ""),
                card.pollutant.value,
                Tonnes(card.verified),
                Tonnes(card.used_of_verified),
                Tonnes(card.left),
                Tonnes(card.in_advance),
                len(card.uses),
                words,
            ),
            finding=words is not None,
        )


def papers_used_twice(inquiry: Inquiry) -> Iterator[Row]:
    """Yield papers that stand behind more than one act, known by the digest of their content, whatever their names."""
    papers = inquiry.papers_used_twice()
    for digest, found in sorted(papers.items(), key=lambda item: (-len(item[1]), item[0])):
        for reference, name in sorted(found.items()):
            yield Row(cells=(digest[:16], len(found), ActAt(reference), name))


QUESTIONS: Final = (
    Question(
        name="cards",
        title=say("同一设施重复使用"),
        asks=say(
            "每张设施卡的核定减排量与全部用途之和；超用的在前，其次为疑似复产待核的；以新带老的措施尚未核实的另列，不算超用。点设施可看每一克的去向。"
        ),
        basis=say("一卡防重：核定减排量不小于收回、回购、认定、转让、以新带老、上交之和"),
        columns=(
            say("设施"),
            say("地方"),
            say("污染物"),
            say("核定（吨/年）"),
            say("已用（吨/年）"),
            say("剩余（吨/年）"),
            say("以新带老待核实（吨/年）"),
            say("用途数"),
            say("问题"),
        ),
        answer=overused_cards,
    ),
    Question(
        name="same-paper",
        title=say("一份附件用于多件业务"),
        asks=say("按附件内容的SHA-256比对：同一内容出现在两件以上业务中的，逐件列出，文件名不同也能发现。"),
        basis=say("财会〔2024〕12号第21条：同一原始凭证不得重复入账"),
        columns=(say("附件摘要"), say("业务数"), say("件号"), say("文件名")),
        answer=papers_used_twice,
    ),
)
