"""A clerk records acts through their forms: what is sound is recorded once, what is not is kept as it was typed."""

from __future__ import annotations

import re
import time

import pytest

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.projections.accounts.balances import balances
from ledger.services.catalogue import ACTS
from ledger.store.registers import Registers
from tests.web.city import City
from tests.web.pages.desk.forms import intake, opened, sheet_of, size_of


def recorded(city: City, reference: int) -> WaitingAct:
    with city.book.reading() as connection:
        found = Registers(connection).find(WaitingAct, str(reference))
    assert found is not None
    return found


def reference_in(address: str) -> int:
    match = re.fullmatch(r"/desk/recorded/([0-9]+)", address)
    assert match is not None, address
    return int(match[1])


def test_everybody_finds_the_acts_of_his_role_and_office(city: City) -> None:
    pages = {who: city.visitor(who).get("/desk/record").text for who in ("branch clerk", "clerk", "finance")}
    found = {who: set(re.findall(r'href="/desk/record/([a-z_.]+)"', page)) for who, page in pages.items()}

    assert set.union(*found.values()) == set(ACTS)
    assert "project.intake" in found["branch clerk"] - found["clerk"]
    assert "cap.set" in found["clerk"] - found["branch clerk"]
    assert "fee.receipt" in found["finance"] - found["clerk"] - found["branch clerk"]


def test_the_acts_are_searched_by_name_in_both_languages(city: City) -> None:
    browser = city.visitor("clerk")

    assert "cap.set" in browser.get("/desk/record?q=总量控制").text
    assert "cap.set" in browser.get("/desk/record?q=set a cap&lang=en").text
    assert "cap.set" in browser.get("/desk/record?q=sdzlkz").text
    assert "cap.set" not in browser.get("/desk/record?q=回购").text


@pytest.mark.parametrize("kind", ACTS)
def test_every_form_opens_for_whoever_records_it(city: City, kind: str) -> None:
    browsers = {who: city.visitor(who) for who in ("branch clerk", "clerk", "finance")}
    answers = {who: browser.get(f"/desk/record/{kind}").status_code for who, browser in browsers.items()}

    assert set(answers.values()) <= {200, 404}
    assert 200 in answers.values()


def test_an_act_of_another_office_says_whose_it_is(city: City) -> None:
    answer = city.visitor("branch clerk").get("/desk/record/award.make")

    assert answer.status_code == 404
    assert "由市局、市总量控制中心的经办人员记录" in answer.text
    assert "act-form" not in answer.text
    assert "由分局的经办人员记录" in city.visitor("clerk").get("/desk/record/project.intake").text
    assert "财务人员记录" in city.visitor("clerk").get("/desk/record/fee.receipt").text
    assert "没有名为" in city.visitor("clerk").get("/desk/record/award.forge").text


def test_a_form_opens_quickly(city: City) -> None:
    browser = city.visitor("branch clerk")
    browser.get("/desk/record/opening.area")
    began = time.process_time()
    browser.get("/desk/record/opening.area")

    assert time.process_time() - began < 0.1


def test_a_sound_form_is_recorded_and_waits_for_the_reviewer(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    answer = sheet.press(intake(own_city))

    assert answer.status_code == 303
    act = recorded(own_city, reference_in(answer.location))
    assert (act.kind, act.state, act.maker) == ("project.intake", State.RECORDED, own_city.persons["branch clerk"].name)
    assert "已记录待审" in sheet.browser.get(answer.location).text
    assert "没有草稿" in sheet.browser.get("/desk/drafts").text


def test_pressing_twice_records_once(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    inputs = intake(own_city)

    first, size = sheet.press(inputs), size_of(own_city)
    second = sheet.press(inputs)

    assert first.location == second.location
    assert size_of(own_city) == size
    assert "没有草稿" in sheet.browser.get("/desk/drafts").text


def test_another_content_under_a_used_key_is_told_and_kept(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    inputs = intake(own_city)
    sheet.press(inputs)
    size = size_of(own_city)

    answer = sheet.press({**inputs, "name": "改了名称"})

    assert answer.status_code == 409
    assert "未入账" in answer.text
    assert 'value="改了名称"' in answer.text
    assert size_of(own_city) == size


def test_a_refusal_keeps_what_was_typed_and_names_every_fault_at_its_input(own_city: City) -> None:
    size = size_of(own_city)
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    answer = sheet.press({**intake(own_city), "name": "", "site": "示例“路”<b>", "table.0.this_project": "0.0000001"})

    assert answer.status_code == 422
    assert size_of(own_city) == size
    assert "未入账" in answer.text
    assert "示例“路”&lt;b&gt;" in answer.text
    assert 'value="0.0000001"' in answer.text
    assert re.search(
        r'name="table.0.this_project" [^>]*aria-invalid="true" aria-describedby="fault:table.0.this_project"',
        answer.text,
    )
    assert "小数超过6位；不作四舍五入" in answer.text
    assert 'id="fault:name"' in answer.text


def test_a_breach_names_article_and_both_numbers_and_nothing_is_recorded(own_city: City) -> None:
    size = size_of(own_city)
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    answer = sheet.press({**intake(own_city), "table.0.whole_plant_after": "6.5"})

    assert answer.status_code == 422
    assert "未入账" in answer.text
    assert "6.5" in answer.text
    assert 'value="6.5"' in answer.text
    assert size_of(own_city) == size


def test_what_was_turned_is_shown_first_and_recorded_when_it_is_sent_again(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    size = size_of(own_city)
    turned = {"table.0.this_project": "１．５", "requested_on": "2026年1月5日"}
    inputs = {**intake(own_city), **turned, "table.0.whole_plant_after": "6.5"}

    asked = sheet.press(inputs)

    assert asked.status_code == 422
    assert "已换算为 1.5 吨" in asked.text
    assert "已换算为 2026-01-05" in asked.text
    assert 'value="2026-01-05"' in asked.text
    assert size_of(own_city) == size
    again = sheet_of(sheet.browser, asked, "project.intake")
    assert again.press({**inputs, "table.0.this_project": "1.5", "requested_on": "2026-01-05"}).status_code == 303


def test_the_check_shows_what_is_missing_without_recording(own_city: City) -> None:
    size = size_of(own_city)
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    shown = sheet.check({"name": "示例扩建", "table.0.pollutant": "COD", "table.0.this_project": "1e3"})

    assert "尚缺" in shown
    assert 'data-at="table.0.this_project"' in shown
    assert "草稿已保存" in shown
    assert size_of(own_city) == size


def test_the_check_classifies_a_project_with_article_and_both_numbers(own_city: City) -> None:
    shown = opened(own_city.visitor("branch clerk"), "project.intake").check(intake(own_city))

    assert "可以记录" in shown
    assert "新增年排放量1.000000吨，高于0.1吨" in shown
    assert "LC25" in shown


def test_the_check_shows_the_postings_with_the_balances_before_and_after(own_city: City) -> None:
    size = size_of(own_city)
    area = own_city.persons["branch clerk"].area
    inputs = {
        "effective_on": intake(own_city)["effective_on"],
        "area": str(area),
        "pollutant": "SO2",
        "grams": "0.5",
        "document": "示例纪要1号",
    }
    shown = opened(own_city.visitor("clerk"), "reserve.retain").check(inputs)

    assert "将要入账的分录" in shown
    [before, after] = re.findall(r'<td class="number">([0-9.]+)</td><td class="number">([0-9.]+)</td></tr>', shown)[0]
    assert before != after
    assert size_of(own_city) == size


def test_the_check_calls_an_enterprise_by_its_name(own_city: City) -> None:
    shown = opened(own_city.visitor("branch clerk"), "project.intake").check(intake(own_city))

    assert re.search('data-named="enterprise" data-says="示例[^"]+"', shown)


def test_a_rule_that_is_broken_is_shown_while_typing(own_city: City) -> None:
    inputs = {**intake(own_city), "effective_on": "2099-01-01"}

    shown = opened(own_city.visitor("branch clerk"), "project.intake").check(inputs)

    assert "到日再办理" in shown
    assert "未入账" in shown


def test_what_another_office_records_is_not_there(city: City) -> None:
    branch = city.visitor("branch clerk")

    assert branch.get("/desk/record/cap.set").status_code == 404
    assert branch.get("/desk/record/no.such").status_code == 404
    assert city.visitor("reviewer").get("/desk/record").status_code == 403


def test_registers_offer_what_is_in_sight_by_part_of_the_name(city: City) -> None:
    branch, bureau = city.visitor("branch clerk"), city.visitor("clerk")
    offered = branch.get("/desk/options/enterprises?q=示例").json
    everywhere = bureau.get("/desk/options/projects").json

    assert offered is not None
    assert everywhere is not None
    assert 0 < len(offered) <= 30
    assert (
        branch.get("/desk/options/enterprises?q=shili").json
        == branch.get("/desk/options/enterprises?q=sl").json
        == offered
    )
    assert len(everywhere) == 30
    areas = {option["value"] for option in bureau.get("/desk/options/areas").json or ()}
    assert city.persons["branch clerk"].area in areas
    assert branch.get("/desk/options/secrets").status_code == 404


def test_what_an_enterprise_holds_is_offered_as_it_would_be_typed(city: City) -> None:
    browser, bureau = city.visitor("branch clerk"), city.visitor("clerk")
    with city.book.reading() as connection:
        rows = [row for row in balances(connection) if row.account.chart.code == "Q40"]
    area = city.persons["branch clerk"].area
    own = next(row for row in rows if row.account.area == area)
    other = next(row for row in rows if row.account.area != area)

    [first, *_] = browser.get(f"/desk/holdings?holder={own.account.holder}").json or ()

    assert first["members"]["term_from"] <= first["members"]["term_to"]
    assert first["members"]["pollutant"] in first["words"]
    assert browser.get(f"/desk/holdings?holder={other.account.holder}").json == []
    assert bureau.get(f"/desk/holdings?holder={other.account.holder}").json != []
    assert browser.get("/desk/holdings?facility=%00").json == browser.get("/desk/holdings").json == []


def test_another_s_recorded_act_is_not_there(own_city: City) -> None:
    answer = opened(own_city.visitor("branch clerk"), "project.intake").press(intake(own_city))

    assert own_city.visitor("clerk").get(answer.location).status_code == 404
