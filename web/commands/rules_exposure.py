"""``permit-ledger rules exposure``: how many acts, tonnes and yuan hang on each value that no text enacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.judged_by import AppliedProvision
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import say
from ledger.projections.exposure import Exposure, exposures
from ledger.rules.law.provision import Authority
from web.books import adopted_law, opened
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.table import show_table

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook


@ledger_command(help="列出每一项假定或参照适用的规定所影响的业务件数、吨数与金额。")
@json_option
def exposure(door: Door) -> None:
    """List every value that is not enacted, those of the adopted book first by key, with what hangs on it."""
    with opened(door.database_url) as book:
        law = adopted_law(book)
        with book.reading() as connection:
            found = exposures(connection)
    applied = {provision for provision in found if provision.authority != Authority.ENACTED}
    listed = sorted({*applied, *_not_enacted(law)}, key=lambda each: (each.key, each.effective_from))
    rows = [(provision, found.get(provision, Exposure())) for provision in listed]
    if door.json:
        print_json([_body(provision, exposed) for provision, exposed in rows])
        return
    show_table(
        door,
        headings=(
            say("规定项"),
            say("依据"),
            say("效力"),
            say("件数"),
            say("排污权（吨）"),
            say("减排量（吨）"),
            say("金额（元）"),
        ),
        rows=[
            (
                provision.key,
                f"{provision.instrument} {provision.article}",
                Authority(provision.authority).words,
                str(exposed.acts),
                format_tonnes(exposed.moved[UnitKind.RIGHT]),
                format_tonnes(exposed.moved[UnitKind.OFFSET]),
                format_yuan(exposed.moved[UnitKind.MONEY]),
            )
            for provision, exposed in rows
        ],
        figures=4,
    )


def _not_enacted(law: RuleBook) -> set[AppliedProvision]:
    return {
        AppliedProvision(
            key=version.key,
            instrument=version.instrument.id,
            article=version.article,
            authority=version.authority.value,
            effective_from=version.effective_from,
        )
        for versions in law.versions.values()
        for version in versions
        if version.authority is not Authority.ENACTED
    }


def _body(provision: AppliedProvision, exposed: Exposure) -> dict[str, object]:
    return {
        "key": provision.key,
        "instrument": provision.instrument,
        "article": provision.article,
        "authority": provision.authority,
        "in_force_from": provision.effective_from.isoformat(),
        "acts": exposed.acts,
        "rights": format_tonnes(exposed.moved[UnitKind.RIGHT]),
        "offsets": format_tonnes(exposed.moved[UnitKind.OFFSET]),
        "money": format_yuan(exposed.moved[UnitKind.MONEY]),
    }
