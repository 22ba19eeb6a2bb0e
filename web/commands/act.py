"""``permit-ledger act``: what waits for a decision, what it would post, and the decisions themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.domain.bookkeeping.act import State
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.values.quantity import format_tonnes, format_yuan
from ledger.errors import say
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from schemas.act_batch import BatchLine, Step
from schemas.command import written_command
from web.desk import desk_of, take, user_option
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.help import BilingualGroup
from web.table import show_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.domain.bookkeeping.posting import Posting
    from ledger.services.judging import Preview
    from ledger.store.docket import PendingAct

_SHOWN_DIGEST = 16


@ledger_command(help="列出待初审、待审批和已退回的业务。")
@user_option
@json_option
def listed(door: Door, *, user: str) -> None:
    """List what waits in the areas that the person handles."""
    with desk_of(door, user=user) as desk:
        found = [act for act in desk.work.docket.pending() if desk.user.sits_in(act.area)]
    if door.json:
        print_json([_pending_body(act) for act in found])
        return
    show_table(
        door,
        headings=(say("件号"), say("业务"), say("区域"), say("状态"), say("经办"), say("生效日")),
        rows=[
            (
                str(act.reference),
                ACTS[act.kind].title,
                act.area,
                act.state.words,
                act.maker,
                act.effective_on.isoformat(),
            )
            for act in found
        ],
        figures=0,
    )


@ledger_command(help="显示一件业务将要入账的内容与核对码。")
@click.argument("reference", type=click.IntRange(1))
@user_option
@json_option
def show(door: Door, *, reference: int, user: str) -> None:
    """Show exactly what a decision would post, and the digest that the decision must name."""
    with desk_of(door, user=user) as desk:
        seen = procedure.preview(desk, reference)
    if door.json:
        print_json(_preview_body(seen))
        return
    door.show(say("第{reference}件 {title}：{narration}", reference=reference, **_words(seen)))
    show_table(
        door,
        headings=(say("借方"), say("贷方"), say("品种"), say("数量或金额")),
        rows=[_posting_row(posting) for posting in seen.prepared.voucher.postings],
        figures=1,
    )
    door.show(say("核对码 {digest}", digest=seen.digest[:_SHOWN_DIGEST]))


@ledger_command(help="审批通过并入账；REFERENCE:DIGEST 为件号与核对码，可写多件，要么全部要么全无。")
@click.argument("decisions", nargs=-1, required=True, metavar="REFERENCE:DIGEST...")
@user_option
@json_option
def approve(door: Door, *, decisions: Sequence[str], user: str) -> None:
    """Post acts."""
    _pass_on(door, Step.APPROVE, decisions, user=user)


@ledger_command(help="初审通过；REFERENCE:DIGEST 为件号与核对码，可写多件。")
@click.argument("decisions", nargs=-1, required=True, metavar="REFERENCE:DIGEST...")
@user_option
@json_option
def check(door: Door, *, decisions: Sequence[str], user: str) -> None:
    """Pass acts on to the decision."""
    _pass_on(door, Step.CHECK, decisions, user=user)


def _ending(step: Step, sentence: str) -> click.Command:
    @ledger_command(help=sentence)
    @click.argument("reference", type=click.IntRange(1))
    @click.option("--reason", required=True, metavar="TEXT", help="理由。")
    @user_option
    @json_option
    def end(door: Door, *, reference: int, reason: str, user: str) -> None:
        _take(door, [BatchLine(row=1, step=step, reference=reference, reason=reason)], user=user)

    return end


def _pass_on(door: Door, step: Step, decisions: Sequence[str], *, user: str) -> None:
    lines = []
    for row, decision in enumerate(decisions, start=1):
        reference, colon, shown = decision.partition(":")
        if not colon or not reference.isdecimal() or not reference.isascii():
            raise click.BadParameter(decision, param_hint="REFERENCE:DIGEST")
        lines.append(BatchLine(row=row, step=step, reference=int(reference), shown=shown))
    _take(door, lines, user=user)


def _take(door: Door, lines: Sequence[BatchLine], *, user: str) -> None:
    with desk_of(door, user=user) as desk:
        taken = [take(desk, line) for line in lines]
        states = [desk.waiting(each.reference, *State) for each in taken]
        desk.work.commit()
    if door.json:
        print_json([{"reference": act.reference, "state": act.state.value} for act in states])
        return
    for act in states:
        door.show(say("第{reference}件：{state}", reference=act.reference, state=act.state.words))


def _pending_body(act: PendingAct) -> dict[str, Any]:
    return {
        "reference": act.reference,
        "act": act.kind,
        "area": act.area,
        "state": act.state.value,
        "maker": act.maker,
        "effective_on": act.effective_on.isoformat(),
    }


def _preview_body(seen: Preview) -> dict[str, Any]:
    waiting = seen.waiting
    return {
        "reference": waiting.reference,
        "act": waiting.kind,
        "area": waiting.area,
        "state": waiting.state.value,
        "maker": waiting.maker,
        "checker": waiting.checker,
        "command": written_command(seen.command),
        "narration": seen.prepared.voucher.narration,
        "postings": [
            dict(zip(("debit", "credit", "unit", "amount"), _posting_row(posting), strict=True))
            for posting in seen.prepared.voucher.postings
        ],
        "evidence": [{"name": paper.name, "sha256": paper.digest} for paper in waiting.evidence],
        "shown": seen.digest,
    }


def _posting_row(posting: Posting) -> tuple[str, str, str, str]:
    write = format_yuan if posting.unit.kind is UnitKind.MONEY else format_tonnes
    return (posting.debit.code, posting.credit.code, posting.unit.code, write(posting.amount))


def _words(seen: Preview) -> dict[str, str]:
    return {"title": ACTS[seen.waiting.kind].title, "narration": seen.prepared.voucher.narration}


command = BilingualGroup(
    name="act",
    help="办理业务：列出、查看、初审、审批、退回、否决、撤回。",
    commands={
        "list": listed,
        "show": show,
        "check": check,
        "approve": approve,
        "return": _ending(Step.RETURN, "退回经办人更正。"),
        "reject": _ending(Step.REJECT, "不予批准。"),
        "withdraw": _ending(Step.WITHDRAW, "经办人撤回。"),
    },
)
