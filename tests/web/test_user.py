"""``permit-ledger user``: persons entered, disabled and given new tokens at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.services.users import user_of
from ledger.store.registers import Registers
from web.books import opened

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine


def test_a_user_is_added_listed_reset_and_disabled_on_each_engine(command_line: CommandLine, book_url: str) -> None:
    at = ("--database", book_url, "--json")

    added = command_line("user", "add", "张三", "--role", "clerk", "--office", "bureau", *at)
    reset = command_line("user", "reset", "张三", *at)
    with opened(book_url) as book, book.reading() as connection:
        known = user_of(Registers(connection), "张三", reset[1]["token"])
    disabled = command_line("user", "disable", "张三", *at)
    listed = command_line("user", "list", *at)

    assert [code for code, _ in (added, reset, disabled, listed)] == [0, 0, 0, 0]
    assert len(added[1]["token"]) == 43
    assert added[1]["token"] != reset[1]["token"]
    assert known.name == "张三"
    expected = {"name": "张三", "role": "clerk", "office": "bureau", "area": None, "enterprise": None, "disabled": True}
    assert disabled[1] == expected
    assert listed[1] == [expected]


def test_password_and_token_stand_on_lines_of_their_own_with_their_names(
    command_line: CommandLine, sqlite_book_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_LANG", "zh")

    _, told = command_line("user", "add", "张三", "--role", "auditor", "--database", sqlite_book_url)

    heading, password, token = str(told).splitlines()
    assert heading == "用户“张三”的首次口令与令牌，只显示这一次："
    assert password.startswith("首次口令：")
    assert token.startswith("令牌：")
    assert len(token.removeprefix("令牌：")) == 43


def test_a_user_who_cannot_be_is_refused_with_every_reason(command_line: CommandLine, sqlite_book_url: str) -> None:
    code, answer = command_line(
        "user", "add", "张三", "--role", "auditor", "--office", "branch", "--database", sqlite_book_url, "--json"
    )

    assert code == 1
    assert [breach["code"] for breach in answer["breaches"]] == ["user.office_unfit", "user.area_missing"]


def test_a_name_or_a_code_of_the_wrong_form_is_malformed(command_line: CommandLine, sqlite_book_url: str) -> None:
    at = ("--database", sqlite_book_url, "--json")

    assert command_line("user", "add", " 张三", "--role", "auditor", *at)[0] == 2
    assert command_line("user", "add", "张三", "--role", "enterprise", "--enterprise", "123", *at)[0] == 2
    assert command_line("user", "add", "张三", "--role", "king", *at)[0] == 2
    assert command_line("user", "reset", "张三", *at)[1]["code"] == "user.missing"


def test_people_read_the_token_and_the_list_as_words(command_line: CommandLine, sqlite_book_url: str) -> None:
    at = ("--database", sqlite_book_url)

    _, token = command_line("user", "add", "张三", "--role", "auditor", *at)
    _, disabled = command_line("user", "disable", "张三", *at)
    _, listed = command_line("user", "list", *at)

    assert "张三" in token
    assert "已停用用户“张三”" in disabled
    assert listed.splitlines()[1].split() == ["张三", "auditor", "—", "—", "已停用"]
