"""Projects for exercises: an enterprise, a bulletin, credits in the pool, and tables of three accounts in tonnes."""

from __future__ import annotations

from typing import Any

from ledger.domain.projects.confirmation import Confirmation
from ledger.domain.projects.project import Project
from ledger.services.catalogue import ACTS
from ledger.store.registers import Registers
from schemas.command import read_command
from tests.services.acts.bureau import EAST, HAI, Bureau

FIRM, OTHER_FIRM = "91371500MA00DEM012", "91371500MA00DEM025"


def do(bureau: Bureau, kind: str, day: str, /, **content: Any) -> int:
    """Do an act whose command is written as outsiders write it."""
    return bureau.do(kind, read_command(ACTS[kind].command, {"effective_on": day, **content}))


def refused(bureau: Bureau, kind: str, day: str, /, **content: Any) -> list[str]:
    """Try an act and return the codes of its refusal."""
    return bureau.refused(kind, read_command(ACTS[kind].command, {"effective_on": day, **content}))


def firm(bureau: Bureau, code: str = FIRM, *, area: str = EAST) -> None:
    """Register an enterprise."""
    do(bureau, "enterprise.register", "2026-01-05", credit_code=code, name=f"示例{code[-3:]}公司", area=area)


def bulletin(bureau: Bureau, *not_attained: str, year: int = 2025, on: str = "2026-01-31") -> int:
    """Record the attainment of a year."""
    return do(bureau, "attainment.record", on, year=year, not_attained=list(not_attained), document=f"示例公报{year}")


def cap(bureau: Bureau, pollutant: str, tonnes: str, *, basin: str | None = None, area: str = EAST) -> None:
    """Set a cap."""
    document = {"kind": "absolute", "document": "示例文件"}
    do(bureau, "cap.set", "2026-01-05", area=area, pollutant=pollutant, basin=basin, grams=tonnes, **document)


def pool(
    bureau: Bureau, facility: str, pollutant: str, tonnes: str, *, area: str = EAST, on: str = "2026-02-01"
) -> None:
    """Recognise the reduction of an unregistered source: nobody's right fell away."""
    do(bureau, "facility.register", on, id=facility, name=facility, area=area, basin=HAI)
    verify(bureau, facility, pollutant, tonnes, on=on)
    do(bureau, "credit.recognise", on, facility=facility, pollutant=pollutant, grams=tonnes, document="示例核定单")


def verify(bureau: Bureau, facility: str, pollutant: str, tonnes: str, *, on: str = "2026-02-01") -> None:
    """Verify that a facility emits nothing any more."""
    return do(
        bureau,
        "reduction.verify",
        on,
        facility=facility,
        pollutant=pollutant,
        measure="closure",
        base_year=2024,
        base_emission=tonnes,
        emission_after="0",
        finished_on="2025-12-01",
        operating_since="2015-01-01",
        officers=["示例甲", "示例乙"],
        site_record="示例记录",
        sheet="示例核定单",
    )


def closed_plant(bureau: Bureau, facility: str, pollutant: str, tonnes: str, *, area: str = EAST) -> None:
    """Close a plant of another enterprise: its right becomes credit in the pool of its branch."""
    basin = {"basin": HAI} if pollutant in {"COD", "NH3-N"} else {}
    tranche = {"pollutant": pollutant, "term_from": "2024-01-01", "term_to": "2029-01-01", "origin": "free", **basin}
    firm(bureau, OTHER_FIRM, area=area)
    do(
        bureau,
        "opening.area",
        "2026-01-06",
        area=area,
        document="示例期初建账表",
        caps=[{"pollutant": pollutant, "kind": "absolute", "grams": tonnes, "document": "示例文件", **basin}],
        rights=[{"enterprise": OTHER_FIRM, "tranche": tranche, "grams": tonnes}],
    )
    do(
        bureau,
        "facility.register",
        "2026-01-07",
        id=facility,
        name=facility,
        area=area,
        enterprise=OTHER_FIRM,
        basin=HAI,
    )
    verify(bureau, facility, pollutant, tonnes)
    do(
        bureau,
        "facility.close",
        "2026-02-01",
        facility=facility,
        route="pool",
        pollutants=[{"pollutant": pollutant, "grams": tonnes}],
        document="示例关停决定",
    )


def table_line(pollutant: str, tonnes: str, **columns: Any) -> dict[str, Any]:
    """Return the line of a new plant, or with other columns that of an old one."""
    basin = {"basin": HAI} if pollutant in {"COD", "NH3-N"} else {}
    none = dict.fromkeys(("existing_actual", "existing_permitted", "under_construction", "replaced"), "0")
    return {"pollutant": pollutant, **basin, **none, "this_project": tonnes, "whole_plant_after": tonnes, **columns}


def content_of(project: str, *lines: dict[str, Any], day: str = "2026-02-02", **changes: Any) -> dict[str, Any]:
    """Return what the intake of a project says."""
    return {
        "id": project,
        "area": EAST,
        "enterprise": FIRM,
        "legal_person": FIRM,
        "site": "示例园区",
        "name": "示例新建",
        "nature": "new",
        "requested_on": day,
        "table": list(lines),
        **changes,
    }


def intake(bureau: Bureau, project: str, *lines: dict[str, Any], day: str = "2026-02-02", **changes: Any) -> Project:
    """Take in a project and return it as it is registered."""
    do(bureau, "project.intake", day, **content_of(project, *lines, day=day, **changes))
    found = registered(bureau, Project, project)
    assert isinstance(found, Project)
    return found


def accept(bureau: Bureau, project: str, *, on: str = "2026-02-03") -> None:
    """Accept a project for review."""
    do(bureau, "project.milestone", on, project=project, step="accepted")


def approve(bureau: Bureau, project: str, *, on: str = "2026-03-01") -> int:
    """Record the approval of a project's EIA."""
    paper = {"authority": "示例审批局", "document": "示例环评批复"}
    return do(bureau, "project.eia_approved", on, project=project, approved_on=on, **paper)


def source(facility: str, pollutant: str, tonnes: str) -> dict[str, str]:
    """Return a source as a confirmation names it."""
    return {"facility": facility, "pollutant": pollutant, "grams": tonnes}


def registered(bureau: Bureau, kind: type[Any], subject: str, *, owner: str | None = None) -> Any:
    """Return what a register says."""
    with bureau.book.reading() as connection:
        return Registers(connection).find(kind, subject, owner=owner)


def ready(bureau: Bureau) -> None:
    """Register the enterprise, and a cap that leaves room for the rights that unregistered sources cover."""
    firm(bureau)
    cap(bureau, "PM", "100")


def accepted(bureau: Bureau, *lines: dict[str, Any], project: str = "p", day: str = "2026-02-02") -> None:
    """Take in a project and accept it on the same day."""
    intake(bureau, project, *lines, day=day)
    accept(bureau, project, on=day)


def issue(bureau: Bureau, *cover: dict[str, str], project: str = "p", on: str = "2026-02-10") -> int:
    """Confirm the quota of a project with these sources."""
    return do(bureau, "confirmation.issue", on, project=project, cover=list(cover))


def confirmation(bureau: Bureau, project: str = "p") -> Confirmation:
    """Return the confirmation of a project."""
    found = registered(bureau, Confirmation, project)
    assert isinstance(found, Confirmation)
    return found
