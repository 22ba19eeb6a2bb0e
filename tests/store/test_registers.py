"""The registers say of every subject what was last registered, in step with the unit of work that writes."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import TYPE_CHECKING, ClassVar

import pytest

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.values.encoding import digest
from ledger.errors import NotFound
from ledger.store.record_text import body_of, registration_of
from ledger.store.register_memory import RegisterMemory
from ledger.store.registers import Registers
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from ledger.store.book import Book
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A record without owner."""

    REGISTER: ClassVar[str] = "plant"

    subject: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A record that has an owner."""

    REGISTER: ClassVar[str] = "pledge"

    subject: str
    owner: str
    grams: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeNote:
    """A record of another register whose name begins alike."""

    REGISTER: ClassVar[str] = "pledge.note"

    subject: str
    owner: str


def register(work: UnitOfWork, *records: Plant | Pledge | PledgeNote) -> None:
    """Append one act that registers some records."""
    work.journal.append(
        JournalEntry(
            key=f"act {work.journal.size}",
            request_digest=digest(None),
            kind="registered",
            effective_on=TODAY,
            actor="clerk",
            narration="登记",
            judgement=Judgement.RECORDED,
            registrations=tuple(registration_of(record) for record in records),
        )
    )


def registered(book: Book, *records: Plant | Pledge | PledgeNote) -> None:
    """Record one act that registers some records."""
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        register(work, *records)
        work.commit()


def pledge(owner: str, subject: str, grams: int = 1) -> Pledge:
    return Pledge(owner=owner, subject=subject, grams=grams)


def test_the_last_registration_is_what_is_so(book: Book) -> None:
    registered(book, Plant(subject="1", name="first"), Plant(subject="2", name="other"))
    registered(book, Plant(subject="1", name="second"), Plant(subject="1", name="third"))

    with book.reading() as connection:
        registers = Registers(connection)
        assert registers.find(Plant, "1") == Plant(subject="1", name="third")
        assert registers.find(Plant, "3") is None
        assert registers.all(Plant) == [Plant(subject="1", name="third"), Plant(subject="2", name="other")]


def test_what_is_pending_is_so_already_before_and_after_it_is_written(book: Book) -> None:
    registered(book, Plant(subject="1", name="before"))

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert work.registers.find(Plant, "1") == Plant(subject="1", name="before")
        assert work.registers.find(Plant, "2") is None
        register(work, Plant(subject="1", name="pending"), Plant(subject="2", name="pending"))
        size_before = work.journal.written
        for _ in ("pending", "written"):
            assert work.registers.find(Plant, "1") == Plant(subject="1", name="pending")
            assert work.registers.find(Plant, "2") == Plant(subject="2", name="pending")
            assert [plant.name for plant in work.registers.all(Plant)] == ["pending", "pending"]
            assert work.registers.body("plant", "2") == '{"name":"pending","subject":"2"}'
            if work.journal.written == size_before:
                work.journal.flush()
        register(work, Plant(subject="2", name="again"))
        assert work.registers.find(Plant, "2") == Plant(subject="2", name="again")

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:  # the other one was left
        assert work.registers.all(Plant) == [Plant(subject="1", name="before")]


def test_each_owner_has_a_part_of_the_register(book: Book) -> None:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        register(work, pledge("b", "2"), pledge("a", "1"), PledgeNote(subject="1", owner="a"))
        work.journal.flush()
        register(work, pledge("a", "2"), pledge("a/b", "1"), pledge("乙", "1"), pledge("a", "1", 5))
        for _ in range(2):
            of_a = work.registers.all(Pledge, owner="a")
            everywhere = work.registers.everywhere(Pledge)
            assert of_a == [pledge("a", "1", 5), pledge("a", "2")]
            assert [(each.owner, each.subject) for each in everywhere] == [
                ("a", "1"), ("a", "2"), ("a/b", "1"), ("b", "2"), ("乙", "1"),
            ]  # fmt: skip
            assert work.registers.find(Pledge, "2", owner="b") == pledge("b", "2")
            assert work.registers.find(Pledge, "2") is None
            work.journal.flush()
        assert work.registers.everywhere(PledgeNote) == [PledgeNote(subject="1", owner="a")]


def test_what_was_asked_of_all_owners_is_asked_again_when_there_is_more(book: Book) -> None:
    def everywhere() -> list[Pledge]:
        with book.reading() as view:
            of_readers = book.registers(view).everywhere(Pledge)
            assert of_readers == book.registers(view).everywhere(Pledge) == Registers(view).everywhere(Pledge)
        with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
            assert work.registers.everywhere(Pledge) == of_readers
        return of_readers

    registered(book, pledge("a", "1"), PledgeNote(subject="1", owner="a"))
    assert everywhere() == [pledge("a", "1")]
    registered(book, pledge("a", "1", 7), pledge("b", "2"))
    assert everywhere() == [pledge("a", "1", 7), pledge("b", "2")]
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert len(work.registers.everywhere(Pledge)) == 2
        register(work, pledge("b", "3"))
        work.journal.flush()
        register(work, pledge("b", "2", 9))
        work.commit()
    assert everywhere() == [pledge("a", "1", 7), pledge("b", "2", 9), pledge("b", "3")]


def test_subjects_come_in_the_order_of_their_characters_on_both_engines(book: Book) -> None:
    names = ["b", "B", "a", "乙", "甲", "-", "10", "9", "é", "😀"]

    registered(book, *(Plant(subject=name, name=name) for name in names))

    with book.reading() as connection:
        assert [plant.subject for plant in Registers(connection).all(Plant)] == sorted(names)


def test_only_what_names_something_is_read_of_a_register(book: Book) -> None:
    registered(book, Plant(subject="1", name="甲厂"), Plant(subject="2", name="乙厂"), Plant(subject="3", name="甲厂"))
    registered(book, Plant(subject="3", name="丙厂"), Plant(subject="4", name="甲厂二期"))

    with book.reading() as connection:
        assert [plant.subject for plant in Registers(connection).whose(Plant, "name", "甲厂")] == ["1"]
        assert Registers(connection).whose(Plant, "name", "丁厂") == []


@pytest.mark.parametrize("name", ['甲"厂"', "甲\\厂", "甲厂\n二期", '"name":"乙厂"', ""])
def test_whatever_json_writes_otherwise_is_found_as_it_is(name: str, book: Book) -> None:
    def named(work: UnitOfWork) -> list[str]:
        return [plant.subject for plant in work.registers.whose(Plant, "name", name)]

    registered(book, Plant(subject="1", name=name), Plant(subject="2", name="乙厂"))
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        register(work, Plant(subject="3", name=name), Plant(subject="4", name=f'{name}"'))
        assert named(work) == ["1", "3"]
        work.journal.flush()
        assert named(work) == ["1", "3"]


def test_no_reader_sees_names_that_another_has_not_noted_to_the_end() -> None:
    memory = RegisterMemory(1)
    memory.whole["plant"] = {str(number): body_of(Plant(subject=str(number), name="甲厂")) for number in range(5_000)}
    begin = Barrier(4)

    def found(_: int) -> int:
        begin.wait()
        return len(memory.named("plant", "name", "甲厂"))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as readers:
            assert list(readers.map(found, range(4))) == [5_000] * 4
    finally:
        sys.setswitchinterval(interval)


def test_what_names_something_is_found_at_every_stage_of_its_registration(book: Book) -> None:
    def named(work: UnitOfWork) -> list[str]:
        return [plant.subject for plant in work.registers.whose(Plant, "name", "甲厂")]

    registered(book, Plant(subject="1", name="甲厂"), Plant(subject="2", name="甲厂"))
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert named(work) == ["1", "2"]
        register(work, Plant(subject="0", name="甲厂"), Plant(subject="1", name="乙厂"))
        assert named(work) == ["0", "2"]
        work.journal.flush()
        register(work, Plant(subject="3", name="甲厂"))
        assert named(work) == ["0", "2", "3"]
        work.commit()
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        assert named(work) == ["0", "2", "3"]
        register(work, Plant(subject="2", name="丙厂"))
        assert named(work) == ["0", "3"]


def test_a_body_that_must_be_there_and_is_not_is_named(book: Book) -> None:
    with book.reading() as connection, pytest.raises(NotFound, match="“plant”中没有“7”"):
        Registers(connection).body("plant", "7")
