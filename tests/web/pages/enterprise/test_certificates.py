"""A certificate that was printed is confirmed by the public page, and whatever is altered on it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from ledger.domain.claims.claim import Claim
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area, RegisterArea
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from tests.web.city import City, let_in, logged_in
from web.books import adopted_law, now, text_of, today
from web.demo.place import BUREAU

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SO: Final = "账簿在该日、该件数时的情况与校验码一致"
NOT_SO: Final = "没有与所填内容一致的证明"


@pytest.fixture
def stranger(city: City) -> FlaskClient:
    """Return a browser at which nobody has logged in."""
    return city.app.test_client()


def particulars(page: str, code: str, kind: str) -> dict[str, str]:
    """Return what a third party reads off the paper."""
    check = re.search(r'<code class="check">([0-9a-f ]+)</code>', page)
    facts = dict(re.findall(r"<dt>(日期|日志件数)</dt><dd>([^<]+)</dd>", page))
    assert check is not None
    return {"kind": kind, "code": code, "date": facts["日期"], "place": facts["日志件数"], "check": check[1]}


def answer(stranger: FlaskClient, asked: dict[str, str]) -> str:
    page = stranger.get(f"/certificates/check?{urlencode(asked)}")
    assert page.status_code == 200
    return page.text


def test_a_printed_certificate_is_so_and_an_altered_one_is_not(
    visitor: Callable[[str], FlaskClient], stranger: FlaskClient, city: City
) -> None:
    code = city.persons["enterprise"].enterprise or ""
    paper = particulars(visitor("enterprise").get("/enterprise/certificates/holding").text, code, "holding")
    other = city.persons["other enterprise"].enterprise or ""

    assert SO in answer(stranger, paper)
    assert SO in answer(stranger, {**paper, "check": paper["check"].upper().replace(" ", "-")})
    for altered in (
        {"code": other},
        {"date": "2026-01-01"},
        {"place": "2"},
        {"place": "999999999"},
        {"check": "0" * 32},
        {"kind": "no_encumbrance"},
    ):
        assert NOT_SO in answer(stranger, {**paper, **altered})


def test_who_is_encumbered_gets_the_list_and_who_is_not_the_certificate(
    visitor: Callable[[str], FlaskClient], stranger: FlaskClient, city: City
) -> None:
    encumbered = visitor("enterprise").get("/enterprise/certificates/no-encumbrance").text
    free = visitor("other enterprise").get("/enterprise/certificates/no-encumbrance").text
    code = city.persons["other enterprise"].enterprise or ""

    assert "不能出具无权利负担证明" in encumbered
    assert "司法冻结" in encumbered
    assert 'class="check"' not in encumbered
    assert SO in answer(stranger, particulars(free, code, "no_encumbrance"))


def test_a_certificate_of_the_demonstration_says_that_it_is_one(visitor: Callable[[str], FlaskClient]) -> None:
    assert '<p class="specimen">演示数据</p>' in visitor("enterprise").get("/enterprise/certificates/holding").text


def test_a_certificate_names_who_issues_it_where_it_is_sealed_and_how_it_is_checked(
    visitor: Callable[[str], FlaskClient],
) -> None:
    page = visitor("enterprise").get("/enterprise/certificates/holding").text

    assert f"<dt>出具单位</dt><dd>{BUREAU}</dd>" in page
    assert '<p class="seal">盖章处</p>' in page
    assert "依账簿出具，未盖章不具证明效力。" in page
    assert "/certificates/check" in page


def test_where_the_book_does_not_know_the_bureau_its_name_has_a_place(own_city: City) -> None:
    law = adopted_law(own_city.book)
    with own_city.book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        persons = {(each.role, each.office): each for each in work.registers.all(User)}
        clerk, reviewer = (persons[role, Office.BUREAU] for role in (Role.CLERK, Role.REVIEWER))
        city = next(area for area in work.registers.all(Area) if area.city)
        nameless = RegisterArea(effective_on=today(), name=city.name, basins=city.basins, city=True)
        desks = [Desk(work=work, book=law, acts=ACTS, user=each, today=today()) for each in (clerk, reviewer)]
        act = procedure.record(desks[0], nameless, kind="area.register", key="nameless").reference
        procedure.approve(desks[1], act, shown=procedure.preview(desks[1], act).digest)
        work.commit()
    page = own_city.visitor("enterprise").get("/enterprise/certificates/holding").text

    assert '<dt>出具单位</dt><dd><span class="blank"' in page
    assert "账簿还没有登记市局的全称" in page


def test_the_check_answers_in_the_same_words_whether_the_enterprise_is_there_or_not(
    stranger: FlaskClient, city: City
) -> None:
    asked = {"kind": "holding", "date": "2026-01-01", "place": "5", "check": "0" * 32}
    code = city.persons["enterprise"].enterprise or ""
    pages = [
        re.sub(r"[0-9a-f]{32}|9\w{17}", "", answer(stranger, {**asked, "code": each}))
        for each in (code, "91371500MA00DEM05E")
    ]

    assert NOT_SO in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "91371500MA00DEM05F"),
        ("code", ""),
        ("date", "2026-02-29"),
        ("place", "0"),
        ("place", "1e3"),
        ("check", "g" * 32),
        ("check", "0" * 31),
        ("kind", "pledge"),
        ("extra", "1"),
    ],
)
def test_a_slip_is_told_at_its_field(field: str, value: str, stranger: FlaskClient) -> None:
    asked = {"kind": "holding", "code": "91371500MA00DEM012", "date": "2026-01-01", "place": "5", "check": "0" * 32}

    page = stranger.get(f"/certificates/check?{urlencode({**asked, field: value})}")

    assert page.status_code == 422
    assert f'id="fault-{field}"' in page.text or f"<code>{field}</code>" in page.text
    assert SO not in page.text
    assert NOT_SO not in page.text


def test_burdens_are_listed_by_rank_and_what_is_past_its_day_is_marked(own_city: City) -> None:
    with own_city.book.reading() as connection:
        standing = [each for each in own_city.book.registers(connection).everywhere(Claim) if each.standing]
    holder = next(each.holder for each in standing if each.until is not None and each.until < today())
    person = User(name="受限企业专员", role=Role.ENTERPRISE, enterprise=holder)
    let_in(own_city.book, person)
    browser = logged_in(own_city.app, person.name)

    page = browser.get("/enterprise/certificates/no-encumbrance").text

    assert page.count("顺位</strong>") == sum(each.holder == holder for each in standing)
    past = sum(each.holder == holder and each.until is not None and each.until < today() for each in standing)
    assert page.count("期满未注销") == past
    assert "期满未注销" in browser.get("/enterprise/certificates/holding").text
