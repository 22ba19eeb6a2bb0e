"""The desk of the command line: who acts is said by name and token; what is done there is committed once."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ledger.domain.bookkeeping.act import Paper
from ledger.errors import RuleViolation, say
from ledger.services import procedure
from ledger.services.catalogue import ACTS
from ledger.services.desk import Desk
from ledger.services.users import user_of
from ledger.store.evidence import LARGEST_PAPER
from schemas.act_batch import BatchLine, NamedFile, Step
from web.books import adopted_law, judging_law, now, opened, text_of, today
from web.files import read_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.rules.law.book import RuleBook
    from ledger.store.book import Book
    from web.door import Door

SHORTEST_PREFIX: Final = 12
"""Characters of a digest that a person may type in its place."""
_MEDIA_TYPES: Final = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".txt": "text/plain",
}

user_option: Final = click.option("--user", default="", metavar="NAME", help="办理人；其令牌取自 LEDGER_TOKEN。")


@contextmanager
def desk_of(door: Door, *, user: str) -> Iterator[Desk]:
    """Lend the desk of the person who acts; nothing is recorded unless its unit of work is committed.

    :raises RuleViolation: ``user.unnamed``, nobody is named.
    :raises NotFound: the name and the token do not belong together.
    :raises Unavailable: ``rules.unadopted``.
    """
    with opened(door.database_url) as book, _desk(door, book, judging_law(door.settings, book), user=user) as desk:
        yield desk


@contextmanager
def law_desk_of(door: Door, *, user: str) -> Iterator[Desk]:
    """Lend the desk at which new law is adopted, by the law adopted before, whatever lies at hand.

    :raises RuleViolation: ``user.unnamed``, nobody is named.
    :raises NotFound: the name and the token do not belong together.
    """
    with opened(door.database_url) as book, _desk(door, book, adopted_law(book), user=user) as desk:
        yield desk


@contextmanager
def _desk(door: Door, book: Book, law: RuleBook, *, user: str) -> Iterator[Desk]:
    name = user or door.settings.user
    if not name:
        raise RuleViolation(say("没有写明办理人；请用 --user 或 LEDGER_USER，并设 LEDGER_TOKEN"), code="user.unnamed")
    with book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
        person = user_of(work.registers, name, door.settings.token)
        yield Desk(work=work, book=law, acts=ACTS, user=person, today=today())


def take(desk: Desk, line: BatchLine) -> procedure.Recorded:
    """Take one line of a batch at a desk, and return the reference of its act, and whether it was recorded before."""
    if line.step is Step.RECORD:
        papers = tuple(_kept(desk, file) for file in line.evidence)
        return procedure.record(desk, line.command, kind=line.act, key=line.key, evidence=papers)
    if line.step is Step.CORRECT:
        papers = tuple(_kept(desk, file) for file in line.evidence)
        return procedure.correct(desk, line.reference, line.command, evidence=papers)
    if line.step in {Step.CHECK, Step.APPROVE}:
        step = procedure.check if line.step is Step.CHECK else procedure.approve
        step(desk, line.reference, shown=whole_digest(desk, line.reference, line.shown))
        return procedure.Recorded(reference=line.reference)
    end = {Step.RETURN: procedure.send_back, Step.REJECT: procedure.reject, Step.WITHDRAW: procedure.withdraw}
    end[line.step](desk, line.reference, reason=line.reason)
    return procedure.Recorded(reference=line.reference)


def whole_digest(desk: Desk, reference: int, shown: str) -> str:
    """Return the digest of what an act would post now, if it begins with what the person typed; else what was typed."""
    if len(shown) < SHORTEST_PREFIX:
        return shown
    seen = procedure.preview(desk, reference).digest
    return seen if seen.startswith(shown) else shown


def _kept(desk: Desk, file: NamedFile) -> Paper:
    content = read_input(file.file, largest=LARGEST_PAPER)
    media_type = _MEDIA_TYPES.get(Path(file.file).suffix.lower(), "application/octet-stream")
    digest = desk.work.evidence.keep(content, media_type).hex()
    return Paper(name=file.name, digest=digest, media_type=media_type)
