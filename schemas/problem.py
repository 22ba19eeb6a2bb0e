"""The body of every refusal: RFC 9457, with all errors and all breached provisions at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.domain.law.ground import OWN_RULE
from ledger.errors import (
    Breach,
    Conflict,
    InvalidValue,
    LedgerError,
    Message,
    NotFound,
    RuleViolation,
    Translate,
    Unavailable,
    say,
)
from schemas.malformed import FieldError, Malformed, MalformedText
from schemas.refused_rows import RefusedRows

if TYPE_CHECKING:
    from collections.abc import Mapping

URN: Final = "urn:permit-ledger:problem:"

_TITLES: Final[Mapping[int, Message]] = {
    400: say("无法读取"),
    401: say("尚未登录"),
    403: say("无权办理"),
    404: say("没有找到"),
    405: say("方法不被接受"),
    409: say("与已有记录冲突"),
    413: say("内容过大"),
    414: say("网址过长"),
    415: say("类型不被接受"),
    416: say("范围不对"),
    422: say("未予受理"),
    429: say("过于频繁"),
    500: say("程序故障"),
    503: say("暂不可用"),
}
_STATUS: Final = {NotFound: 404, RuleViolation: 422, Conflict: 409, Unavailable: 503}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A refusal before it is written in a language; ``status`` is that of HTTP."""

    status: int
    code: str
    detail: Message
    errors: tuple[FieldError, ...] = ()
    breaches: tuple[Breach, ...] = ()


def problem_of(error: LedgerError | Malformed | InvalidValue) -> Problem:
    """Return what a known failure says: malformed input 400 or 422, the four families 404, 422, 409, 503."""
    if isinstance(error, InvalidValue):
        error = Malformed([FieldError.of(error)])
    if isinstance(error, Malformed):
        return Problem(
            status=400 if isinstance(error, MalformedText) else 422,
            code=error.code,
            detail=_summary(error),
            errors=error.errors,
        )
    status = next(status for family, status in _STATUS.items() if isinstance(error, family))
    rows = error.errors if isinstance(error, RefusedRows) else ()
    return Problem(status=status, code=error.problem_code, detail=error.message, errors=rows, breaches=error.breaches)


def body_of(problem: Problem, *, translate: Translate, request_id: str) -> dict[str, Any]:
    """Return the problem as the JSON object of the contract, in the language of ``translate``."""
    return {
        "type": URN + problem.code,
        "title": _TITLES[problem.status].rendered(translate),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail.rendered(translate),
        "errors": [_error(error, translate) for error in problem.errors],
        "breaches": [_breach(breach, translate) for breach in problem.breaches],
        "request_id": request_id,
    }


def lines_of(problem: Problem, *, translate: Translate) -> list[str]:
    """Return the problem as lines for people: the sentence, then each error or breach."""
    lines = [problem.detail.rendered(translate)]
    if len(problem.errors) > 1 or any(error.field or error.row for error in problem.errors):
        lines += [_error_line(error, translate) for error in problem.errors]
    told = [
        breach
        for breach in problem.breaches
        if breach.detail != problem.detail or (breach.instrument and breach.authority != OWN_RULE)
    ]
    return lines + [_breach_line(breach, translate) for breach in told]


def _summary(error: Malformed) -> Message:
    if error.count == 1:
        return say("{reason}。未入账", reason=error.errors[0].detail)
    if error.count > len(error.errors):
        return say("共有{count}处错误，列出前{shown}处。未入账", count=error.count, shown=len(error.errors))
    return say("共有{count}处错误。未入账", count=error.count)


def _error(error: FieldError, translate: Translate) -> dict[str, Any]:
    place: dict[str, Any] = {} if error.row is None else {"row": error.row}
    if error.field or error.row is None:
        place["field"] = error.field
    return {**place, "value": error.value, "code": error.code, "detail": error.detail.rendered(translate)}


def _breach(breach: Breach, translate: Translate) -> dict[str, str]:
    return {
        "code": breach.code,
        "provision": breach.provision,
        "instrument": breach.instrument,
        "article": breach.article,
        "authority": breach.authority,
        "detail": breach.detail.rendered(translate),
    }


def _error_line(error: FieldError, translate: Translate) -> str:
    row = "" if error.row is None else say("第{row}行", row=error.row).rendered(translate)
    place = " ".join(part for part in (row, error.field) if part)
    return f"  {place}: {error.detail.rendered(translate)}" if place else f"  {error.detail.rendered(translate)}"


def _breach_line(breach: Breach, translate: Translate) -> str:
    cited = " ".join(part for part in (breach.instrument, breach.article, breach.authority) if part)
    detail = breach.detail.rendered(translate)
    return f"  {detail} [{cited}]" if cited else f"  {detail}"
