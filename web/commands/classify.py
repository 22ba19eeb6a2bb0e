"""``permit-ledger classify``: the total-quantity-source test of projects, always answered in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ledger.errors import LedgerError, say
from ledger.rules.projects.scope import classify
from schemas.json_text import read_json
from schemas.malformed import Malformed
from schemas.problem import body_of, lines_of
from schemas.project import classification_body, read_project
from web.commands.rules import shipped_or_own_book
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode, failure_of
from web.files import STANDARD_INPUT, read_input

if TYPE_CHECKING:
    from ledger.rules.law.book import RuleBook


@ledger_command(help="判定项目是否须经排污权交易取得总量指标；FILE 为JSON文件，“-”或省略时读标准输入。")
@click.argument("file", default=STANDARD_INPUT)
@json_option
def command(door: Door, *, file: str) -> int:
    """Classify one project or a list of them; each one's result or error stands in its own place."""
    projects = read_json(read_input(file))
    book = shipped_or_own_book(door.settings)
    many = isinstance(projects, list)
    answers = [
        _answer(door, project, place=place, book=book)
        for place, project in enumerate(projects if isinstance(projects, list) else [projects], start=1)
    ]
    bodies = [body for body, _ in answers]
    print_json(bodies if many else bodies[0])
    return max((code for _, code in answers), default=ExitCode.DONE)


def _answer(door: Door, project: object, *, place: int, book: RuleBook) -> tuple[dict[str, Any], ExitCode]:
    """Return the result of one project or its error object, and the exit code that goes with it."""
    try:
        classification = classify(read_project(project), book=book)
    except (Malformed, LedgerError) as error:
        failure = failure_of(error)
        for line in lines_of(failure.problem, translate=door.translate):
            door.tell(say("第{place}个项目：{reason}", place=place, reason=line.strip()))
        body = body_of(failure.problem, translate=door.translate, request_id=door.request_id)
        return body, failure.exit_code
    return classification_body(classification, translate=door.translate), ExitCode.DONE
