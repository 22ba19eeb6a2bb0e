"""What was wrong with the words on the command line, as a problem of ours instead of click's English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click import exceptions

from ledger.domain.values.quantity import shown
from ledger.errors import Message, enumerated, say
from schemas.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence


def usage_problem(error: click.ClickException) -> Problem:
    """Return the problem that a click exception stands for; its exit code is always 2."""
    code, detail = _explained(error)
    return Problem(status=400, code=code, detail=detail)


def wants_json(arguments: Sequence[str], *, always: frozenset[str]) -> bool:
    """Tell from the raw words, which may not even parse, whether the answer is to be JSON.

    :param always: the commands that know no other answer.
    """
    words = list(arguments)
    if "--json" in words[: words.index("--") if "--" in words else None]:
        return True
    while words and words[0].startswith("-"):
        words = words[2 if words[0] == "--database" else 1 :]
    return bool(words) and words[0] in always


def _explained(error: click.ClickException) -> tuple[str, Message]:
    match error:
        case exceptions.NoArgsIsHelpError():
            explained = "usage.command", say("缺少命令；用法见 --help")
        case exceptions.NoSuchCommand():
            explained = (
                "usage.command",
                say("没有命令“{name}”；全部命令见 --help", name=shown(error.command_name)),
            )
        case exceptions.NoSuchOption():
            explained = "usage.option", say("没有选项“{name}”", name=shown(error.option_name))
        case exceptions.MissingParameter():
            explained = "usage.missing", say("缺少参数“{name}”", name=_name(error))
        case exceptions.BadParameter():
            explained = "usage.value", _value(error)
        case exceptions.BadOptionUsage():
            explained = "usage.option", say("选项“{name}”缺少值，或不应有值", name=shown(error.option_name))
        case exceptions.FileError():
            explained = "usage.file", say("打不开文件“{name}”", name=shown(error.ui_filename))
        case _:
            context = error.ctx if isinstance(error, click.UsageError) else None
            command = context.command_path if context else "permit-ledger"
            explained = "usage", say("参数不对；用法见 {command} --help", command=command)
    return explained


def _value(error: click.BadParameter) -> Message:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return say("“{name}”应为以下之一：{choices}", name=_name(error), choices=enumerated(kind.choices))
    if isinstance(kind, click.IntRange):
        return say(
            "“{name}”应为整数，不小于{least}，不大于{most}",
            name=_name(error),
            least="−∞" if kind.min is None else kind.min,
            most="∞" if kind.max is None else kind.max,
        )
    return say("“{name}”的值不可接受", name=_name(error))


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return shown(error.param_hint or "")
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
