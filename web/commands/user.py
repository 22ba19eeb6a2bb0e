"""``permit-ledger user``: the persons who may act, entered and disabled by whoever runs the machine."""

from __future__ import annotations

from contextlib import contextmanager
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

import click

from ledger.domain.people.actor import Office, Role, User
from ledger.domain.values.credit_code import parse_credit_code
from ledger.domain.values.text import parse_text
from ledger.errors import say
from ledger.services.credentials import give_password, shut_out
from ledger.services.passwords import Passwords
from ledger.services.users import add_user, disable_user, reset_user
from ledger.store.registers import Registers
from web.books import adopted_law, now, opened, text_of, today
from web.door import Door, json_option, print_json
from web.door import command as ledger_command
from web.help import BilingualGroup
from web.parameters import Parsed
from web.system_user import system_user
from web.table import show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.rules.law.book import RuleBook
    from ledger.store.unit_of_work import UnitOfWork

_NAME: Final = Parsed(name="name", parse=parse_text)
_CREDIT_CODE: Final = Parsed(name="credit_code", parse=parse_credit_code)
_TOKEN_BYTES: Final = 32
_PASSWORD_BYTES: Final = 15


@ledger_command(help="增加用户并给出首次口令与令牌；只显示一次。")
@click.argument("name", type=_NAME)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="角色。")
@click.option("--office", type=click.Choice([office.value for office in Office]), help="所在机构。")
@click.option("--area", type=_NAME, metavar="NAME", help="分局人员的区域。")
@click.option("--enterprise", type=_CREDIT_CODE, metavar="CODE", help="企业人员的统一社会信用代码。")
@json_option
def add(door: Door, *, name: str, role: str, office: str | None, area: str | None, enterprise: str | None) -> None:
    """Enter a person."""
    person = User(
        name=name, role=Role(role), office=Office(office) if office else None, area=area, enterprise=enterprise
    )
    with _administration(door) as (work, law):
        _, token = add_user(
            work, person, token=token_urlsafe(_TOKEN_BYTES), book=law, actor=system_user(), today=today()
        )
        password = _first_password(work, name)
        work.commit()
    _tell(door, person, password=password, token=token)


@ledger_command(help="停用用户；用户名不再给他人。")
@click.argument("name", type=_NAME)
@json_option
def disable(door: Door, *, name: str) -> None:
    """Disable a person."""
    with _administration(door) as (work, law):
        person = disable_user(work, name, book=law, actor=system_user(), today=today())
        shut_out(work.connection, name)
        work.commit()
    if door.json:
        print_json(_body(person))
        return
    door.show(say("已停用用户“{name}”", name=name))


@ledger_command(help="给用户换新的首次口令与令牌，第二因素须重新启用；旧的随即失效。")
@click.argument("name", type=_NAME)
@json_option
def reset(door: Door, *, name: str) -> None:
    """Give a person a new first password and a new token."""
    with _administration(door) as (work, _):
        person, token = reset_user(work, name, token=token_urlsafe(_TOKEN_BYTES), actor=system_user(), today=today())
        password = _first_password(work, name)
        work.commit()
    _tell(door, person, password=password, token=token)


@ledger_command(help="列出全部用户，停用的也在内。")
@json_option
def listed(door: Door) -> None:
    """List every person who was ever entered."""
    with opened(door.database_url) as book, book.reading() as connection:
        persons = Registers(connection).all(User)
    if door.json:
        print_json([_body(person) for person in persons])
        return
    show_table(
        door,
        headings=(say("用户"), say("角色"), say("机构"), say("区域或企业"), say("状态")),
        rows=[
            (
                person.name,
                person.role.value,
                person.office.value if person.office else "—",
                person.area or person.enterprise or "—",
                say("已停用") if person.disabled else say("可用"),
            )
            for person in persons
        ],
        figures=0,
    )


@contextmanager
def _administration(door: Door) -> Iterator[tuple[UnitOfWork, RuleBook]]:
    with opened(door.database_url) as book:
        law = adopted_law(book)
        with book.unit_of_work(recorded_at=now(), rule_book=text_of(law)) as work:
            yield work, law


def _first_password(work: UnitOfWork, name: str) -> str:
    password = token_urlsafe(_PASSWORD_BYTES)
    give_password(work.connection, name, password, passwords=Passwords(), now=now())
    return password


def _tell(door: Door, person: User, *, password: str, token: str) -> None:
    if door.json:
        print_json({**_body(person), "password": password, "token": token})
        return
    door.show(say("用户“{name}”的首次口令与令牌，只显示这一次：", name=person.name))
    door.show(say("首次口令：{password}", password=password))
    door.show(say("令牌：{token}", token=token))


def _body(person: User) -> dict[str, object]:
    return {
        "name": person.name,
        "role": person.role.value,
        "office": person.office.value if person.office else None,
        "area": person.area,
        "enterprise": person.enterprise,
        "disabled": person.disabled,
    }


command = BilingualGroup(
    name="user",
    help="增加、停用、重置、列出用户。",
    commands={"add": add, "disable": disable, "reset": reset, "list": listed},
)
