"""A certificate can be checked by its particulars at any later time, and tells nothing to who has not got it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256

import pytest

from ledger.projections.accounts.entry import entry
from ledger.projections.enterprise.certificate import Certificate, CertificateKind, certificate, confirms
from ledger.projections.registers.claims import holding_certificate
from tests.services.acts.bureau import LAW, Bureau, opened
from tests.services.acts.claimants import BUYER, MILL, OPENED, end, freeze, minute, pledge, with_rights
from tests.services.acts.conftest import FIRST_DAY, new_book

DAY = date(2026, 3, 2)
HOLDING, FREE = CertificateKind.HOLDING, CertificateKind.NO_ENCUMBRANCE


@pytest.fixture
def mill(database_url: str) -> Iterator[Bureau]:
    """Lend a mill of which 4 t of COD are pledged, beside a buyer of whom nobody wants anything."""
    book = new_book(database_url)
    bureau = with_rights(opened(book, today=FIRST_DAY))
    bureau.do("pledge.register", pledge("质1", 4, at=minute(DAY, 9)))
    yield bureau
    book.close()


def made(bureau: Bureau, holder: str = MILL, *, kind: CertificateKind = HOLDING, on: date = DAY) -> Certificate:
    with bureau.book.reading() as connection:
        return certificate(connection, holder, kind=kind, on=on)


def checked(bureau: Bureau, paper: Certificate, **changed: object) -> bool:
    particulars: dict[str, object] = {
        "kind": paper.kind,
        "on": paper.on,
        "place": paper.place,
        "check": paper.check,
        **changed,
    }
    with bureau.book.reading() as connection:
        code = str(particulars.pop("holder", paper.holder.credit_code))
        return confirms(connection, code, **particulars)  # type: ignore[arg-type]  # particulars by their names


def test_a_certificate_says_what_the_holding_says_and_is_so(mill: Bureau) -> None:
    paper = made(mill)
    with mill.book.reading() as connection:
        told = holding_certificate(connection, MILL, book=LAW, on=DAY)

    assert paper.tranches == told.tranches
    assert set(paper.claims) == {ranked.claim for ranked in told.claims}
    assert not paper.unencumbered
    assert checked(mill, paper)


def test_it_is_still_so_when_the_journal_has_gone_on(mill: Bureau) -> None:
    paper, clear = made(mill), made(mill, BUYER, kind=FREE)
    mill.do("freeze.deliver", freeze("冻1", 20, at=minute(DAY, 16, 58)))
    mill.do("pledge.release", end("质1", on=DAY))

    assert checked(mill, paper)
    assert checked(mill, clear)
    later = made(mill)
    assert (later.check, later.place) != (paper.check, paper.place)
    assert later.tranches != paper.tranches


def test_whatever_is_changed_on_the_paper_is_not_so(mill: Bureau) -> None:
    paper = made(mill)
    other = "0" if paper.check[0] != "0" else "1"

    assert not checked(mill, paper, check=other + paper.check[1:])
    assert not checked(mill, paper, check="")
    assert not checked(mill, paper, on=OPENED)
    assert not checked(mill, paper, place=paper.place - 1)
    assert not checked(mill, paper, holder=BUYER)
    assert not checked(mill, paper, kind=FREE)


def test_what_is_not_there_gets_the_same_answer(mill: Bureau) -> None:
    paper = made(mill)

    assert not checked(mill, paper, holder="91371500MA00DEM05E")
    assert not checked(mill, paper, place=paper.place + 1)
    assert not checked(mill, paper, place=1)


def test_no_encumbrance_is_never_confirmed_of_who_is_encumbered(mill: Bureau) -> None:
    forged = made(mill, kind=FREE)

    assert not forged.unencumbered
    assert not checked(mill, forged)
    assert checked(mill, made(mill, BUYER, kind=FREE))


def test_an_auditor_computes_the_check_value_from_the_journal_alone(mill: Bureau) -> None:
    paper = made(mill, BUYER)
    with mill.book.reading() as connection:
        registered = next(
            seq
            for seq in range(1, paper.place + 1)
            if any(fact.subject == BUYER for fact in entry(connection, seq).registrations)
        )
        leaves = [entry(connection, seq).leaf.hex() for seq in (paper.place, registered)]
    (tranche,) = paper.tranches
    content = {
        "form": "certificate/1",
        "kind": "holding",
        "holder": [BUYER, "示例化工"],
        "on": "2026-03-02",
        "place": paper.place,
        "tranches": [[tranche.unit.code, 0, 2_000_000, {}, 0]],
        "claims": [],
    }
    text = json.dumps([*leaves, content], ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert paper.check == sha256(text.encode()).hexdigest()[:32]
