"""How the web tells a failure: a problem of RFC 9457 for programs, a page for people, never a traceback."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import flask
from werkzeug.exceptions import (
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    RequestedRangeNotSatisfiable,
    SecurityError,
    TooManyRequests,
)

from ledger.errors import say
from schemas.problem import Problem, body_of
from web.context import current
from web.failure import failure_of
from web.labels.conditions import COLUMNS, CONDITIONS, PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_JSON: Final = "application/problem+json"
_HTML: Final = "text/html"
_FOR_PROGRAMS: Final = ("/api/", "/healthz", "/readyz")

_OF_THE_SERVER: Final = 500

_LOG: Final = logging.getLogger("permit_ledger")
_MALFORMED: Final = Problem(status=400, code="request.malformed", detail=say("请求无法读取；未入账"))
_REFUSALS: Final[Mapping[int, Problem]] = {
    problem.status: problem
    for problem in (
        Problem(status=401, code="access.unknown", detail=say("请先登录；未入账")),
        Problem(status=403, code="access.denied", detail=say("您的角色不能使用此网址；未入账")),
        Problem(status=404, code="path.unknown", detail=say("没有这个网址；请从总览页进入")),
        Problem(status=405, code="request.method", detail=say("此网址不接受这种请求方法；未入账")),
        Problem(status=413, code="request.size", detail=say("请求内容过大；未入账")),
        Problem(status=414, code="request.address", detail=say("网址过长")),
        Problem(status=415, code="request.type", detail=say("不接受这种内容类型；未入账")),
        Problem(status=416, code="request.range", detail=say("请求的字节范围不在此文件内")),
        Problem(status=429, code="request.rate", detail=say("请求过于频繁，请稍后再试")),
    )
}
"""What the layer below refuses by itself; any other refusal of its is told as malformed."""

_FOREIGN_FORM: Final = Problem(
    status=403, code="form.foreign", detail=say("这张表单不是本次登录打开的；请返回并刷新页面后再提交。未入账")
)
_UNEXPECTED: Final = Problem(status=500, code="unexpected", detail=say("程序出现意外故障，没有完成这次请求"))


class ForeignForm(Forbidden):
    """An unsafe request that does not come from a form of ours, shown to the one who sends it."""


def respond(error: Exception) -> flask.Response:
    """Return the answer to a failed request, whatever failed."""
    if isinstance(error, SecurityError):  # asked for under a name that is not ours: there is no address to link to
        return flask.Response("400\n", 400, mimetype="text/plain")
    problem = _problem(error)
    context = current()
    if problem.status >= _OF_THE_SERVER:
        context.know_nobody()
    body = body_of(problem, translate=context.translate, request_id=context.request_id)
    if asked_by_program():
        response = flask.jsonify(body)
        response.mimetype = PROBLEM_JSON
    else:
        searched = flask.request.method == "GET" and bool(problem.errors)
        page = flask.render_template(
            "problem.html",
            problem=body,
            searched=searched,
            asked=_conditions() if searched else {},
            names=CONDITIONS if searched else {},
        )
        response = flask.Response(page, mimetype=_HTML)
    response.status_code = problem.status
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    if isinstance(error, RequestedRangeNotSatisfiable) and error.length is not None:
        response.headers["Content-Range"] = f"{error.units} */{error.length}"
    if isinstance(error, TooManyRequests) and error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _problem(error: Exception) -> Problem:
    if isinstance(error, ForeignForm):
        return _FOREIGN_FORM
    if isinstance(error, HTTPException):
        return _REFUSALS.get(error.code or 0, _MALFORMED)
    failure = failure_of(error)
    if failure.problem.code == _UNEXPECTED.code:
        failure = replace(failure, problem=_UNEXPECTED)
    if not failure.expected:
        debug = flask.current_app.config["DETAILS_IN_LOG"]
        _LOG.error("request %s: %s", current().request_id, type(error).__name__, exc_info=error if debug else None)
    return failure.problem


def _conditions() -> Mapping[str, str]:
    """Return the known conditions of an address as sent, to be mended; where its page began is not one of them."""
    sent = ((name, [value for value in values if value.strip()]) for name, values in flask.request.args.lists())
    known = ((name, values) for name, values in sent if values and name in CONDITIONS.keys() - PLACES)
    return {name: ",".join(values) if name == COLUMNS else values[0] for name, values in known}


def asked_by_program() -> bool:
    """Return whether a program asks, to whom a problem is told as JSON."""
    if flask.request.path.startswith(_FOR_PROGRAMS):
        return True
    accepted = flask.request.accept_mimetypes
    return bool(accepted.best_match([_HTML, PROBLEM_JSON, "application/json"], default=_HTML) != _HTML)
