"""What the auditor takes away says in its last line that there is more, and the page says beforehand how much fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.pages.audit.reading import table_of, text_of
from web.books import today
from web.pages.audit import books, log

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

LISTED = "行数过多，只列前{}行；请加条件，分次下载。"
DETAIL = "/audit/detail-book.csv?line=1212.2&starts=2024-01-01&ends=2026-12-31"


def test_a_log_that_does_not_fit_says_so(auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table_of(auditor.get("/audit/log.csv?kind=project.intake"))
    monkeypatch.setattr(log, "MOST_IN_A_FILE", 10)

    assert table_of(auditor.get("/audit/log.csv?kind=project.intake")) == [*whole[:11], [LISTED.format(10)]]
    monkeypatch.setattr(log, "MOST_IN_A_FILE", len(whole) - 1)
    assert table_of(auditor.get("/audit/log.csv?kind=project.intake")) == whole


def test_it_says_so_in_the_language_of_the_reader(auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_IN_A_FILE", 10)

    last = table_of(auditor.get("/audit/log.csv?lang=en"))[-1]

    assert last[0].startswith("Too many lines: only the first 10 lines are listed.")


def test_log_ins_that_do_not_fit_say_so(
    auditor: FlaskClient, visitor: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor("clerk")
    whole = table_of(auditor.get("/audit/access.csv"))
    monkeypatch.setattr(log, "MOST_IN_A_FILE", 1)

    assert table_of(auditor.get("/audit/access.csv")) == [*whole[:2], [LISTED.format(1)]]


def test_log_ins_are_taken_away_in_parts_by_their_days(auditor: FlaskClient) -> None:
    day = str(today())
    heading, *whole = table_of(auditor.get("/audit/access.csv"))

    assert any(line[0].startswith(day) for line in whole), "somebody has just come in"
    for query, taken in (
        (f"recorded_from={day}&recorded_to={day}", [line for line in whole if line[0].startswith(day)]),
        (f"recorded_from={day}", [line for line in whole if line[0][:10] >= day]),
        ("recorded_to=2001-01-01", []),
        ("recorded_from=2100-01-01", []),
    ):
        assert table_of(auditor.get(f"/audit/access.csv?{query}")) == [heading, *taken]


def test_a_detail_book_that_does_not_fit_says_so(auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table_of(auditor.get(DETAIL))
    monkeypatch.setattr(books, "MOST_IN_A_FILE", 10)

    *listed, last = table_of(auditor.get(DETAIL))

    assert len(listed) - 1 in {10, 11}, "both sides of a movement stay together"
    assert listed == whole[: len(listed)]
    assert last == [LISTED.format(len(listed) - 1)]

    monkeypatch.setattr(books, "MOST_IN_A_FILE", len(whole) - 1)
    assert table_of(auditor.get(DETAIL)) == whole


@pytest.mark.parametrize("address", ["/audit/log", "/audit/detail-book"])
def test_a_page_says_beforehand_how_much_its_file_holds(address: str, auditor: FlaskClient) -> None:
    assert "一个文件至多50,000行" in text_of(auditor.get(address))
    assert "A file has at most 50,000 lines" in text_of(auditor.get(f"{address}?lang=en"))


@pytest.mark.parametrize("address", ["/audit/sample", "/audit/sample.csv"])
@pytest.mark.parametrize("size", ["501", "0", "-1", "2.5", "百"])
def test_a_sample_is_not_made_smaller_without_a_word(address: str, size: str, auditor: FlaskClient) -> None:
    answer = auditor.get(f"{address}?seed=1&size={size}")

    assert answer.status_code == 422
    assert f"“{size}”不是件数；应为1至500的整数" in answer.text


def test_the_size_of_a_sample_may_be_typed_in_wide_digits(auditor: FlaskClient) -> None:
    assert (
        auditor.get("/audit/sample.csv?seed=1&size=１２").data == auditor.get("/audit/sample.csv?seed=1&size=12").data
    )
