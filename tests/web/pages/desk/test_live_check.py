"""A form that is being typed tells a branch of another area's things exactly what it tells of things that are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import pytest

from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.money.receipt import Receipt
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.projects.confirmation import Confirmation
from ledger.domain.projects.project import Project
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.services.sight import areas_of
from tests.web.city import City, let_in, logged_in
from tests.web.pages.desk.forms import opened
from web.books import today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.testing import FlaskClient

UNKNOWN: Final = {
    Project: "2099-9999",
    Facility: "SS-9999",
    Enterprise: "91371500MA00DEM994",
    PaymentNotice: "示例通知9999",
    Receipt: "示例票据9999",
}
_CHANGING: Final = re.compile(
    r"[0-9a-f]{32}|id=\"draft-id\" value=\"[^\"]*\"|/desk/drafts/[A-Za-z0-9_-]{16}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
)
TODAY: Final = today().isoformat()


@dataclass(frozen=True)
class Typed:
    """A form in which a member names something of a register."""

    kind: str
    member: str
    named: type[Any]
    more: Mapping[str, str] = field(default_factory=dict)


@pytest.fixture
def clerk(own_city: City) -> FlaskClient:
    return own_city.visitor("branch clerk")


def told(browser: FlaskClient, typed: Typed, value: str) -> str:
    """Return what the check of a form says, without the value that was typed and what changes with each request."""
    sent = {"effective_on": TODAY, typed.member: value, **typed.more}
    return _CHANGING.sub("", unescape(opened(browser, typed.kind).check(sent))).replace(value, "…")


def of_others(city: City, kind: type[Any], area: str | None) -> list[str]:
    """Return the numbers of what belongs to other areas."""
    with city.book.reading() as connection:
        found = city.book.registers(connection).all(kind)
    return [each.subject for each in found if area not in areas_of(each)]


TYPED: Final = (
    Typed("confirmation.issue", "project", Project),
    Typed("confirmation.refuse", "project", Project, {"reasons": "示例理由"}),
    Typed("confirmation.withdraw", "project", Project, {"reason": "示例理由"}),
    Typed("project.milestone", "project", Project, {"step": "accepted", "happened_on": TODAY}),
    Typed("exemption.register", "project", Project),
    Typed("credit.recognise", "facility", Facility, {"pollutant": "COD", "grams": "1", "document": "示例"}),
    Typed(
        "reduction.report",
        "facility",
        Facility,
        {"pollutant": "COD", "measure": "treatment", "grams": "1", "finished_on": TODAY, "document": "示例"},
    ),
    Typed("enterprise.rename", "credit_code", Enterprise, {"name": "示例新名", "document": "示例"}),
    Typed("enterprise.close", "credit_code", Enterprise, {"reason": "示例", "document": "示例"}),
)


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: typed.kind)
def test_another_area_and_nothing_are_told_alike(own_city: City, clerk: FlaskClient, typed: Typed) -> None:
    foreign = of_others(own_city, typed.named, own_city.persons["branch clerk"].area)

    unknown = told(clerk, typed, UNKNOWN[typed.named])

    assert "没有" in unknown
    assert {told(clerk, typed, number) for number in (foreign[0], foreign[-1])} == {unknown}


def test_the_projects_that_stand_otherwise_are_told_alike(own_city: City, clerk: FlaskClient) -> None:
    area = own_city.persons["branch clerk"].area
    with own_city.book.reading() as connection:
        registers = own_city.book.registers(connection)
        confirmed = [
            each.id
            for each in registers.all(Project)
            if each.area != area and registers.find(Confirmation, each.id) is not None
        ]

    lapse = Typed("confirmation.lapse", "project", Project)
    answers = {told(clerk, lapse, each) for each in (*confirmed[:3], UNKNOWN[Project])}

    assert confirmed
    assert len(answers) == 1


def test_what_is_asked_for_in_the_name_of_another_area_is_refused_for_that_alone(
    own_city: City, clerk: FlaskClient
) -> None:
    area = own_city.persons["branch clerk"].area
    [other, *_] = of_others(own_city, Project, area)
    with own_city.book.reading() as connection:
        project = own_city.book.registers(connection).find(Project, other)
    assert project is not None

    for kind in ("exemption.hold", "opening.sign_off"):
        form = Typed(kind, "area", Project)
        [breach] = re.findall(r"<li>.*?不办理.*?</li>", told(clerk, form, project.area))
        assert "分局）不办理" in breach
        assert "没有登记名为" in told(clerk, form, "示例无此区"), "which areas there are is no secret"


def test_a_branch_s_finance_finds_no_notice_of_another_area(own_city: City) -> None:
    person = User(name="分局财务", role=Role.FINANCE, office=Office.BRANCH, area=own_city.persons["branch clerk"].area)
    let_in(own_city.book, person)
    browser = logged_in(own_city.app, person.name)

    for typed in (
        Typed("fee.receipt", "notice", PaymentNotice, {"number": "示例票9", "amount": "1", "paid_on": TODAY}),
        Typed("treasury.confirm", "number", Receipt, {"amount": "1", "credited_on": TODAY}),
    ):
        foreign = of_others(own_city, typed.named, person.area)
        assert told(browser, typed, foreign[0]) == told(browser, typed, UNKNOWN[typed.named])
