"""Drafts: kept from the first key on, right or wrong, found again by their owner alone, gone when they are recorded."""

from __future__ import annotations

import io
import re

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.services.drafts import LARGEST_PAPER, MOST_DRAFTS, begin_draft
from ledger.store.evidence import Evidence
from ledger.store.registers import Registers
from tests.web.city import City
from tests.web.pages.desk.forms import Sheet, intake, opened, sheet_of, size_of
from web.books import adopted_law, now, text_of, today


def returned(city: City, reference: int) -> None:
    """Let the branch's reviewer return an act."""
    law = adopted_law(city.book)
    with city.book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        desk = Desk(work=work, book=law, acts=ACTS, user=city.persons["branch reviewer"], today=today())
        procedure.send_back(desk, reference, reason="示例：请补充")
        work.commit()


def act_of(city: City, reference: int) -> WaitingAct:
    with city.book.reading() as connection:
        found = Registers(connection).find(WaitingAct, str(reference))
    assert found is not None
    return found


def number_in(address: str) -> int:
    return int(address.rpartition("/")[2])


def half_filled(city: City) -> Sheet:
    sheet = opened(city.visitor("branch clerk"), "project.intake")
    sheet.check(
        {"name": "半张表", "table.3.pollutant": "NOx", "table.3.this_project": "还没有", "_unit.table.replaced": "kg"}
    )
    return sheet


def test_a_half_filled_form_is_found_again_as_it_was_left(own_city: City) -> None:
    sheet = half_filled(own_city)

    shown = sheet.browser.get("/desk/drafts").text
    again = sheet.browser.get(f"/desk/drafts/{sheet.draft}").text

    assert "半张表" in shown
    assert "未入账" in shown
    assert 'value="半张表"' in again
    assert 'value="还没有"' in again
    assert re.search(r'name="_unit.table.replaced".*?value="kg" selected', again, re.DOTALL)


def test_typing_on_keeps_one_draft(own_city: City) -> None:
    sheet = half_filled(own_city)
    sheet.check({"name": "半张表二"})
    other_window = Sheet(sheet.browser, sheet.kind, sheet.csrf, sheet.key)
    other_window.check({"name": "半张表三"})

    shown = sheet.browser.get("/desk/drafts").text

    assert shown.count("/delete") == 1
    assert "半张表三" in shown


def test_another_s_draft_is_not_there(own_city: City) -> None:
    sheet = half_filled(own_city)
    stranger = opened(own_city.visitor("clerk"), "cap.set")

    assert stranger.browser.get(f"/desk/drafts/{sheet.draft}").status_code == 404
    assert stranger.browser.post(f"/desk/drafts/{sheet.draft}/delete", data={"csrf": stranger.csrf}).status_code == 404
    stranger.draft, stranger.key = sheet.draft, sheet.key
    stranger.check({"area": "别处"})
    assert 'value="半张表"' in sheet.browser.get(f"/desk/drafts/{sheet.draft}").text


def test_a_draft_is_thrown_away(own_city: City) -> None:
    sheet = half_filled(own_city)

    answer = sheet.browser.post(f"/desk/drafts/{sheet.draft}/delete", data={"csrf": sheet.csrf})

    assert answer.status_code == 303
    assert sheet.browser.get(f"/desk/drafts/{sheet.draft}").status_code == 404


def test_without_a_script_rows_are_added_and_the_form_is_saved_by_buttons(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    size = size_of(own_city)

    saved = sheet.press(intake(own_city), do="save")
    page = sheet.browser.get(saved.location)
    more = sheet_of(sheet.browser, page, "project.intake").press(intake(own_city), do="add:table")
    longer = sheet.browser.get(more.location)

    assert saved.status_code == more.status_code == 303
    assert longer.text.count('value="drop:table.') > page.text.count('value="drop:table.')
    assert size_of(own_city) == size
    assert sheet_of(sheet.browser, longer, "project.intake").press(intake(own_city)).status_code == 303


def test_the_switch_of_languages_on_a_refused_form_leads_to_what_was_typed(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    refused = sheet.press({**intake(own_city), "requested_on": "31"})
    draft = sheet_of(sheet.browser, refused, "project.intake").draft

    assert f'class="language" href="/desk/drafts/{draft}?lang=en"' in refused.text
    assert 'value="示例扩建"' in sheet.browser.get(f"/desk/drafts/{draft}?lang=en").text
    answered = sheet.browser.post("/desk/acts/1/return", data={"csrf": sheet.csrf})
    assert answered.status_code in {404, 422}
    assert 'class="language" href="/?lang=zh"' in answered.text  # its own address takes nothing but a form


def test_a_returned_act_is_corrected_through_its_draft(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    reference = number_in(sheet.press(intake(own_city)).location)
    returned(own_city, reference)

    begun = sheet.browser.post(f"/desk/drafts/correct/{reference}", data={"csrf": sheet.csrf})
    page = sheet.browser.get(begun.location)
    again = sheet.browser.post(f"/desk/drafts/correct/{reference}", data={"csrf": sheet.csrf})
    correction = sheet_of(sheet.browser, page, "project.intake")
    answer = correction.press({**intake(own_city), "name": "更正后的名称"})
    twice = correction.press({**intake(own_city), "name": "更正后的名称"})

    assert begun.location == again.location
    assert 'value="示例扩建"' in page.text
    assert number_in(answer.location) == reference
    assert act_of(own_city, reference).state is State.RECORDED
    assert twice.status_code in {303, 409, 422}


def test_a_correction_goes_on_without_the_papers_that_are_ticked(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    papers = [(io.BytesIO(b"%PDF right"), "对的.pdf"), (io.BytesIO(b"%PDF wrong"), "错的.pdf")]
    reference = number_in(sheet.press(intake(own_city), _paper=papers).location)
    former = {paper.name: paper.digest for paper in act_of(own_city, reference).evidence}
    returned(own_city, reference)

    begun = sheet.browser.post(f"/desk/drafts/correct/{reference}", data={"csrf": sheet.csrf})
    correction = sheet_of(sheet.browser, sheet.browser.get(begun.location), "project.intake")
    correction.check({**intake(own_city), "_without": former["错的.pdf"]})
    kept = sheet.browser.get(begun.location).text
    assert f'value="{former["错的.pdf"]}" checked' in kept
    assert f'value="{former["对的.pdf"]}" checked' not in kept
    answer = correction.press({**intake(own_city), "_without": former["错的.pdf"]})

    assert number_in(answer.location) == reference
    assert [paper.name for paper in act_of(own_city, reference).evidence] == ["对的.pdf"]
    with own_city.book.reading() as view:
        assert Evidence(view).get(bytes.fromhex(former["错的.pdf"])) is not None


def test_only_its_maker_corrects_a_returned_act(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    reference = number_in(sheet.press(intake(own_city)).location)
    stranger = opened(own_city.visitor("clerk"), "cap.set")

    assert sheet.browser.post(f"/desk/drafts/correct/{reference}", data={"csrf": sheet.csrf}).status_code == 404
    returned(own_city, reference)
    assert stranger.browser.post(f"/desk/drafts/correct/{reference}", data={"csrf": stranger.csrf}).status_code == 404


def test_papers_lie_with_the_draft_and_go_into_the_book_with_the_act(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    file = (io.BytesIO("环评表".encode()), "..\\资料/环评<表>.pdf")

    attached = sheet.press(intake(own_city), do="attach", _paper=file)
    page = sheet.browser.get(attached.location)
    draft = sheet_of(sheet.browser, page, "project.intake")
    lying = sheet.browser.get(f"/desk/drafts/{draft.draft}/papers/环评_表_.pdf")
    reference = number_in(draft.press(intake(own_city)).location)
    [paper] = act_of(own_city, reference).evidence
    kept = sheet.browser.get(f"/papers/{paper.digest}?act={reference}")

    assert "环评_表_.pdf" in page.text
    assert lying.data == kept.data == "环评表".encode()
    assert (paper.name, paper.media_type) == ("环评_表_.pdf", "application/pdf")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


def test_pressing_twice_with_papers_records_once(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    page = sheet.browser.get(sheet.press(intake(own_city), do="attach", _paper=(io.BytesIO(b"x"), "a.pdf")).location)
    draft = sheet_of(sheet.browser, page, "project.intake")

    first, second = draft.press(intake(own_city)), draft.press(intake(own_city))

    assert first.location == second.location


def test_a_paper_is_given_to_nobody_who_may_not_see_its_act(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    page = sheet.browser.get(sheet.press(intake(own_city), do="attach", _paper=(io.BytesIO(b"x"), "a.html")).location)
    reference = number_in(sheet_of(sheet.browser, page, "project.intake").press(intake(own_city)).location)
    [paper] = act_of(own_city, reference).evidence

    assert paper.media_type == "application/octet-stream"
    assert own_city.visitor("auditor").get(f"/papers/{paper.digest}?act={reference}").status_code == 200
    assert own_city.visitor("enterprise").get(f"/papers/{paper.digest}?act={reference}").status_code == 403
    for wrong in (f"{paper.digest}", f"{paper.digest}?act=1", f"{'0' * 64}?act={reference}", f"x?act={reference}"):
        assert own_city.visitor("auditor").get(f"/papers/{wrong}").status_code == 404


def test_a_paper_that_is_empty_is_refused_and_the_form_is_kept(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    answer = sheet.press(intake(own_city), do="attach", _paper=(io.BytesIO(b""), "leer.pdf"))

    assert answer.status_code == 422
    assert 'value="示例扩建"' in answer.text


def test_a_paper_that_is_too_large_is_refused_and_the_form_is_kept(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    inputs = {**intake(own_city), "csrf": sheet.csrf, "_key": sheet.key, "_do": "attach"}
    file = FileStorage(io.BytesIO(b"x" * (LARGEST_PAPER + 1)), filename="gross.pdf")
    boundary, body = encode_multipart(MultiDict([*inputs.items(), ("_paper", file)]))

    answer = sheet.browser.post(
        "/desk/record/project.intake", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert answer.status_code == 422
    assert "未入账" in answer.text
    assert 'value="示例扩建"' in answer.text


def test_a_large_grid_with_a_paper_is_taken(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    rows = {
        f"table.{row}.{name}": "1"
        for row in range(1, 200)
        for name in ("this_project", "replaced", "basin", "fill_by", "replaced_at", "pollutant")
    }

    answer = sheet.press({**intake(own_city), **rows}, do="attach", _paper=(io.BytesIO(b"x"), "a.pdf"))

    assert answer.status_code == 303


def test_with_too_many_drafts_nothing_that_was_typed_is_lost(own_city: City) -> None:
    owner = own_city.persons["branch clerk"].name
    with own_city.book.office() as office:
        for number in range(MOST_DRAFTS):
            begin_draft(office, owner, kind="cap.set", title=str(number), content={}, now=now())
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")

    answer = sheet.press(intake(own_city))

    assert answer.status_code == 422
    assert "请先清理" in answer.text
    assert 'value="示例扩建"' in answer.text


def test_a_paper_is_taken_away_from_its_draft(own_city: City) -> None:
    sheet = opened(own_city.visitor("branch clerk"), "project.intake")
    page = sheet.browser.get(sheet.press(intake(own_city), do="attach", _paper=(io.BytesIO(b"x"), "a.pdf")).location)
    draft = sheet_of(sheet.browser, page, "project.intake").draft

    answer = sheet.browser.post(f"/desk/drafts/{draft}/papers/a.pdf/delete", data={"csrf": sheet.csrf})

    assert answer.status_code == 303
    assert "a.pdf" not in sheet.browser.get(answer.location).text


def test_many_drafts_are_shown_page_by_page_the_last_changed_first(own_city: City) -> None:
    owner = own_city.persons["branch clerk"].name
    with own_city.book.office() as office:
        for number in range(120):
            begin_draft(office, owner, kind="area.register", title=f"第{number}稿", content={}, now=now())
    browser, address, titles, sizes = own_city.visitor("branch clerk"), "/desk/drafts", [], []

    while address:
        page = browser.get(address).text
        found = re.findall(r'<td class="wide">(第\d+稿)</td>', page)
        titles += found
        sizes.append(len(found))
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = "" if following is None else following[1]

    assert titles == [f"第{number}稿" for number in reversed(range(120))]
    assert sizes == [50, 50, 20]
    assert browser.get("/desk/drafts?before=1").status_code == 422
