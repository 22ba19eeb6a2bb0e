"""The program ``permit-ledger``: the list of its commands, each imported only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from ledger.errors import Message, say
from web.door import database_option, run
from web.help import BilingualHelp, write_commands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMANDS: Final[Mapping[str, tuple[str, Message]]] = {
    "init": ("web.commands.init", say("建立数据库，或升级到最新结构")),
    "demo": ("web.commands.demo", say("用全新的临时数据库演示一座城市")),
    "serve": ("web.commands.serve", say("提供网页与接口")),
    "classify": ("web.commands.classify", say("判断建设项目是否属于总量指标来源范围（不用数据库）")),
    "import": ("web.commands.import_files", say("导入批次文件、工作日表、业务清单或缴款清单，要么全部要么全无")),
    "act": ("web.commands.act", say("办理业务：列出、查看、初审、审批、退回")),
    "reconcile": ("web.commands.reconcile", say("核对某一批次：公告数、入账数与差额")),
    "balances": ("web.commands.balances", say("查看各账户余额")),
    "statement": ("web.commands.statement", say("查看一个账户的明细账")),
    "trial-balance": ("web.commands.trial_balance", say("试算平衡")),
    "export": ("web.commands.export", say("导出账簿")),
    "checkpoint": ("web.commands.checkpoint", say("写出日记账的当前检查点")),
    "verify": ("web.commands.verify", say("由分录重算全部账目，列出每一处不符")),
    "backup": ("web.commands.backup", say("备份（服务运行中也可）")),
    "restore": ("web.commands.restore", say("恢复备份，先核验后替换")),
    "rules": ("web.commands.rules", say("检查、查看、采用规则书")),
    "user": ("web.commands.user", say("增加、停用、重置用户")),
    "routes": ("web.commands.routes", say("列出网页与接口的全部路径")),
    "bench": ("web.commands.bench", say("测量性能")),
}
"""Each command, where it is, and its sentence in the list."""


class Program(BilingualHelp, click.Group):
    """The program as a whole."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a newcomer meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        found = import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(found, click.Command):
            raise TypeError(cmd_name)
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands, without importing a single one."""
        super().format_options(ctx, formatter)
        write_commands(formatter, [(name, sentence.template) for name, (_, sentence) in COMMANDS.items()])

    def main(  # type: ignore[override]  # one way to end, where click knows two
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **_: Any
    ) -> NoReturn:
        """Run one call and exit."""
        arguments = sys.argv[1:] if args is None else args
        sys.exit(run(self, arguments, name=prog_name or Path(sys.argv[0]).name))


main: Final = Program(name="permit-ledger", help=say("排污权复式账簿。").template, params=[database_option()])
