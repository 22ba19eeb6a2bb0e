"""``permit-ledger rules``: what is law for the ledger, since when, by which text and on whose authority."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.errors import RuleViolation, say
from ledger.rules.law.keys import KEYS, named_key
from ledger.rules.law.loader import BOOKS, FaultyRuleBook, load_book
from ledger.rules.law.provision import Authority
from ledger.rules.law.values import Comparison
from web.commands.rules_adopt import adopt
from web.commands.rules_exposure import exposure
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.failure import ExitCode
from web.help import BilingualGroup
from web.parameters import DATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ledger.rules.law.book import RuleBook
    from ledger.rules.law.provision import Provision
    from ledger.settings import Settings

_SIGNS: Final[Mapping[str, str]] = {
    Comparison.AT_MOST: "≤",
    Comparison.BELOW: "<",
    Comparison.AT_LEAST: "≥",
    Comparison.ABOVE: ">",
}


def shipped_or_own_book(settings: Settings) -> RuleBook:
    """Return the book of the operator's own folder, or the one that comes with the program.

    :raises FaultyRuleBook: if it cannot be used.
    """
    return load_book(settings.rules_directory or BOOKS)


@ledger_command(help="检查规则书；FOLDER 为待检查的目录，省略时检查正在使用的规则书。")
@click.argument("folder", default="")
@json_option
def check(door: Door, *, folder: str) -> int:
    """Read a book and tell every fault of it, or what it holds."""
    try:
        book = load_book(Path(folder)) if folder else shipped_or_own_book(door.settings)
    except FaultyRuleBook as error:
        if door.json:
            faults = [
                {"file": fault.file, "key": fault.key, "detail": fault.detail.rendered(door.translate)}
                for fault in error.faults
            ]
            print_json({"ok": False, "faults": faults})
        for fault in error.faults:
            door.tell(fault.message)
        return ExitCode.REFUSED
    versions = [version for versions in book.versions.values() for version in versions]
    counted = Counter(version.authority for version in versions)
    if door.json:
        authorities = {authority.value: counted[authority] for authority in Authority}
        print_json({"ok": True, "digest": book.digest, "provisions": len(versions), **authorities, "faults": []})
        return ExitCode.DONE
    door.show(
        say(
            "规则书无误：{files}个文件，{provisions}条规定，其中明文规定{enacted}条、参照适用{by_analogy}条、假定{assumed}条",
            files=len(book.texts),
            provisions=len(versions),
            **{authority.value: counted[authority] for authority in Authority},
        )
    )
    door.show(say("摘要（SHA-256）：{digest}", digest=book.digest))
    return ExitCode.DONE


@ledger_command(help="列出某日有效的规定；KEY 为规定项，省略时列出全部。")
@click.argument("key", default="")
@click.option("--on", type=DATE, required=True, metavar="DATE", help="哪一天有效，YYYY-MM-DD。")
@json_option
def show(door: Door, *, key: str, on: date) -> None:
    """Show one provision, or all, in force on a day; nothing in force is a refusal."""
    book = shipped_or_own_book(door.settings)
    if key:
        provisions: tuple[Provision[Any], ...] = (book.provision(named_key(key), on=on),)
    else:
        provisions = book.in_force(on=on)
    if not provisions:
        raise RuleViolation(say("{date}没有任何有效规定", date=on.isoformat()), code="no_provision_in_force")
    if door.json:
        bodies = [_body(door, provision) for provision in provisions]
        print_json(bodies[0] if key else bodies)
        return
    for provision in provisions:
        _show(door, provision)


def _body(door: Door, provision: Provision[Any]) -> dict[str, Any]:
    until = provision.effective_until
    return {
        "key": provision.key,
        "meaning": KEYS[provision.key].meaning.rendered(door.translate),
        "value": provision.stated,
        "in_force_from": provision.effective_from.isoformat(),
        "in_force_until": None if until is None else until.isoformat(),
        "first_day": provision.first_day,
        "instrument": provision.instrument.id,
        "title": provision.instrument.title,
        "article": provision.article,
        "authority": provision.authority,
        "note": provision.note,
    }


def _show(door: Door, provision: Provision[Any]) -> None:
    until = provision.effective_until
    first, citation = provision.effective_from.isoformat(), provision.place
    door.show(say("{key}：{meaning}", key=provision.key, meaning=KEYS[provision.key].meaning))
    door.show(say("  值：{value}", value=_written(provision.stated)))
    door.show(
        say(
            "  依据：{citation}（{authority}），自{first}起",
            citation=citation,
            authority=provision.authority.words,
            first=first,
        )
        if until is None
        else say(
            "  依据：{citation}（{authority}），自{first}起，至{until}前",
            citation=citation,
            authority=provision.authority.words,
            first=first,
            until=until.isoformat(),
        )
    )
    if provision.first_day is Authority.ASSUMED:
        door.show(say("  施行日系假定"))
    door.show(say("  说明：{note}", note=provision.note))


def _written(value: object) -> str:
    """Write a value in one line: comparisons with their sign, tables and lists in brackets."""
    if isinstance(value, dict):
        name = next(iter(value))
        if name in _SIGNS:
            return f"{_SIGNS[name]} {value[name]}"
        return "{" + ", ".join(f"{member}: {_written(inner)}" for member, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(inner) for inner in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


command: Final = BilingualGroup(
    name="rules", help="检查、查看、采用规则书，并列出假定的影响。", commands=[check, show, adopt, exposure]
)
