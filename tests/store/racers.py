"""A program of its own: as many processes as it is told take from one balance at once; prints what each was answered.

They debit it, or record acts that will debit it once they are decided.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from ledger.store.book import Book
from ledger.store.overdraft import Overdrawn
from tests.store.conftest import COD, LAW, NOW, post
from tests.store.exercise import ACME, waiting_act

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Barrier


def debit(book: Book, *, racer: str, grams: int) -> bool:
    """Debit the balance and tell whether it was granted."""
    try:
        post(book, uuid4().hex, f"Q40 {racer}", "Q40 Acme", grams)
    except Overdrawn:
        return False
    return True


def hold(book: Book, *, racer: str, grams: int) -> bool:
    """Record an act that waits, if as much is left beside what others wait for, and tell whether it was."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        position = work.position(ACME, COD)
        if work.balance(position) - work.docket.held(position) < grams:
            return False
        waiting_act(work, f"{racer} {uuid4().hex}", grams=grams)
        work.commit()
    return True


Take = Callable[..., bool]
WAYS: Final[Mapping[str, Take]] = {"debit": debit, "hold": hold}


def race(url: str, take: Take, amounts: list[int], start: Barrier, answers: SimpleQueue[list[tuple[str, int]]]) -> None:
    """Take one amount after another; whatever is neither granted nor refused is answered by its name."""
    given = []
    try:
        book = Book.open(url)
        start.wait()
        given += [("granted" if take(book, grams=grams) else "refused", grams) for grams in amounts]
        book.close()
    except Exception as error:  # noqa: BLE001 - the test is told of every one
        given.append((repr(error), 0))
    answers.put(given)


def main(url: str, how: str, work: list[list[int]]) -> None:
    """Start all processes, let them go at once and collect their answers."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(work)), context.SimpleQueue()
    racers = [
        context.Process(target=race, args=(url, partial(WAYS[how], racer=f"Racer {number}"), amounts, start, answers))
        for number, amounts in enumerate(work)
    ]
    for racer in racers:
        racer.start()
    sys.stdout.write(json.dumps([answer for _ in racers for answer in answers.get()]))
    for racer in racers:
        racer.join()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
