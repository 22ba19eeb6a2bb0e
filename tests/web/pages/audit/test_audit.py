"""The auditor's pages over the small demonstration city: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from ledger.projections.audit.questions.catalogue import QUESTIONS
from schemas.base import RequestSchema
from tests.web.pages.audit.reading import table_of, text_of
from web.access import READERS, access_of
from web.labels.conditions import CONDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from tests.web.city import City

FOR_READERS = (
    "/audit",
    "/audit/account-summary",
    "/audit/account-summary?first=2025-01&last=2025-03&line=Q40&pollutant=PM",
    "/audit/general-ledger",
    "/audit/general-ledger?line=2103.1&first=2026-01",
    "/audit/detail-book",
    "/audit/detail-book?line=1212.2&starts=2024-01-01&ends=2026-12-31",
    "/audit/trace",
    "/audit/rule-books",
    "/audit/provisions/credit.plan_period",
    "/audit/questions/money",
    "/audit/questions/just-under",
)
FOR_THE_AUDITOR = (
    "/audit/sample",
    "/audit/sample?seed=1&size=5&kind=award.make",
    "/audit/log",
    "/audit/proof",
    "/audit/checkpoint",
    "/audit/log.csv",
    "/audit/access.csv",
)


@pytest.mark.parametrize("address", [*FOR_READERS, *FOR_THE_AUDITOR])
def test_the_auditor_reads_every_page_in_both_languages(address: str, auditor: FlaskClient) -> None:
    chinese = auditor.get(address)
    english = auditor.get(address + ("&" if "?" in address else "?") + "lang=en")

    assert (chinese.status_code, english.status_code) == (200, 200)
    if chinese.mimetype == "text/html":
        assert '<html lang="en">' in english.text
        assert chinese.text != english.text


@pytest.mark.parametrize("role", ["clerk", "finance", "branch reviewer"])
def test_staff_read_with_him_but_do_not_audit(role: str, visitor: Callable[[str], FlaskClient]) -> None:
    browser = visitor(role)

    assert {browser.get(address).status_code for address in FOR_READERS} == {200}
    assert {browser.get(address).status_code for address in FOR_THE_AUDITOR} == {403}


@pytest.mark.parametrize("role", ["enterprise", "sysadmin", "secadmin", "auditadmin"])
def test_nobody_else_comes_in(role: str, visitor: Callable[[str], FlaskClient]) -> None:
    browser = visitor(role)

    statuses = {browser.get(address).status_code for address in (*FOR_READERS, *FOR_THE_AUDITOR)}

    assert role not in READERS
    assert statuses == {403}


def test_nothing_in_the_auditors_room_writes(city: City) -> None:
    room = [rule for rule in city.app.url_map.iter_rules() if rule.rule.startswith("/audit")]

    assert len(room) > 15
    assert not any(access_of(city.app, rule.endpoint).writes for rule in room)
    assert {rule.endpoint for rule in room if "POST" in (rule.methods or ())} == {"audit_proof.verify"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_answered_counted_and_sent_as_a_file(name: str, auditor: FlaskClient) -> None:
    page, count, file = (auditor.get(f"/audit/questions/{name}{tail}") for tail in ("", "/count", ".csv"))

    lines = table_of(file)
    found = sum(line[-1] == "1" for line in lines[1:])
    assert page.status_code == count.status_code == file.status_code == 200
    assert all(len(line) == len(QUESTIONS[name].columns) + 1 for line in lines)
    assert text_of(count).startswith(f"{found} 处重点")
    assert f"{found}处重点，共{len(lines) - 1}行" in text_of(page)


def test_questions_of_the_whole_city_are_not_put_for_a_branch(visitor: Callable[[str], FlaskClient]) -> None:
    browser = visitor("branch reviewer")
    listed = set(re.findall(r'href="/audit/questions/([a-z-]+)"', browser.get("/audit").text))

    assert listed == {name for name, question in QUESTIONS.items() if not question.whole_city}
    assert browser.get("/audit/questions/users").status_code == 404
    assert browser.get("/audit/questions/nothing").status_code == 404


def test_a_total_leads_to_accounts_to_an_entry_to_the_provision_that_judged_it(auditor: FlaskClient) -> None:
    units = auditor.get("/trial-balance?kind=right&pollutant=PM")
    unit = re.search(r'href="(/balances\?unit=[^"]+)"', units.text)
    assert unit is not None
    balances = auditor.get(unescape(unit[1]))
    account = re.search(r'class="account" href="([^"]+)"', balances.text)
    assert account is not None
    statement = auditor.get(unescape(account[1]))
    entry = re.search(r'href="(/entries/\d+)"', statement.text)
    assert entry is not None
    voucher = auditor.get(entry[1])
    provision = re.search(r'href="(/audit/provisions/[^"]+)"', voucher.text)
    assert provision is not None
    shown = auditor.get(unescape(provision[1]))

    assert "办理过程" in voucher.text
    assert "已入账" in text_of(voucher)
    assert shown.status_code == 200
    assert f'href="{entry[1]}"' in shown.text or "较早" in shown.text
    assert "规则书摘要" in shown.text


def test_credit_is_traced_from_its_facility_to_those_who_used_it(auditor: FlaskClient) -> None:
    facilities = [row[0] for row in table_of(auditor.get("/audit/questions/cards.csv"))[1:]]
    traced = ((each, auditor.get(f"/audit/trace?source={quote(each)}")) for each in facilities)

    facility, page = next(
        (each, page) for each, page in traced if "每一次转移" in page.text and "/entries/" in page.text
    )
    entry = re.search(r'href="(/entries/\d+)"', page.text)
    assert entry is not None
    recognised = auditor.get(entry[1])

    assert {"设施卡", "现在何处", "每一次转移"} <= set(re.findall(r"<h2>([^<]+)</h2>", page.text))
    assert "认定减排量" in text_of(page)
    assert f'href="/audit/trace?source={quote(facility)}' in recognised.text
    assert auditor.get("/audit/trace?source=nowhere").status_code == 404


def test_a_person_of_a_branch_finds_nothing_of_another(visitor: Callable[[str], FlaskClient], city: City) -> None:
    own = city.persons["branch reviewer"].area
    auditor, browser = visitor("auditor"), visitor("branch reviewer")
    areas = {row[2] for row in table_of(auditor.get("/audit/questions/just-under.csv"))[1:]}
    other = next(area for area in sorted(areas) if area != own)
    seen = {int(seq) for seq in re.findall(r'href="/entries/(\d+)"', browser.get("/entries").text)}
    foreign = int(re.findall(r'href="/entries/(\d+)"', auditor.get(f"/entries?area={quote(other)}").text)[0])
    account = re.search(r'href="(/accounts/Q40[^"]+)"', auditor.get(f"/balances?line=Q40&area={quote(other)}").text)
    assert account is not None

    assert own is not None
    assert seen
    assert foreign not in seen
    hidden, missing = browser.get(f"/entries/{foreign}"), browser.get("/entries/99999999")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert "没有第" in hidden.text
    assert browser.get(unescape(account[1])).status_code == 404
    for address in (f"/balances?area={quote(other)}", f"/entries?area={quote(other)}", "/audit/questions/just-under"):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", browser.get(address).text)
        assert other not in cells
    assert f'<option value="{other}"' not in browser.get("/balances").text


def test_a_branch_has_a_trial_balance_of_its_own_units(visitor: Callable[[str], FlaskClient], city: City) -> None:
    page = visitor("branch reviewer").get("/trial-balance?kind=right")

    areas = set(re.findall(r'<td class="wide">([^<]*)</td>', page.text))
    assert areas == {city.persons["branch reviewer"].area}
    assert "人民币" not in text_of(page).split("份额数")[1]


def test_conditions_are_kept_by_the_pages_of_the_journal(auditor: FlaskClient) -> None:
    first = auditor.get("/entries?kind=project.intake&text=%E9%A1%B9%E7%9B%AE")
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older is not None
    second = auditor.get(unescape(older[1]))
    back = re.search(r'rel="prev" href="([^"]+)"', second.text)
    assert back is not None

    places = [re.findall(r'scope="row" class="number"><a href="/entries/(\d+)"', page.text) for page in (first, second)]
    returned = re.findall(r'scope="row" class="number"><a href="/entries/(\d+)"', auditor.get(unescape(back[1])).text)
    assert "kind=project.intake" in older[1]
    assert "text=" in older[1]
    assert len(places[0]) == 50
    assert not set(places[0]) & set(places[1])
    assert returned == places[0]


def test_a_condition_that_no_choice_offers_is_shown_as_it_narrows_what_is_found(auditor: FlaskClient) -> None:
    page = auditor.get("/entries?kind=no.such&area=nowhere").text

    assert '<option value="no.such" selected>no.such</option>' in page
    assert '<option value="nowhere" selected>nowhere</option>' in page
    assert "共0件" in page


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("least=5", "数额不小于（吨或元）"),
        ("measure=money&least=x", "数额不小于（吨或元）"),
        ("measure=right&most=1.1234567", "数额不大于（吨或元）"),
        ("papers=maybe", "附件"),
        ("number=0", "号码"),
        ("recorded_to=yesterday", "记录日至"),
    ],
)
def test_a_condition_that_cannot_be_read_is_named(query: str, fault: str, auditor: FlaskClient) -> None:
    for page in ("/entries", "/audit/sample"):
        response = auditor.get(f"{page}?{query}")

        assert response.status_code == 422
        assert f"<strong>{fault}</strong>" in response.text


def test_the_number_of_a_voucher_may_be_typed_in_wide_digits(auditor: FlaskClient) -> None:
    wide, plain = (auditor.get(f"/entries?number={number}").text for number in ("１２", "12"))

    assert re.findall(r'href="(/entries/\d+)"', wide) == re.findall(r'href="(/entries/\d+)"', plain) != []


def queries(schema: type[RequestSchema] = RequestSchema) -> Iterator[type[RequestSchema]]:
    """Yield whatever reads what stands behind the question mark of an address."""
    for kind in schema.__subclasses__():
        yield from queries(kind)
        if kind.__name__.endswith("Query"):
            yield kind


def test_every_condition_is_told_by_its_name() -> None:
    asked = {name for query in queries() for name in query().fields}

    assert asked
    assert asked <= CONDITIONS.keys()


@pytest.mark.parametrize(
    "address",
    [
        "/balances?after=x",
        "/balances?after=[1,2,3]",
        '/balances?after=["a","b"]',
        "/audit/detail-book?after=1",
        "/audit/detail-book?line=Z1",
        "/audit/account-summary?first=2026-13",
        "/audit/questions/money?start=0",
    ],
)
def test_places_that_are_none_are_refused(address: str, auditor: FlaskClient) -> None:
    assert auditor.get(address).status_code == 422
