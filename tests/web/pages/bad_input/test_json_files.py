"""Bad values in a batch of acts at the command line; ``tests/web/test_import_malformed.py`` puts them into rounds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.bad_input.catalogue import BadValue, Door, Judged, Literal
from tests.web.pages.bad_input.doors import problem_of
from tests.web.pages.bad_input.members import Member, in_json, named, put_in_at, sound

if TYPE_CHECKING:
    from tests.web.conftest import CommandLine
    from tests.web.pages.bad_input.doors import Desk

_HOLE = "literal"


def as_json(content: object, value: object) -> bytes:
    """Write a content in which a literal may stand that Python has no value for."""
    text = json.dumps(content, ensure_ascii=True)
    return text.replace(f'"{_HOLE}"', value.text).encode() if isinstance(value, Literal) else text.encode()


def held(value: object) -> Any:
    return _HOLE if isinstance(value, Literal) else value


@pytest.mark.parametrize("tried", put_in_at(Door.ACTS), ids=named)
def test_a_batch_with_a_bad_value_is_refused_by_row_and_member(
    tried: tuple[Member, BadValue], desk: Desk, clerks_line: CommandLine
) -> None:
    member, bad = tried
    command = {**in_json(sound(desk.city, member)), member.name: held(bad.value)}

    answer = problem_of(clerks_line(given=as_json({"act": member.act, "command": command}, bad.value)))

    expected = bad.answer_at(Door.ACTS)
    if isinstance(expected, Judged):
        assert expected.words in " ".join(error["detail"] for error in answer["errors"])
        assert [error["row"] for error in answer["errors"]] == [1]
        return
    [error] = answer["errors"]
    assert (error.get("row", 1), error["code"]) == (1, expected)
    assert error["detail"].isprintable()
    if not str(expected).startswith("json."):
        assert error["field"] == f"command.{member.name}"
        assert len(error["value"]) <= 40
        assert error["value"].isprintable()
