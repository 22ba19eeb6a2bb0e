"""A program of its own: as many processes as it is told debit one balance at once; prints what each was answered."""

from __future__ import annotations

import json
import multiprocessing
import sys
from typing import TYPE_CHECKING
from uuid import uuid4

from ledger.store.book import Book
from ledger.store.overdraft import Overdrawn
from tests.store.conftest import post

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue
    from multiprocessing.synchronize import Barrier


def race(url: str, racer: str, amounts: list[int], start: Barrier, answers: SimpleQueue[list[tuple[str, int]]]) -> None:
    """Debit one amount after another; whatever is neither granted nor refused is answered by its name."""
    given = []
    try:
        book = Book.open(url)
        start.wait()
        for grams in amounts:
            try:
                post(book, uuid4().hex, f"Q40 {racer}", "Q40 Acme", grams)
            except Overdrawn:
                given.append(("refused", grams))
            else:
                given.append(("granted", grams))
        book.close()
    except Exception as error:  # noqa: BLE001 - the test is told of every one
        given.append((repr(error), 0))
    answers.put(given)


def main(url: str, work: list[list[int]]) -> None:
    """Start all processes, let them go at once and collect their answers."""
    context = multiprocessing.get_context("fork")
    start, answers = context.Barrier(len(work)), context.SimpleQueue()
    racers = [
        context.Process(target=race, args=(url, f"Racer {number}", amounts, start, answers))
        for number, amounts in enumerate(work)
    ]
    for racer in racers:
        racer.start()
    sys.stdout.write(json.dumps([answer for _ in racers for answer in answers.get()]))
    for racer in racers:
        racer.join()


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
