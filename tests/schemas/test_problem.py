"""The body of every refusal (RFC 9457)."""

from __future__ import annotations

import pytest

from ledger.errors import (
    Breach,
    Conflict,
    InvalidValue,
    LedgerError,
    NotFound,
    RuleViolation,
    Unavailable,
    enumerated,
    say,
)
from schemas.malformed import FieldError, Malformed, MalformedText
from schemas.problem import body_of, lines_of, problem_of
from web.language import translator

MEMBERS = ["type", "title", "status", "code", "detail", "errors", "breaches", "request_id"]


class Overdraft(RuleViolation):
    """A refusal of the exercise with a code of its own."""

    code = "overdraft"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotFound(say("没有找到")), 404, "not_found"),
        (RuleViolation(say("未予受理")), 422, "refused"),
        (Overdraft(say("未予受理")), 422, "overdraft"),
        (Conflict(say("与已有记录冲突"), code="stale"), 409, "stale"),
        (Unavailable(say("暂不可用")), 503, "unavailable"),
        (MalformedText("json.syntax", say("无法读取")), 400, "json.syntax"),
        (Malformed([FieldError(code="number.format", detail=say("缺少此项"), field="a")]), 422, "number.format"),
        (InvalidValue("date.range", say("缺少此项")), 422, "date.range"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_failure_has_its_status_and_its_stable_code(
    error: LedgerError | Malformed | InvalidValue, status: int, code: str
) -> None:
    body = body_of(problem_of(error), translate=str, request_id="r1")

    assert list(body) == MEMBERS
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:permit-ledger:problem:{code}"
    assert body["request_id"] == "r1"


def test_several_things_are_set_apart_as_in_the_language_of_the_reader() -> None:
    def told(known: tuple[str, ...]) -> tuple[str, str]:
        detail = say("“{basin}”不是“{area}”的流域（{known}）", basin="徒骇河", area="甲县", known=enumerated(known))
        problem = problem_of(RuleViolation(detail))
        chinese, english = (body_of(problem, translate=to, request_id="") for to in (str, translator("en")))
        return str(chinese["detail"]), str(english["detail"])

    chinese, english = told(("马颊河", "漳卫新河"))
    assert chinese == "“徒骇河”不是“甲县”的流域（马颊河、漳卫新河）"
    assert english.endswith("(马颊河, 漳卫新河)")
    assert told(())[0].endswith("（—）")


def test_errors_name_the_field_or_the_row_the_value_and_the_code() -> None:
    error = Malformed(
        [
            FieldError(code="number.scale", detail=say("缺少此项"), field="lots.0.quantity", value="0.00001"),
            FieldError(code="field.required", detail=say("缺少此项"), row=12),
            FieldError(code="date.format", detail=say("缺少此项"), row=13, field="日期", value="x"),
        ]
    )

    body = body_of(problem_of(error), translate=str, request_id="")

    assert body["code"] == "malformed"
    assert body["errors"] == [
        {"field": "lots.0.quantity", "value": "0.00001", "code": "number.scale", "detail": "缺少此项"},
        {"row": 12, "value": "", "code": "field.required", "detail": "缺少此项"},
        {"row": 13, "field": "日期", "value": "x", "code": "date.format", "detail": "缺少此项"},
    ]


def test_a_refusal_by_the_law_lists_every_breach_with_its_citation() -> None:
    breach = Breach(
        code="exemption",
        detail=say("未予受理"),
        provision="exemption.limit",
        instrument="LC25",
        article="4",
        authority="enacted",
    )

    problem = problem_of(RuleViolation(say("未予受理"), breaches=(breach, breach)))
    body = body_of(problem, translate=str, request_id="")

    assert body["breaches"] == 2 * [
        {
            "code": "exemption",
            "provision": "exemption.limit",
            "instrument": "LC25",
            "article": "4",
            "authority": "enacted",
            "detail": "未予受理",
        }
    ]
    assert lines_of(problem, translate=str)[1] == "  未予受理 [LC25 4 enacted]"


def test_a_breach_that_is_the_sentence_itself_is_told_once() -> None:
    breach = Breach(code="no_provision_in_force", provision="scope.test", detail=say("未予受理"))

    problem = problem_of(RuleViolation(say("未予受理"), breaches=(breach,)))

    assert lines_of(problem, translate=str) == ["未予受理"]


def test_a_single_fault_is_told_in_the_sentence_itself() -> None:
    error = Malformed([FieldError(code="number.format", detail=say("缺少此项"), field="quantity")])

    problem = problem_of(error)

    assert lines_of(problem, translate=str) == ["缺少此项。未入账", "  quantity: 缺少此项"]


def test_more_faults_than_are_listed_are_counted() -> None:
    error = Malformed(
        FieldError(code="field.unknown", detail=say("不认识此项"), field=str(number)) for number in range(101)
    )

    problem = problem_of(error)

    assert len(problem.errors) == 100
    assert problem.code == "field.unknown"
    assert "101" in problem.detail.rendered()


def test_a_problem_is_told_in_english_down_to_its_details() -> None:
    error = Malformed(
        [
            FieldError(code="field.required", detail=say("缺少此项"), field="place"),
            FieldError(code="field.required", detail=say("缺少此项"), row=3),
        ]
    )

    problem = problem_of(error)
    body = body_of(problem, translate=translator("en"), request_id="")
    lines = lines_of(problem, translate=translator("en"))

    assert body["title"].isascii()
    assert body["detail"].isascii()
    assert all(found["detail"].isascii() for found in body["errors"])
    assert all(line.isascii() for line in lines)
