"""A program of its own: processes that take one step of an act each, at once; prints what each was answered.

Standard input is a JSON list of tries, ``{"way": …, "by": …, "line": …}``, where the line is one of a batch of acts.
By the way of a try, the program is called at the command line in a process of its own (``cli``), or the services are
called at a desk (``services``), once, or again and again until nobody else came in between (``patient``).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ledger.errors import LedgerError
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.services.users import user_of
from ledger.store.book import Book
from ledger.store.rule_books import RuleBookText
from schemas.act_batch import Step, read_batch
from tests.services.acts.bureau import LAW

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Barrier

    from schemas.act_batch import BatchLine

TOKEN: Final = "示例令牌"
"""Of every person of the exercise."""
_CALL: Final = """
import sys
import web.commands.act, web.commands.import_files
from web.cli import main
print("ready", file=sys.stderr, flush=True)
sys.stdin.readline()
main()
"""
_SECONDS_BETWEEN_DESKS: Final = 0.05
"""The program at the command line reads its law first; desks begin while it does and after, so that they meet."""
_STEPS: Final[dict[Step, Callable[..., object]]] = {Step.CHECK: procedure.check, Step.APPROVE: procedure.approve}

Try = dict[str, Any]
Answer = tuple[int, list[str]]
"""The number of a try, and the codes of its refusal; none where it was done."""


def called(url: str, one: Try, folder: Path) -> subprocess.Popen[str]:
    """Start the program at the command line, as far as to its first look at its arguments."""
    line = one["line"]
    if line.get("step") == Step.APPROVE:
        words = ["act", "approve", f"{line['reference']}:{line['shown']}"]
    else:
        file = folder / f"{one['number']}.jsonl"
        file.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
        words = ["import", str(file)]
    return subprocess.Popen(
        [sys.executable, "-c", _CALL, *words, "--user", one["by"], "--database", url, "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LEDGER_TOKEN": TOKEN, "LEDGER_LANG": "zh"},
    )


def answered(one: Try, process: subprocess.Popen[str]) -> Answer:
    """Let the program go on, and return its answer; what is no answer fails loudly."""
    output, _ = process.communicate()
    answer = json.loads(output)
    if process.returncode == 0:
        return (one["number"], [])
    named = [found["code"] for found in answer.get("breaches") or answer.get("errors") or [answer]]
    return (one["number"], named)


def at_a_desk(url: str, one: Try, start: Barrier, answers: SimpleQueue[Answer]) -> None:
    """Take the step at a desk in this process; whatever is neither done nor refused is answered by its name."""
    [line] = read_batch(json.dumps(one["line"]).encode())
    try:
        book = Book.open(url)
        start.wait()
        time.sleep(one["number"] * _SECONDS_BETWEEN_DESKS)
        codes = _refusal(book, one["by"], line)
        while one["way"] == "patient" and codes == ["act.changed"]:
            codes = _refusal(book, one["by"], line)
        book.close()
    except Exception as error:  # noqa: BLE001 - the test is told of every one
        codes = [repr(error)]
    answers.put((one["number"], codes))


def _refusal(book: Book, name: str, line: BatchLine) -> list[str]:
    try:
        _take(book, name, line)
    except LedgerError as refusal:
        return [breach.code for breach in refusal.breaches] or [refusal.problem_code]
    return []


def _take(book: Book, name: str, line: BatchLine) -> None:
    shown = line.shown
    if shown == "look":
        with book.unit_of_work(recorded_at=_now(), rule_book=RuleBookText(texts=LAW.texts)) as work:
            shown = procedure.preview(_desk(work, name), line.reference).digest
    with book.unit_of_work(recorded_at=_now(), rule_book=RuleBookText(texts=LAW.texts)) as work:
        desk = _desk(work, name)
        if line.step is Step.RECORD:
            procedure.record(desk, line.command, kind=line.act, key=line.key)
        else:
            _STEPS[line.step](desk, line.reference, shown=shown)
        work.commit()


def _desk(work: Any, name: str) -> Desk:
    today = _now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    return Desk(work=work, book=LAW, acts=ACTS, user=user_of(work.registers, name, TOKEN), today=today)


def _now() -> datetime:
    return datetime.now(UTC)


def main(url: str, tries: list[Try]) -> list[Answer]:
    """Start all, let them go at once, and collect their answers."""
    for number, one in enumerate(tries):
        one["number"] = number
    at_desks = [one for one in tries if one["way"] != "cli"]
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(at_desks) + 1), context.SimpleQueue()
    racers = [context.Process(target=at_a_desk, args=(url, one, start, answers)) for one in at_desks]
    for racer in racers:
        racer.start()
    with tempfile.TemporaryDirectory() as folder:
        processes = [(one, called(url, one, Path(folder))) for one in tries if one["way"] == "cli"]
        for _, process in processes:
            assert process.stderr is not None
            assert process.stderr.readline() == "ready\n"
        for _, process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        start.wait()
        found = [answered(one, process) for one, process in processes]
    found += [answers.get() for _ in racers]
    for racer in racers:
        racer.join()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.load(sys.stdin)), ensure_ascii=False))
