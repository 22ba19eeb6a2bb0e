"""The same act recorded twice by mistake: the second is refused with the number of the first, while that waits."""

from __future__ import annotations

import re

from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from tests.web.city import City
from tests.web.pages.desk.forms import intake, opened
from web.books import adopted_law, now, text_of, today


def test_the_second_is_refused_with_the_number_of_the_first(own_city: City) -> None:
    browser, typed = own_city.visitor("branch clerk"), intake(own_city)
    first = opened(browser, "project.intake").press(typed)
    reference = first.headers["Location"].rpartition("/")[2]

    second = opened(browser, "project.intake")
    shown = second.check(typed)
    answer = second.press(typed)

    assert f"内容相同的第{reference}件" in shown
    assert answer.status_code == 422
    assert f"内容相同的第{reference}件" in answer.text
    assert "未入账" in answer.text
    other = opened(browser, "project.intake").press({**typed, "name": "示例另一扩建", "id": "示例新项目2"})
    assert other.status_code == 303


def test_a_button_pressed_twice_is_no_second_act(own_city: City) -> None:
    sheet, typed = opened(own_city.visitor("branch clerk"), "project.intake"), intake(own_city)
    answers = [sheet.press(typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_what_was_returned_may_be_asked_for_again(own_city: City) -> None:
    browser, typed = own_city.visitor("branch clerk"), intake(own_city)
    first = opened(browser, "project.intake").press(typed)
    reference = int(re.findall(r"\d+$", first.headers["Location"])[0])
    law = adopted_law(own_city.book)
    with own_city.book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        desk = Desk(work=work, book=law, acts=ACTS, user=own_city.persons["branch reviewer"], today=today())
        procedure.send_back(desk, reference, reason="示例：请补充")
        work.commit()

    assert opened(browser, "project.intake").press(typed).status_code == 303
