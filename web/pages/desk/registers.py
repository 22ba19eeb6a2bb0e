"""The registers: enterprises, projects and facilities, found by name, code or pinyin, each with a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import flask

from ledger.domain.credits.facility_card import FacilityCard
from ledger.domain.credits.reduction import ReportedReduction
from ledger.domain.money.payment_notice import PaymentNotice
from ledger.domain.projects.exemption import Exemption
from ledger.domain.projects.project import Project
from ledger.domain.registers.area import Area
from ledger.domain.registers.enterprise import Enterprise
from ledger.domain.registers.facility import Facility
from ledger.domain.values.encoding import join_code
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import NotFound, say
from ledger.projections.enterprise.facilities import facilities_of
from ledger.projections.projects.cases import project_case
from ledger.projections.registers.claims import holding_certificate
from schemas.base import RequestSchema
from schemas.fields import TextField
from web.access import READERS, access
from web.context import current
from web.pages.desk.followed import memory
from web.pages.queries import read_query
from web.search import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

blueprint: Final = flask.Blueprint("desk_registers", __name__)

_PAGE: Final = 50


class _Listed(Protocol):
    @property
    def subject(self) -> str: ...

    @property
    def area(self) -> str: ...


L = TypeVar("L", bound=_Listed)


class RegisterQuery(RequestSchema):
    """What is looked for: part of a name or code, pinyin or initials; an area; from which subject on."""

    q = TextField(load_default=None)
    area = TextField(load_default=None)
    after = TextField(load_default=None)


def _listed(records: Iterable[L], asked: dict[str, Any], *, found_by: Callable[[L], str]) -> tuple[list[L], bool]:
    """Return a page of what is looked for, in the order of the subjects, and whether more follows."""
    person = current().person
    page: list[L] = []
    for record in records:
        if asked["after"] is not None and record.subject <= asked["after"]:
            continue
        if asked["area"] not in {None, record.area} or not person.sits_in(record.area):
            continue
        if asked["q"] is not None and not matches(found_by(record), asked["q"]):
            continue
        if len(page) == _PAGE:
            return page, True
        page.append(record)
    return page, False


def _areas() -> Sequence[str]:
    context = current()
    return () if context.person.area else [area.name for area in context.registers.all(Area)]


@blueprint.get("/desk/registers/enterprises")
@access(*READERS)
def enterprises() -> str:
    """Show enterprises."""
    asked: dict[str, Any] = read_query(RegisterQuery())
    found, more = _listed(
        memory().records(current().view, Enterprise),
        asked,
        found_by=lambda each: " ".join((each.name, *each.aliases, each.credit_code)),
    )
    return flask.render_template("desk/registers.html", asked=asked, rows=found, more=more, areas=_areas())


@blueprint.get("/desk/registers/projects")
@access(*READERS)
def projects() -> str:
    """Show projects."""
    asked: dict[str, Any] = read_query(RegisterQuery())
    names = _names()
    found, more = _listed(
        memory().records(current().view, Project),
        asked,
        found_by=lambda each: " ".join((each.id, each.name, names.get(each.enterprise, each.enterprise))),
    )
    return flask.render_template(
        "desk/registers_projects.html",
        asked=asked,
        rows=found,
        more=more,
        names=names,
        areas=_areas(),
    )


@blueprint.get("/desk/registers/facilities")
@access(*READERS)
def facilities() -> str:
    """Show facilities."""
    asked: dict[str, Any] = read_query(RegisterQuery())
    names = _names()
    found, more = _listed(
        memory().records(current().view, Facility),
        asked,
        found_by=lambda each: " ".join((each.id, each.name, names.get(each.enterprise or "", ""))),
    )
    return flask.render_template(
        "desk/registers_facilities.html",
        asked=asked,
        rows=found,
        more=more,
        names=names,
        areas=_areas(),
    )


def _names() -> dict[str, str]:
    return {each.credit_code: each.name for each in memory().records(current().view, Enterprise)}


@blueprint.get("/desk/registers/enterprises/<name:code>")
@access(*READERS)
def enterprise(code: str) -> str:
    """Show an enterprise: what it holds and what is restricted of it, its facilities, projects and notices."""
    context = current()
    found = context.registers.find(Enterprise, code)
    if found is None or not context.person.sits_in(found.area):
        raise NotFound(say("没有登记统一社会信用代码为“{code}”的企业", code=code), code="enterprise.missing")
    view = context.view
    notices = [each for each in memory().records(view, PaymentNotice) if each.payer == code]
    return flask.render_template(
        "desk/register_enterprise.html",
        enterprise=found,
        certificate=holding_certificate(view, code, book=context.law, on=context.today),
        facilities=facilities_of(view, code),
        projects=[each for each in memory().records(view, Project) if each.enterprise == code],
        notices=sorted(notices, key=lambda each: each.due_on, reverse=True),
    )


@blueprint.get("/desk/registers/projects/<name:number>")
@access(*READERS)
def project(number: str) -> str:
    """Show a project: its table and classification, its days, its confirmation, what covers it."""
    context = current()
    found = context.registers.find(Project, number)
    if found is None or not context.person.sits_in(found.area):
        raise NotFound(say("没有登记编号为“{number}”的项目", number=number), code="project.missing")
    owed = memory().records(context.view, Exemption)
    return flask.render_template(
        "desk/register_project.html",
        case=project_case(context.view, found.enterprise, number, book=context.law, on=context.today),
        enterprise=context.registers.find(Enterprise, found.enterprise),
        exemptions=[each for each in owed if each.project == number],
    )


@blueprint.get("/desk/registers/facilities/<name:number>")
@access(*READERS)
def facility(number: str) -> str:
    """Show a facility with its cards: what was verified, and what each gram of it went to."""
    context = current()
    found = context.registers.find(Facility, number)
    if found is None or not context.person.sits_in(found.area):
        raise NotFound(say("没有登记编号为“{number}”的设施", number=number), code="facility.missing")
    cards = [context.registers.find(FacilityCard, join_code(number, pollutant)) for pollutant in Pollutant]
    return flask.render_template(
        "desk/register_facility.html",
        facility=found,
        owner=None if found.enterprise is None else context.registers.find(Enterprise, found.enterprise),
        cards=[card for card in cards if card is not None],
        reported=context.registers.all(ReportedReduction, owner=number),
    )
