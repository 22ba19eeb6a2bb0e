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
from ledger.services.users import (
    add_user,
    apply_for_credentials,
    apply_for_user,
    decline_credentials,
    disable_user,
    issue_credentials,
    reset_user,
    user_of,
)
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
    done(book, lambda work: disable_user(work, "李四", book=RULES, actor="root", today=TODAY))

    told = []
    for name, token in (("张三", "wrong"), ("王五", "first"), ("李四", "first"), ("张三", "")):
        with pytest.raises(NotFound) as refused:
            known(book, name, token)
        told.append((refused.value.problem_code, str(refused.value)))

    assert len(set(told)) == 1


def test_a_name_never_passes_to_another_person_even_of_one_who_left(book: Book) -> None:
    add(book, CLERK)
    done(book, lambda work: disable_user(work, "张三", book=RULES, actor="root", today=TODAY))

    with pytest.raises(RuleViolation) as refused:
        add(book, replace(CLERK, role=Role.REVIEWER))
    assert [breach.code for breach in refused.value.breaches] == ["user.registered"]


@pytest.mark.parametrize("deed", [disable_user, reset_user])
def test_who_was_disabled_stays_so(book: Book, deed: Callable[..., User | tuple[User, str]]) -> None:
    add(book, CLERK)
    done(book, lambda work: disable_user(work, "张三", book=RULES, actor="root", today=TODAY))
    more: dict[str, object] = {"token": "new"} if deed is reset_user else {"book": RULES}

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


def entered(book: Book, user: User, by: str) -> User:
    return done(book, lambda work: apply_for_user(work, user, book=RULES, actor=by, today=TODAY))


def issued(book: Book, name: str, by: str) -> User:
    return done(book, lambda work: issue_credentials(work, name, token="issued", actor=by, today=TODAY))


def applied(book: Book, name: str, by: str) -> User:
    return done(book, lambda work: apply_for_credentials(work, name, actor=by, today=TODAY))


def refused_with(deed: Callable[[], object]) -> list[str]:
    with pytest.raises((Conflict, RuleViolation)) as refused:
        deed()
    return [breach.code for breach in refused.value.breaches] or [refused.value.problem_code]


def test_one_enters_a_person_and_another_issues_the_credentials(book: Book) -> None:
    entered(book, CLERK, by="尤系统")
    with pytest.raises(NotFound):
        known(book, "张三", "issued")

    assert refused_with(lambda: issued(book, "张三", by="尤系统")) == ["user.same_hand"]
    issued(book, "张三", by="许安全")

    assert known(book, "张三", "issued").applied_by is None
    assert refused_with(lambda: issued(book, "张三", by="许安全")) == ["user.not_applied_for"]


def test_new_credentials_are_asked_for_by_one_and_issued_by_another(book: Book) -> None:
    add(book, CLERK)
    assert refused_with(lambda: issued(book, "张三", by="许安全")) == ["user.not_applied_for"]
    assert refused_with(lambda: applied(book, "张三", by="张三")) == ["user.oneself"]

    applied(book, "张三", by="尤系统")

    assert known(book, "张三", "first").applied_by == "尤系统"
    assert refused_with(lambda: applied(book, "张三", by="另一系统")) == ["user.applied"]
    assert refused_with(lambda: issued(book, "张三", by="张三")) == ["user.oneself"]
    issued(book, "张三", by="许安全")
    with pytest.raises(NotFound):
        known(book, "张三", "first")


def test_what_is_declined_must_be_asked_for_again(book: Book) -> None:
    entered(book, CLERK, by="尤系统")

    done(book, lambda work: decline_credentials(work, "张三", actor="许安全", today=TODAY))

    assert refused_with(lambda: issued(book, "张三", by="许安全")) == ["user.not_applied_for"]
    applied(book, "张三", by="尤系统")
    assert issued(book, "张三", by="许安全").name == "张三"


def test_nobody_disables_himself_nor_the_last_administrator_of_a_kind(book: Book) -> None:
    for name in ("许安全", "另一安全"):
        add(book, User(name=name, role=Role.SECURITY_ADMINISTRATOR))
    entered(book, User(name="未领凭据", role=Role.SECURITY_ADMINISTRATOR), by="尤系统")

    def disabled(name: str, by: str) -> User:
        return done(book, lambda work: disable_user(work, name, book=RULES, actor=by, today=TODAY))

    assert refused_with(lambda: disabled("许安全", by="许安全")) == ["user.oneself"]
    assert disabled("另一安全", by="许安全").disabled
    assert refused_with(lambda: disabled("许安全", by="root")) == ["user.last_administrator"]
    assert refused_with(lambda: disabled("许安全", by="许安全")) == ["user.oneself", "user.last_administrator"]
