"""The door of the command line: what every command shares.

A command is a function of a :class:`Door` and of its own arguments that returns its exit code, or nothing for
done. It prints results, and raises what it refuses; how that is told, in which language, as JSON or not, and
with which exit code, is decided here once.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import click

from ledger.errors import Message, Translate, say
from ledger.settings import Settings, default_database_url, read_settings
from schemas.problem import body_of, lines_of
from web.failure import ExitCode, Failure, failure_of
from web.help import BilingualHelp
from web.language import translator
from web.usage import wants_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ALWAYS_JSON: Final = frozenset({"classify", "clear"})
"""The commands that answer in JSON without being asked to."""

_LOG: Final = logging.getLogger("permit_ledger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a command knows of its call."""

    settings: Settings
    named_database: str
    json: bool
    request_id: str

    @property
    def database_url(self) -> str:
        """Return the database named on the command line, else in the environment, else the user's own."""
        return self.named_database or self.settings.database_url or default_database_url()

    @property
    def translate(self) -> Translate:
        """Return what puts a Chinese template into the language of the user."""
        return translator(self.settings.language)

    def tell(self, message: Message) -> None:
        """Write one sentence for people to standard error."""
        _write_line(message.rendered(self.translate), to_error=True)

    def show(self, message: Message) -> None:
        """Write one sentence for people to standard output, as the result they asked for."""
        _write_line(message.rendered(self.translate), to_error=False)


json_option: Final = click.option("--json", "as_json", is_flag=True, help="标准输出只写JSON。")


def database_option() -> click.Option:
    """Return the option that every command takes, and the program before the command as well."""
    return click.Option(["--database"], metavar="URL", help="数据库地址，如 sqlite:///路径。")


class LedgerCommand(BilingualHelp):
    """A command that takes ``--database`` and calls its function with a Door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(database_option())

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command."""
        if self.callback is None:
            return None
        arguments = dict(ctx.params)
        door = Door(
            settings=read_settings(),
            named_database=arguments.pop("database") or ctx.find_root().params.get("database") or "",
            json=bool(arguments.pop("as_json", False)),
            request_id=ctx.find_root().meta.get("request_id", ""),
        )
        return ctx.invoke(self.callback, door, **arguments)


def command(*, help: str) -> Callable[[Callable[..., int | None]], click.Command]:  # noqa: A002 - click's word, by which the catalogue finds the sentence
    """Make a function of a Door a command; ``help`` is its sentence in Chinese."""

    def decorate(function: Callable[..., int | None]) -> click.Command:
        return click.command(cls=LedgerCommand, help=help)(function)

    return decorate


def print_json(value: object) -> None:
    """Write one JSON text, UTF-8 whatever the locale, to standard output."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", errors="backslashreplace"))


def run(program: click.Command, arguments: Sequence[str], *, name: str) -> int:
    """Run the program with these words and return its exit code; no exception leaves this function."""
    request_id = uuid4().hex
    as_json = wants_json(arguments, always=ALWAYS_JSON)
    _use_utf8()
    try:
        try:
            with program.make_context(name, list(arguments)) as context:
                context.meta["request_id"] = request_id
                code = program.invoke(context)
        except click.exceptions.Exit as ended:  # --help and the like
            code = ended.exit_code
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line: no traceback reaches a person
        failure = failure_of(error)
        _report(failure, error, as_json=as_json, request_id=request_id)
        return failure.exit_code
    return ExitCode.DONE if code is None else int(code)


def _report(failure: Failure, error: BaseException, *, as_json: bool, request_id: str) -> None:
    """Tell people, and programs that asked for JSON, how the command ended."""
    settings = read_settings()
    translate = translator(settings.language)
    if settings.debug and not failure.expected:
        logging.basicConfig(stream=sys.stderr)
        _LOG.error("request %s", request_id, exc_info=error)
    with suppress(OSError):  # nobody listens any more; the exit code still tells
        if isinstance(error, click.exceptions.NoArgsIsHelpError) and not as_json:
            click.echo(error.format_message(), err=True)
            return
        lines = lines_of(failure.problem, translate=translate)
        if failure.exit_code is ExitCode.ENVIRONMENT:
            lines[0] = say("{reason}（编号 {request_id}）", reason=lines[0], request_id=request_id).rendered(translate)
        for line in lines:
            _write_line(line, to_error=True)
    try:
        if as_json:
            print_json(body_of(failure.problem, translate=translate, request_id=request_id))
        sys.stdout.flush()
    except OSError:
        _abandon_output()


def _abandon_output() -> None:
    """Send what standard output still holds nowhere, or the interpreter would fail on it again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.encoding.lower() != "utf-8":
            reconfigure(encoding="utf-8")


def _write_line(line: str, *, to_error: bool) -> None:
    safe = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)
    click.echo(safe, err=to_error)
