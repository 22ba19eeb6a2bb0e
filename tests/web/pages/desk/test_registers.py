"""The registers: found by name, code, pinyin and initials, each with its page, each branch its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from ledger.domain.projects.project import Project
from ledger.domain.registers.enterprise import Enterprise
from tests.services.acts.bureau import WEST
from tests.services.acts.rights import HOLDER, OTHER
from tests.web.city import City
from tests.web.pages.desk.bureau_pages import BureauPages

CLERK = "市局经办"


@pytest.mark.parametrize("query", ["化工", "huagong", "slhg", HOLDER[-6:]])
def test_an_enterprise_is_found_as_clerks_type_it(pages: BureauPages, query: str) -> None:
    page = pages.page(CLERK, f"/desk/registers/enterprises?q={query}")

    assert "示例化工有限公司" in page
    assert "示例纺织有限公司" not in page


def test_what_is_not_there_is_said(pages: BureauPages) -> None:
    assert "没有找到企业" in pages.page(CLERK, "/desk/registers/enterprises?q=zzz")


def test_a_name_that_is_registered_while_the_program_runs_is_found(pages: BureauPages) -> None:
    assert "示例热电" not in pages.page(CLERK, "/desk/registers/enterprises")
    pages.bureau.register(Enterprise(credit_code="91371500MA00DEM038", name="示例热电", area=WEST))

    assert "示例热电" in pages.page(CLERK, "/desk/registers/enterprises?q=sl redian")


def test_an_enterprise_shows_what_it_holds(pages: BureauPages) -> None:
    page = pages.page(CLERK, f"/desk/registers/enterprises/{HOLDER}")

    assert "示例化工有限公司" in page
    assert ">10.000000</td>" in page
    assert "不持有排污权" in pages.page(CLERK, f"/desk/registers/enterprises/{OTHER}")


def test_a_branch_finds_only_its_own(pages: BureauPages) -> None:
    assert "示例化工有限公司" not in pages.page("西区经办", "/desk/registers/enterprises")
    pages.page("西区经办", f"/desk/registers/enterprises/{HOLDER}", status=404)
    for address in ("enterprises/none", "projects/none", "facilities/none"):
        pages.page(CLERK, f"/desk/registers/{address}", status=404)


@pytest.mark.parametrize("register", ["enterprises", "projects", "facilities"])
def test_lists_go_on_page_by_page_and_lead_to_every_record(
    visitor: Callable[[str], FlaskClient], register: str
) -> None:
    browser = visitor("clerk")
    page = browser.get(f"/desk/registers/{register}").text
    following = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    address = page.partition(f'<a href="/desk/registers/{register}/')[2].partition('"')[0]

    assert page.count("<tr>") == 51
    assert browser.get(following).status_code == 200
    assert browser.get(f"/desk/registers/{register}/{address}").status_code == 200


def test_every_project_of_the_city_has_a_page(city: City) -> None:
    browser = city.visitor("clerk")
    with city.book.reading() as view:
        projects = city.book.registers(view).all(Project)

    for project in projects[::15]:
        page = browser.get(f"/desk/registers/projects/{project.id}")
        assert page.status_code == 200
        assert project.name in page.text


@pytest.mark.parametrize("address", ["/desk/registers/projects", "/desk/registers/enterprises"])
def test_projects_are_projects_in_english_too(pages: BureauPages, address: str) -> None:
    page = pages.page(CLERK, f"{address}?lang=en")

    assert ">Project</a>" in page
    assert "Compared" not in page
