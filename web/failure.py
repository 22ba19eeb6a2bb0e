"""How a command ends: which problem an exception stands for, and with which exit code."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import click

from ledger.domain.values.quantity import shown
from ledger.errors import InvalidValue, LedgerError, Message, Unavailable, say
from schemas.malformed import Malformed, missing_file
from schemas.problem import Problem, problem_of
from web.usage import usage_problem

_DATABASE_LIBRARIES: Final = frozenset({"sqlalchemy", "alembic", "sqlite3", "pysqlite3", "psycopg"})
_DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_PROGRAM_FAULT: Final = 500
_NOT_AVAILABLE: Final = 503


class ExitCode(IntEnum):
    """The exit codes of the contract."""

    DONE = 0
    REFUSED = 1
    MALFORMED = 2
    ENVIRONMENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The end of a command that did not do what it was asked."""

    problem: Problem
    exit_code: ExitCode
    expected: bool = True
    """Whether the program foresaw it; otherwise the log has more to say."""


def failure_of(error: BaseException) -> Failure:
    """Return how a command ends with this exception; nothing is left without an answer."""
    match error:
        case click.ClickException():
            return Failure(problem=usage_problem(error), exit_code=ExitCode.MALFORMED)
        case Malformed() | InvalidValue():
            return Failure(problem=problem_of(error), exit_code=ExitCode.MALFORMED)
        case Unavailable():
            return Failure(problem=problem_of(error), exit_code=ExitCode.ENVIRONMENT)
        case LedgerError():
            return Failure(problem=problem_of(error), exit_code=ExitCode.REFUSED)
        case OSError():
            return _system(error)
        case _:
            return _other(error)


def _other(error: BaseException) -> Failure:
    if isinstance(error, (KeyboardInterrupt, EOFError, click.Abort)):
        return _environment("interrupted", say("已被中断；写入要么完整要么没有，请查看结果后再继续"))
    if type(error).__module__.partition(".")[0] in _DATABASE_LIBRARIES:
        return _environment(
            "database.unavailable",
            say("数据库不能使用：可能打不开、被占用、已损坏，或尚未初始化（permit-ledger init）"),
            expected=False,
        )
    return _environment("unexpected", say("程序出现意外故障，已停止"), status=_PROGRAM_FAULT, expected=False)


def _system(error: OSError) -> Failure:
    path = shown(str(error.filename or ""))
    if isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)) and path:
        return Failure(problem=problem_of(missing_file(path)), exit_code=ExitCode.MALFORMED)
    if isinstance(error, BrokenPipeError):
        return _environment("output.closed", say("输出的接收方已关闭，结果没有写完"))
    if isinstance(error, PermissionError):
        return _environment("file.permission", say("没有读写“{path}”的权限", path=path))
    if error.errno in _DISK_FULL:
        return _environment("disk.full", say("磁盘已满，没有写完"))
    return _environment("system", say("操作系统报告输入输出错误"), expected=False)


def _environment(code: str, detail: Message, *, status: int = _NOT_AVAILABLE, expected: bool = True) -> Failure:
    problem = Problem(status=status, code=code, detail=detail)
    return Failure(problem=problem, exit_code=ExitCode.ENVIRONMENT, expected=expected)
