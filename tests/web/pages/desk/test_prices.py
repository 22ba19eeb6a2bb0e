"""The money of an act is shown wherever it is decided on: formula, sum, term, and the published standard."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.money.fee import FeeLine
from ledger.domain.money.payment_notice import Charge, ChargedFee, FeeGround
from ledger.domain.money.price_basis import PriceBasis
from ledger.domain.rights.award import Award, AwardLine, AwardState, ReserveSource
from ledger.domain.rights.buy_back import BuyBack
from ledger.domain.rights.reserve_lot import ReserveLot
from ledger.domain.rights.tranche import Tranche
from ledger.domain.rights.transfer import Transfer, TransferLine, TransferMode
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.money.price_terms import PriceTerms, price_terms
from ledger.store.registers import Registers
from tests.web.pages.desk.awarding import AREA, AWARD, SUM, award
from tests.web.pages.desk.forms import opened
from web.books import LEGAL_ZONE, adopted_law, today

if TYPE_CHECKING:
    from tests.web.city import City

DAY = date(2026, 6, 1)
HELD = Tranche(
    pollutant=Pollutant.SULPHUR_DIOXIDE,
    term_from=date(2024, 1, 1),
    term_to=date(2029, 1, 1),
    origin=Origin.FIXED_PRICE,
)


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def terms_of(city: City, fact: object) -> PriceTerms:
    with city.book.reading() as view:
        [found] = price_terms([fact], registers=Registers(view), on=DAY, book=adopted_law(city.book))
    return found


def test_the_price_of_an_award_is_shown_to_the_clerk_the_reviewer_and_on_the_voucher(own_city: City) -> None:
    sheet = opened(own_city.visitor("clerk"), "award.make")
    inputs = award(own_city, on=today())

    checked = words_of(sheet.check(inputs))
    reference = sheet.press(inputs).location.rsplit("/", 1)[1]
    reviewer = own_city.visitor("reviewer")
    page = reviewer.get(f"/desk/acts/{reference}").text
    [shown] = re.findall(r'name="shown" value="([^"]+)"', page)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    reviewer.post(f"/desk/acts/{reference}/approve", data={"csrf": csrf, "shown": shown})
    posted = reviewer.get(f"/desk/acts/{reference}").text
    voucher = reviewer.get(re.findall(r'href="(/desk/vouchers/[0-9]+)"', posted)[0]).text

    starts = today()
    last = f"{starts.year + 5}-"
    for words in (checked, words_of(page), words_of(posted), words_of(voucher)):
        assert f"成交价款 {SUM} 元" in words
        assert f"1.8500 吨/年 × 8,400.00 元/吨·年 × 5年 = {SUM} 元" in words
        assert f"期限 {starts} 至 {last}" in words
        assert "征收标准 8,000.00 元/吨·年" in words
        assert f"1.8500吨/年×8400.00元/吨·年×5年=77700.00元，自{starts}起5年" in words
    for words in (checked, words_of(page)):
        assert f"登记：储备成交 {AWARD}" in words
    assert "政府储备·可用 · 初始预留" in checked


def test_the_notice_asks_for_the_price_that_the_award_showed(own_city: City) -> None:
    clerk, reviewer = own_city.visitor("clerk"), own_city.visitor("reviewer")
    inputs = award(own_city, on=today())
    reference = opened(clerk, "award.make").press(inputs).location.rsplit("/", 1)[1]
    page = reviewer.get(f"/desk/acts/{reference}").text
    [shown] = re.findall(r'name="shown" value="([^"]+)"', page)
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    reviewer.post(f"/desk/acts/{reference}/approve", data={"csrf": csrf, "shown": shown})

    notice = {"effective_on": today().isoformat(), "number": "示例通知1号", "award": AWARD}
    words = words_of(opened(clerk, "fee.notice").check(notice))

    assert f"应缴 {SUM} 元" in words
    assert f"应缴价款 {SUM} 元" in words
    assert f"期限 {today()} 至" in words


def test_a_lot_shows_its_start_price_for_the_whole_term(city: City) -> None:
    lot = ReserveLot(
        id="示例标的1",
        area=AREA,
        pollutant=Pollutant.VOLATILE_ORGANICS,
        grams=2_000_000,
        source=ReserveSource.RETAINED,
        start_price=80_000_000,
        basis=PriceBasis.YEAR,
        document="示例公告",
    )

    assert terms_of(city, lot).total == 8_000_000  # 2 × 8,000 × 5 years, in fen


def test_a_purchase_at_a_ratio_pays_for_what_is_bought(city: City) -> None:
    line = AwardLine(
        pollutant=Pollutant.PARTICULATES,
        grams=1_000_000,
        source=ReserveSource.RETAINED,
        unit_price=10_000_000,
        basis=PriceBasis.WHOLE_TERM,
        ratio=15_000,
    )
    sold = Award(
        id=AWARD, area=AREA, buyer="910000000000000431", lines=(line,), contracted_on=DAY, term_starts=DAY, term_years=5
    )
    terms = terms_of(city, sold)

    assert (terms.total, terms.lines[0].at_a_ratio, terms.lines[0].years) == (150_000, True, None)


def test_a_contract_shows_the_sum_of_its_lines_and_the_term_of_each(city: City) -> None:
    lines = tuple(
        TransferLine(tranche=HELD, grams=grams, price=price) for grams, price in ((1, 3_570_000), (2, 430_000))
    )
    sale = Transfer(
        number="示例合同1",
        seller="910000000000000431",
        seller_area=AREA,
        buyer="9100000000000004UB",
        buyer_area=AREA,
        mode=TransferMode.NEGOTIATED,
        lines=lines,
        contracted_at=datetime(2026, 6, 1, 9, tzinfo=LEGAL_ZONE),
    )
    terms = terms_of(city, sale)

    assert terms.total == 4_000_000
    assert {str(line.term.last_day) for line in terms.lines if line.term} == {"2028-12-31"}
    assert {line.standard.unit_price for line in terms.lines if line.standard} == {45_000_000}


def test_a_buy_back_shows_its_amount_beside_the_standard(city: City) -> None:
    bought = BuyBack(
        id="示例回购1",
        area=AREA,
        enterprise="910000000000000431",
        tranche=HELD,
        grams=500_000,
        unit_price=200_000_000,
        amount=1_000_000,
        document="示例协议",
    )

    [line] = terms_of(city, bought).lines

    assert (line.amount, line.unit_price, line.basis) == (1_000_000, 200_000_000, PriceBasis.WHOLE_TERM)


def test_a_fee_at_a_fixed_price_shows_the_part_of_a_year_that_is_paid_for(city: City) -> None:
    fee = ChargedFee(
        charged_for="示例补缴1",
        area=AREA,
        payer="910000000000000431",
        charge=Charge.FIXED_PRICE,
        ground=FeeGround.PAY_UP,
        lines=(
            FeeLine(pollutant=Pollutant.SULPHUR_DIOXIDE, grams=1_000_000, unit_price=36_500_000, basis=PriceBasis.YEAR),
        ),
        starts=DAY,
        ends=date(2026, 6, 11),
        total=10_000,
    )
    [line] = terms_of(city, fee).lines

    assert line.amount == 10_000  # 10 days of 365 at 3,650 yuan, in fen
    assert line.years is not None
    assert line.years.words == "10天÷365"


def test_what_is_delivered_or_undone_agrees_on_no_price_any_more(city: City) -> None:
    with city.book.reading() as view:
        registers = Registers(view)
        over = [each for each in registers.all(Award) if each.state is not AwardState.AWARDED]
        found = price_terms(over, registers=registers, on=DAY, book=adopted_law(city.book))

    assert over
    assert found == ()
