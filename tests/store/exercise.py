"""A short life of a book in which every column of every table is used: what the proofs are tried on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.act import UNDECIDED, Paper, State, WaitingAct
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.bookkeeping.unit import MONEY, credit
from ledger.domain.values.encoding import canonical_json, digest
from ledger.domain.values.pollutant import Pollutant
from ledger.store.book import Book
from ledger.store.checkpoint import current_checkpoint
from ledger.store.docket import PendingAct
from ledger.store.record_text import registration_of
from ledger.store.rule_books import RuleBookText
from tests.new_books import new_book
from tests.store.conftest import COD, LAW, NOW, TODAY, entry

if TYPE_CHECKING:
    from ledger.domain.bookkeeping.account import Position
    from ledger.domain.bookkeeping.checkpoint import Checkpoint
    from ledger.domain.bookkeeping.unit import Unit
    from ledger.store.unit_of_work import UnitOfWork

ORIGIN = "test.example/book"
LATER = NOW + timedelta(hours=1)
ACME = account("Q40", area="Testville", holder="Acme")
LATER_LAW = RuleBookText(texts={"law.toml": "# none", "更正.toml": "# 聊城"})


def created(url: str) -> Book:
    """Return a new book that holds nothing but its opening."""
    return Book.create(url, origin=ORIGIN, rule_book=LAW, now=NOW, today=TODAY)


def lived(url: str) -> Book:
    """Return a new book with acts of every form."""
    book = new_book(url, origin=ORIGIN, rule_book=LAW, now=NOW, today=TODAY)
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        work.journal.append(entry(work, "opening", "Q40 Acme", "opening", 1_000, on=date(2026, 1, 5)))
        work.journal.append(entry(work, "reserve", "Q30", "Q10", 700, on=date(2026, 2, 5)))
        work.journal.append(_trade(work, "trade", 300))
        work.journal.append(_enterprise("acme", "Acme"))
        work.commit()
    with book.unit_of_work(recorded_at=LATER, rule_book=LATER_LAW) as work:
        work.journal.append(entry(work, "back-dated", "Q40 Bolt", "Q40 Acme", 5, on=date(2026, 3, 5)))
        work.journal.append(_reversal(work, "reversal", of=3))
        waiting_act(work, "waiting", Registration(register="enterprise", subject="bolt", body='{"name":"螺栓"}'))
        work.journal.append(entry(work, "last", "Q40 Acme", "Q40 Bolt", 2, on=date(2027, 1, 1)))
        work.commit()
    return book


def waiting_act(work: UnitOfWork, key: str, *facts: Registration, grams: int = 200) -> WaitingAct:
    """Record an act that waits for a decision: so much of what Acme holds waits with it, and it rests on a paper."""
    reference = work.journal.size + 1
    digest_of_paper = work.evidence.keep(f"%PDF {key}".encode(), "application/pdf")
    waiting = WaitingAct(
        reference=reference,
        kind="right.transfer",
        area="Testville",
        state=State.RECORDED,
        effective_on=TODAY,
        maker="clerk",
        evidence=(Paper(name="合同.pdf", digest=digest_of_paper.hex(), media_type="application/pdf"),),
        holds=((ACME.code, COD.code, grams),),
    )
    step(work, waiting, *facts, movements=(_credit(work),))
    return waiting


def step(work: UnitOfWork, waiting: WaitingAct, *facts: Registration, movements: tuple[Movement, ...] = ()) -> int:
    """Record a step of an act, keep the docket with it, and return its place."""
    seq = work.journal.append(
        JournalEntry(
            key=f"act:{waiting.reference}:{work.journal.size}",
            request_digest=digest(waiting.subject),
            kind=f"act.{waiting.state}",
            effective_on=TODAY,
            actor="clerk",
            narration="转让",
            judgement=Judgement.JUDGED,
            movements=movements,
            registrations=(registration_of(waiting), *facts),
            attachments=len(waiting.evidence),
        )
    )
    if waiting.state not in UNDECIDED:
        work.docket.remove(waiting.reference)
        return seq
    pending = PendingAct(
        reference=waiting.reference,
        kind=waiting.kind,
        area=waiting.area,
        state=waiting.state,
        maker=waiting.maker,
        effective_on=waiting.effective_on,
        seq=seq,
    )
    work.docket.put(pending, holds=waiting.holds)
    return seq


def checkpoint_of(book: Book) -> Checkpoint:
    """Return the checkpoint of a book as it stands."""
    with book.reading() as connection:
        return current_checkpoint(connection)


def _trade(work: UnitOfWork, key: str, grams: int) -> JournalEntry:
    return JournalEntry(
        key=key,
        request_digest=digest(key),
        kind="round.trade",
        effective_on=TODAY,
        actor="clerk",
        approver="reviewer",
        series="量",
        number=1,
        attachments=3,
        narration="转让",
        judgement=Judgement.JUDGED,
        movements=(
            Movement(_position(work, "Q40", "Bolt"), _position(work, "Q40", "Acme"), grams),
            Movement(_position(work, "1212.2", "Bolt", MONEY), _position(work, "2103.1", None, MONEY), 12_345),
            Movement(_position(work, "1002", None, MONEY), _position(work, "1212.2", "Bolt", MONEY), 345),
        ),
        registrations=(
            Registration(register="trade", subject=key, body=canonical_json({"term": 5, "注": "无"})),
            Registration(register="contract", subject=key, body=canonical_json(["A-1", None])),
        ),
    )


def _reversal(work: UnitOfWork, key: str, *, of: int) -> JournalEntry:
    return JournalEntry(
        key=key,
        request_digest=digest(key),
        kind="reversal",
        effective_on=TODAY,
        actor="clerk",
        approver="reviewer",
        series="冲",
        number=1,
        narration="冲销",
        judgement=Judgement.JUDGED,
        reverses=of,
        movements=(Movement(_position(work, "Q10", None), _position(work, "Q30", None), 700),),
    )


def _credit(work: UnitOfWork) -> Movement:
    unit = credit(Pollutant.COD, area="Testville", basin="徒骇河", source="A/1")
    return Movement(_position(work, "C20", "Acme", unit), _position(work, "C10", None, unit), 50)


def _enterprise(subject: str, name: str) -> JournalEntry:
    return JournalEntry(
        key=f"enterprise:{subject}",
        request_digest=digest(name),
        kind="enterprise.named",
        effective_on=TODAY,
        actor="clerk",
        narration="登记企业",
        judgement=Judgement.ADMINISTRATIVE,
        registrations=(Registration(register="enterprise", subject=subject, body=canonical_json({"name": name})),),
    )


def _position(work: UnitOfWork, chart: str, holder: str | None, unit: Unit = COD) -> Position:
    return work.position(account(chart, area="Testville", holder=holder), unit)
