"""The persons who may act: entered once, known by their token, and disabled for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger.domain.bookkeeping.journal import JournalEntry, Judgement
from ledger.domain.people.actor import Office, Role, User
from ledger.domain.registers.area import Area
from ledger.domain.values.encoding import digest
from ledger.errors import Conflict, NotFound, RuleViolation
from ledger.rules.law.loader import load_book
from ledger.services.users import add_user, disable_user, reset_user, user_of
from ledger.store.record_text import registration_of
from tests.store.conftest import LAW, NOW, TODAY

if TYPE_CHECKING:
    from ledger.store.book import Book
    from ledger.store.unit_of_work import UnitOfWork

RULES = load_book()
CLERK = User(name="张三", role=Role.CLERK, office=Office.BUREAU)


def done(book: Book, deed: Callable[[UnitOfWork], User | tuple[User, str]]) -> User:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        found = deed(work)
        work.commit()
    return found[0] if isinstance(found, tuple) else found


def add(book: Book, user: User, token: str = "first") -> User:  # noqa: S107 - a token of an exercise
    return done(book, lambda work: add_user(work, user, token=token, book=RULES, actor="root", today=TODAY))


def known(book: Book, name: str, token: str) -> User:
    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        return user_of(work.registers, name, token)


def test_a_person_is_known_by_name_and_token_and_the_token_is_not_kept(book: Book) -> None:
    added = add(book, CLERK)

    assert known(book, "张三", "first") == added
    assert "first" not in str(added)


def test_a_new_token_takes_the_place_of_the_old_one(book: Book) -> None:
    add(book, CLERK)

    done(book, lambda work: reset_user(work, "张三", token="second", actor="root", today=TODAY))

    assert known(book, "张三", "second").name == "张三"
    with pytest.raises(NotFound):
        known(book, "张三", "first")


def test_nothing_is_told_about_why_a_person_is_refused(book: Book) -> None:
    add(book, CLERK)
    add(book, replace(CLERK, name="李四"))
    done(book, lambda work: disable_user(work, "李四", actor="root", today=TODAY))

    told = []
    for name, token in (("张三", "wrong"), ("王五", "first"), ("李四", "first"), ("张三", "")):
        with pytest.raises(NotFound) as refused:
            known(book, name, token)
        told.append((refused.value.problem_code, str(refused.value)))

    assert len(set(told)) == 1


def test_a_name_never_passes_to_another_person_even_of_one_who_left(book: Book) -> None:
    add(book, CLERK)
    done(book, lambda work: disable_user(work, "张三", actor="root", today=TODAY))

    with pytest.raises(RuleViolation) as refused:
        add(book, replace(CLERK, role=Role.REVIEWER))
    assert [breach.code for breach in refused.value.breaches] == ["user.registered"]


@pytest.mark.parametrize("deed", [disable_user, reset_user])
def test_who_was_disabled_stays_so(book: Book, deed: Callable[..., User | tuple[User, str]]) -> None:
    add(book, CLERK)
    done(book, lambda work: disable_user(work, "张三", actor="root", today=TODAY))
    more = {"token": "new"} if deed is reset_user else {}

    with pytest.raises(Conflict):
        done(book, lambda work: deed(work, "张三", actor="root", today=TODAY, **more))
    with pytest.raises(NotFound):
        done(book, lambda work: deed(work, "王五", actor="root", today=TODAY, **more))


@pytest.mark.parametrize(
    ("user", "codes"),
    [
        (User(name="a", role=Role.CLERK), ["user.office_missing"]),
        (User(name="a", role=Role.REVIEWER, office=Office.BRANCH), ["user.area_missing"]),
        (User(name="a", role=Role.FINANCE, office=Office.BUREAU, area="东区"), ["user.area_unfit"]),
        (User(name="a", role=Role.ENTERPRISE), ["user.enterprise_missing"]),
        (
            User(name="a", role=Role.AUDITOR, office=Office.BRANCH, enterprise="91371500MA00DEM012"),
            ["user.office_unfit", "user.area_missing", "user.enterprise_unfit"],
        ),
    ],
)
def test_role_office_area_and_enterprise_fit_together(book: Book, user: User, codes: list[str]) -> None:
    with pytest.raises(RuleViolation) as refused:
        add(book, user)

    assert [breach.code for breach in refused.value.breaches] == codes


def test_a_branch_and_an_enterprise_must_be_registered(book: Book) -> None:
    branch = User(name="王五", role=Role.CLERK, office=Office.BRANCH, area="东区")
    with pytest.raises(NotFound, match="东区"):
        add(book, branch)
    with pytest.raises(NotFound, match="91371500MA00DEM012"):
        add(book, User(name="赵六", role=Role.ENTERPRISE, enterprise="91371500MA00DEM012"))

    with book.unit_of_work(recorded_at=NOW, rule_book=LAW) as work:
        fact = registration_of(Area(name="东区"))
        work.journal.append(
            JournalEntry(
                key="area",
                request_digest=digest(fact.body),
                kind="exercise.given",
                effective_on=TODAY,
                actor="exercise",
                narration="given",
                judgement=Judgement.ADMINISTRATIVE,
                registrations=(fact,),
            )
        )
        work.commit()

    assert add(book, branch).area == "东区"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("wanglei", ["user.registered"]),
        ("ＷangＬei", ["user.registered"]),
        ("WаngLei", ["user.registered", "user.name_mixed"]),  # the first a is Cyrillic
        ("Zhаo", ["user.name_mixed"]),
    ],
)
def test_nobody_gets_a_name_that_cannot_be_told_from_another(book: Book, name: str, codes: list[str]) -> None:
    add(book, replace(CLERK, name="WangLei"))

    with pytest.raises(RuleViolation) as refused:
        add(book, replace(CLERK, name=name))
    assert [breach.code for breach in refused.value.breaches] == codes
