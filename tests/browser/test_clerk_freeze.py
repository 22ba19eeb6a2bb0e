"""A court's order delivered at 16:58 on tonnes that are partly pledged: booked with that minute, and ranked behind."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from ledger.domain.claims.claim import Claim
from ledger.domain.people.actor import Role, User
from ledger.domain.registers.enterprise import Enterprise
from ledger.store.registers import Registers
from tests.browser.clerk_desk import (
    approve,
    record,
    region,
    rows_of,
    search_for,
    sit_down,
)
from tests.browser.enterprise_story import let_the_bureau_act
from web.books import LEGAL_ZONE, today

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Office

HOLDER: Final = "示例宏林化工有限公司"
PLEDGE: Final = "示例质押〔2026〕9号"
ORDER: Final = "示例执〔2026〕58号"
BANK: Final = "示例银行"
COURT: Final = "示例人民法院"


def test_a_freeze_takes_what_is_free_and_waits_behind_the_pledge(office: Office) -> None:
    officer = officer_of(office, HOLDER)
    let_the_bureau_act(office.city, officer)
    clerk, branch, bureau = (
        sit_down(office, office.city.persons[role].name) for role in ("branch clerk", "branch reviewer", "reviewer")
    )
    approve(branch, _pledge(clerk))
    [pledge] = claims(office, officer)

    act = _freeze(clerk)
    assert claims(office, officer) == [pledge]
    approve(bureau, act)

    assert [(row[0][2:7].strip(), row[3], row[4]) for row in rows_of(region(bureau, "分录"))] == [
        ("Q42.4", "0.400000", ""),
        ("Q41 企", "", "0.400000"),
        ("Q42.4", "13.800000", ""),
        ("Q40 企", "", "13.800000"),
        ("Q42.4", "0.400000", ""),
        ("Q41 企", "", "0.400000"),
    ]
    assert f"{yesterday()} 16:58:00" in bureau.locator(".asked").inner_text()
    assert "要求15.7000吨/年，实际14.6000吨/年，轮候1.1000吨/年" in bureau.locator(".way").inner_text()
    first, *frozen = claims(office, officer)
    assert first == pledge
    minute = datetime.combine(yesterday(), time(16, 58), LEGAL_ZONE)
    assert [(each.delivered_at, each.held, each.queued) for each in frozen] == [
        (minute, 400_000, 600_000),
        (minute, 14_200_000, 0),
        (minute, 0, 500_000),
    ]
    _is_seen_by_the_enterprise(sit_down(office, officer.name))


def _is_seen_by_the_enterprise(page: Page) -> None:
    """See pledge and freeze in their rank on the enterprise's first page and on its certificate."""
    [paid] = [row for row in rows_of(region(page, "各份额")) if "定额有偿取得" in row[0]]
    assert paid[1:4] == ["—", "—", "1.000000"]
    assert re.search(
        r"第1顺位 抵（质）押 0\.600000 示例银行.*第2顺位 司法冻结 0\.400000，轮候0\.600000 示例人民法院", paid[4]
    )
    waiting = page.locator('h2:text-is("等待后到的排污权的权利负担") + *').inner_text()
    assert re.search(r"司法冻结 0\.000000，轮候0\.500000", waiting)
    page.click('nav.rooms a:text-is("证明")')
    assert "不能出具" in page.locator('main li:has-text("无权利负担证明")').inner_text()
    page.click('main a:text-is("排污权持有证明")')
    ranked = page.locator('h2:text-is("权利负担") + ul li').all_inner_texts()
    assert [line[: line.index("“")] for line in ranked] == ["抵（质）押", "司法冻结", "司法冻结", "司法冻结"]
    assert "0.400000吨/年，轮候0.600000" in ranked[1]


def yesterday() -> date:
    """Return the day on which both papers came in; they are booked on the next."""
    return today() - timedelta(days=1)


def officer_of(office: Office, enterprise: str) -> User:
    """Return an officer, not let in yet, of an enterprise of the branch."""
    with office.city.book.reading() as view:
        code = next(each.credit_code for each in Registers(view).all(Enterprise) if each.name == enterprise)
    return User(name=f"{enterprise}专员", role=Role.ENTERPRISE, enterprise=code)


def claims(office: Office, officer: User) -> list[Claim]:
    """Return the claims to what the enterprise has, in their rank."""
    with office.city.book.reading() as view:
        found = Registers(view).all(Claim, owner=str(officer.enterprise))
    return sorted(found, key=lambda claim: (claim.delivered_at, claim.entry))


def _pledge(clerk: Page) -> int:
    """Register the pledge of 0.6 t of the paid surplus, at half past nine yesterday."""
    clerk.goto("/desk/record/pledge.register")
    search_for(clerk, "holder", "宏林化工")
    clerk.click("[data-shares]")
    clerk.click('#holdings li button:has-text("有偿")')
    for name, value in {
        "number": PLEDGE,
        "pledgee": BANK,
        "printed_as": "质押",
        "registered_at": f"{yesterday()} 09:30",
        "until": str(today() + timedelta(days=365)),
        "lines.0.grams": "0.6",
        "document": "示例质押合同",
    }.items():
        clerk.fill(f'[name="{name}"]', value)
    return record(clerk)


def _freeze(clerk: Page) -> int:
    """Enter the order of the court: half a tonne more than the enterprise has, and no day to lose."""
    clerk.goto("/desk/record/freeze.deliver")
    search_for(clerk, "holder", "宏林化工")
    for name, value in {
        "number": ORDER,
        "court": COURT,
        "delivered_at": f"{yesterday()} 16:58",
        "until": str(today() + timedelta(days=365)),
        "lines.3.grams": "15.7",
        "document": "示例协助执行通知书",
    }.items():
        clerk.fill(f'[name="{name}"]', value)
    return record(clerk)
