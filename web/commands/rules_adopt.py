"""``permit-ledger rules adopt``: new law is adopted by two persons, who each bring its texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ledger.domain.bookkeeping.law import AdoptLaw, RuleFile
from ledger.domain.bookkeeping.rule_texts import digest_of, instruments_of
from ledger.domain.law.ground import unmet
from ledger.domain.projects.project import Project
from ledger.domain.values.text import parse_text
from ledger.errors import Message, say
from ledger.rules.judge import refusal
from ledger.rules.law.loader import FaultyRuleBook, load_book, read_book
from ledger.rules.law.reclassification import ChangedRegime, changed_regimes
from ledger.services import procedure
from ledger.services.judging import CONTENT
from ledger.store.record_text import record_of
from schemas.malformed import missing_file
from web.desk import law_desk_of, user_option
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.files import read_input
from web.parameters import Parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.rules.law.book import RuleBook
    from ledger.services.desk import Desk

KIND = "law.adopt"


@ledger_command(help="采用规则书；SOURCE 为整部规则书的目录，或其中一份规定的文件。经办、审批两人先后各运行一次。")
@click.argument("source")
@click.option("--document", type=Parsed(name="document", parse=parse_text), metavar="TEXT", help="采用的决定文号。")
@click.option(
    "--corrigendum", type=Parsed(name="corrigendum", parse=parse_text), metavar="TEXT", help="更正以往规定的理由。"
)
@click.option("--dry-run", is_flag=True, help="只检查并列出结果改变的项目，不入账。")
@user_option
@json_option
def adopt(door: Door, *, source: str, document: str | None, corrigendum: str | None, dry_run: bool, user: str) -> int:
    """Record the adoption, or decide it where another person recorded the same book; list what it changes."""
    with law_desk_of(door, user=user) as desk:
        try:
            proposed = _proposed(source, adopted=desk.book)
        except FaultyRuleBook as error:
            faults = (unmet(code="rule_book.faulty", detail=fault.message) for fault in error.faults)
            raise refusal(tuple(faults)) from error
        changes = tuple(changed_regimes(desk.work.registers.all(Project), before=desk.book, after=proposed))
        done: dict[str, Any] = {"state": "checked", "reference": None, "seq": None}
        if not dry_run:
            done = _taken(desk, proposed, document=document, corrigendum=corrigendum)
            desk.work.commit()
    if door.json:
        print_json({"digest": proposed.digest, **done, "changes": [_body(change) for change in changes]})
        return ExitCode.DONE
    door.show(_sentence(done, proposed))
    for change in changes:
        door.show(_line(change))
    door.show(say("共{count}项判定结果改变", count=len(changes)))
    return ExitCode.DONE


def _proposed(source: str, *, adopted: RuleBook) -> RuleBook:
    """Return the whole book that would be adopted: a folder as it is, a file in its place among the adopted ones.

    :raises FaultyRuleBook: it cannot be used.
    :raises Malformed: ``file.missing``.
    """
    path = Path(source)
    if path.is_dir():
        return load_book(path)
    if not path.is_file():
        raise missing_file(source)
    text = read_input(source).decode("utf-8", errors="replace")
    return read_book({**adopted.texts, _name_of(path, text, adopted=adopted.texts): text})


def _name_of(path: Path, text: str, *, adopted: Mapping[str, str]) -> str:
    """Return the name of the adopted file whose instrument a text amends, or that of a new one."""
    ids = instruments_of({path.name: text})
    for name in adopted:
        if ids and instruments_of({name: adopted[name]}) == ids:
            return name
    return path.name


def _taken(desk: Desk, proposed: RuleBook, *, document: str | None, corrigendum: str | None) -> dict[str, Any]:
    for waiting in desk.work.docket.pending():
        if waiting.kind != KIND or _digest(desk, waiting.reference) != proposed.digest:
            continue
        if waiting.maker == desk.user.name:
            return {"state": "waiting", "reference": waiting.reference, "seq": None}
        shown = procedure.preview(desk, waiting.reference).digest
        posted = procedure.approve(desk, waiting.reference, shown=shown)
        return {"state": "adopted", "reference": waiting.reference, "seq": posted.seq}
    if document is None:
        raise click.MissingParameter(param_hint="--document", param_type="option")
    command = AdoptLaw(
        effective_on=desk.today,
        files=tuple(RuleFile(name=name, text=text) for name, text in sorted(proposed.texts.items())),
        document=document,
        corrigendum=corrigendum,
    )
    key = f"{KIND}:{proposed.digest}:{desk.work.journal.size + 1}"
    recorded = procedure.record(desk, command, kind=KIND, key=key)
    return {"state": "recorded", "reference": recorded.reference, "seq": None}


def _digest(desk: Desk, reference: int) -> str:
    """Return the digest of the book that a waiting adoption would adopt."""
    asked = record_of(AdoptLaw, desk.work.registers.body(CONTENT, str(reference)))
    return digest_of({file.name: file.text for file in asked.files})


def _sentence(done: Mapping[str, Any], proposed: RuleBook) -> Message:
    digest, reference = proposed.digest[:12], done["reference"]
    if done["state"] == "adopted":
        return say("已采用规则书{digest}（第{reference}件）", digest=digest, reference=reference)
    if done["state"] == "checked":
        return say("规则书{digest}检查通过；未入账", digest=digest)
    return say(
        "规则书{digest}待审批（第{reference}件）；请审批人以同一规则书再运行一次", digest=digest, reference=reference
    )


def _body(change: ChangedRegime) -> dict[str, str | None]:
    return {"project": change.project, "factor": change.pollutant, "before": change.before, "after": change.after}


def _line(change: ChangedRegime) -> Message:
    return say(
        "{project}，{factor}：{before} → {after}",
        project=change.project,
        factor=change.pollutant or say("整个项目"),
        before=change.before or "—",
        after=change.after or "—",
    )
