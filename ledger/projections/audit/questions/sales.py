"""Sales with a single buyer: lots of published rounds, and lots of the reserve."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ledger.domain.rights.award import Award
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.errors import say
from ledger.projections.audit.question import ActAt, Holder, Question, Row, Tonnes, Yuan
from ledger.projections.rounds.recorded import booked_sales, recorded_rounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.audit.question import Inquiry
    from ledger.projections.rounds.recorded import BookedSale


def single_buyers(inquiry: Inquiry) -> Iterator[Row]:
    """Yield what one buyer alone bought in a round: of one seller, of one pollutant."""
    for round_ in recorded_rounds(inquiry.view):
        if not inquiry.shows(round_.place):
            continue
        sales: dict[tuple[str, str], list[BookedSale]] = defaultdict(list)
        for sale in booked_sales(inquiry.view, round_):
            sales[sale.seller or "", sale.pollutant.value].append(sale)
        for (seller, pollutant), sold in sorted(sales.items()):
            if len({sale.buyer for sale in sold}) == 1:
                yield Row(
                    cells=(
                        ActAt(sold[0].seq),
                        say("第{number}批 · {place}", number=round_.number, place=round_.place),
                        Holder(seller) if seller else say("政府储备"),
                        pollutant,
                        Holder(sold[0].buyer),
                        Tonnes(sum(sale.grams for sale in sold)),
                        Yuan(sum(sale.fen for sale in sold)),
                    )
                )


def single_sale_lots(inquiry: Inquiry) -> Iterator[Row]:
    """Yield noticed lots of the reserve of which everything that was awarded went to one buyer."""
    lots = {lot.id: lot for lot in inquiry.registers.all(ReserveLot) if inquiry.shows(lot.area)}
    awarded: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for award in inquiry.registers.all(Award):
        for line in award.lines:
            if line.lot is not None:
                awarded[line.lot].append((award.buyer, line.grams))
    for lot_id, lot in sorted(lots.items()):
        buyers = {buyer for buyer, _ in awarded[lot_id]}
        if len(buyers) == 1:
            sold = sum(grams for _, grams in awarded[lot_id])
            cells = (lot_id, lot.area, lot.pollutant.value, Tonnes(lot.grams), Tonnes(sold), Holder(buyers.pop()))
            yield Row(cells=cells)


QUESTIONS: Final = (
    Question(
        name="single-buyers",
        title=say("批次中的独家受让"),
        asks=say("已登记批次中，同一出让方、同一污染物只有一家受让方的成交；独家竞买应核对公告、报名与起始价。"),
        basis=say("CS61第9条：公开出让；实务：单一竞买人批次列为重点"),
        columns=(
            say("首笔成交"),
            say("批次"),
            say("出让方"),
            say("污染物"),
            say("受让方"),
            say("数量（吨/年）"),
            say("金额（元）"),
        ),
        answer=single_buyers,
    ),
    Question(
        name="single-sale-lots",
        title=say("只有一家成交的储备标的"),
        asks=say("储备公告标的中，全部成交归一家受让方的；连同公告数量与成交数量列出。"),
        basis=say("CS61第9条：公开出让"),
        columns=(
            say("标的编号"),
            say("地方"),
            say("污染物"),
            say("公告（吨/年）"),
            say("成交（吨/年）"),
            say("受让方"),
        ),
        answer=single_sale_lots,
    ),
)
