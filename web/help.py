"""Help of the command line in the language of the user; click's own is English alone.

Sentences are given as ``help="…"`` in Chinese and stand in the catalogue like every other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ledger.errors import say
from ledger.settings import read_settings
from web.language import translator

if TYPE_CHECKING:
    from collections.abc import Callable


class BilingualHelp(click.Command):
    """A command whose usage, arguments and options are described in the language of the settings."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return click's help option with a sentence of ours."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("显示本说明后退出。").template
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of usage."""
        translate = _translate()
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('用法：').rendered(translate)} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_translate()(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        translate = _translate()
        rows = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if isinstance(parameter, click.Option) and record is not None:
                names, described = record
                sentence = parameter.help or ""
                rows.append((names, described.replace(sentence, translate(sentence), 1)))
        with formatter.section(say("选项").rendered(translate)):
            formatter.write_dl(rows)


class BilingualGroup(BilingualHelp, click.Group):
    """A command with commands below it."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        super().format_options(ctx, formatter)
        write_commands(formatter, [(name, found.help or "") for name, found in self.commands.items()])


def write_commands(formatter: click.HelpFormatter, commands: list[tuple[str, str]]) -> None:
    """Write the commands of a group, each with its sentence in Chinese."""
    translate = _translate()
    with formatter.section(say("命令").rendered(translate)):
        formatter.write_dl([(name, translate(sentence)) for name, sentence in commands])


def _translate() -> Callable[[str], str]:
    return translator(read_settings().language)
