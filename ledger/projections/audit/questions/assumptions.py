"""What hangs on values that no text enacts: the assumptions and analogies by which acts were judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.bookkeeping.unit import UnitKind
from ledger.errors import say
from ledger.projections.audit.question import Provision, Question, Row, Tonnes, Yuan
from ledger.projections.exposure import Exposure, FollowedExposure
from ledger.rules.law.keys import KEYS
from ledger.rules.law.provision import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.projections.audit.question import Inquiry


def exposed(inquiry: Inquiry) -> Iterator[Row]:
    """Yield every provision that is assumed or applied by analogy, what moves the most acts first."""
    exposures = (inquiry.exposure or FollowedExposure()).exposures(inquiry.view)
    found = {each: hangs for each, hangs in exposures.items() if each.authority != Authority.ENACTED}
    applied = {(each.key, each.effective_from) for each in found}
    for provision, hangs in sorted(found.items(), key=lambda item: (-item[1].acts, item[0].key)):
        yield Row(
            cells=(
                Provision(provision.key, provision.effective_from),
                KEYS[provision.key].meaning if provision.key in KEYS else "",
                f"{provision.instrument} {provision.article}",
                Authority(provision.authority).words,
                provision.effective_from,
                *_figures(hangs),
            )
        )
    for key, versions in sorted(inquiry.law.versions.items()):
        for version in versions:
            if version.authority is not Authority.ENACTED and (key, version.effective_from) not in applied:
                yield Row(
                    cells=(
                        Provision(key, version.effective_from),
                        KEYS[key].meaning if key in KEYS else "",
                        f"{version.instrument.id} {version.article}",
                        version.authority.words,
                        version.effective_from,
                        *_figures(Exposure()),
                    ),
                    finding=False,
                )


def _figures(hangs: Exposure) -> tuple[int, Tonnes, Tonnes, Yuan]:
    moved = hangs.moved
    return hangs.acts, Tonnes(moved[UnitKind.RIGHT]), Tonnes(moved[UnitKind.OFFSET]), Yuan(moved[UnitKind.MONEY])


QUESTIONS: Final = (
    Question(
        name="assumptions",
        title=say("假定与参照适用的影响"),
        asks=say("每一项没有明文、属假定或参照适用的规定，影响了多少件已入账业务、多少吨、多少元；被冲销的不计。"),
        basis=say("规则书：每一数值注明出处与效力；LC25第6条以下未见全文"),
        columns=(
            say("规定项"),
            say("含义"),
            say("依据"),
            say("效力"),
            say("自"),
            say("件数"),
            say("排污权（吨）"),
            say("减排量（吨）"),
            say("金额（元）"),
        ),
        answer=exposed,
        whole_city=True,
    ),
)
