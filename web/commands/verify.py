"""``permit-ledger verify``: recompute everything from the journal and tell every difference."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ledger.domain.bookkeeping.checkpoint import Checkpoint, parse_checkpoint
from ledger.errors import InvalidValue, say
from ledger.projections.checks.rejudgement import rejudge
from ledger.store.verification import verify_book
from schemas.malformed import Malformed, malformed_file
from schemas.round_file import read_rounds
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.files import read_input
from web.progress import shown_progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.domain.rounds.historical_round import HistoricalRound
    from ledger.errors import Message
    from ledger.store.findings import Finding
    from ledger.store.verification import Verification


@ledger_command(help="由分录重算全部账目，列出每一处不符。")
@click.option("--full", is_flag=True, help="另查数据库文件、全部约束和每一日的余额，并按记账规则重新判定。")
@click.option("--anchor", metavar="FILE", help="以前保存的检查点：日志须仍以它开头。")
@json_option
def command(door: Door, *, full: bool, anchor: str | None) -> int:
    """Verify the book; exit 1 if anything is found."""
    checkpoint = None if anchor is None else _read_checkpoint(anchor)
    with shown_progress(door, say("已重算（件）")) as progress:
        verification = verify_book(
            door.database_url,
            full=full,
            anchor=checkpoint,
            progress=progress,
            judge=partial(rejudge, understand=_understood),
        )
    if door.json:
        print_json(_body(door, verification))
    else:
        _show(door, verification)
    return ExitCode.DONE if verification.ok else ExitCode.REFUSED


def finding_line(finding: Finding) -> Message:
    """Return one finding as a line for people."""
    return say("{where}：{detail}（{code}）", where=finding.where, detail=finding.detail, code=finding.code)


def _understood(printed: Mapping[str, Any]) -> HistoricalRound:
    try:
        return read_rounds(printed)[0].round
    except Malformed as error:
        raise ValueError(str(error)) from None


def _read_checkpoint(path: str) -> Checkpoint:
    try:
        return parse_checkpoint(read_input(path).decode("utf-8", errors="replace"))
    except InvalidValue as error:
        raise malformed_file(code=error.code, path=path, detail=error.message) from None


def _body(door: Door, verification: Verification) -> dict[str, Any]:
    return {
        "ok": verification.ok,
        "size": verification.size,
        "root": b64encode(verification.root).decode(),
        "findings": [
            {"code": found.code, "where": found.where, "detail": found.detail.rendered(door.translate)}
            for found in verification.findings
        ],
    }


def _show(door: Door, verification: Verification) -> None:
    for finding in verification.findings:
        door.show(finding_line(finding))
    root = b64encode(verification.root).decode()
    if verification.ok:
        door.show(say("账簿无误：{size}件，根 {root}", size=verification.size, root=root))
    else:
        door.show(
            say("共{count}处不符：{size}件，根 {root}", count=verification.count, size=verification.size, root=root)
        )
