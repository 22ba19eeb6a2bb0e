"""From the words of the model to the store: positions by name, acts as journal entries, and the tables read back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from sqlalchemy import text

from ledger.domain.bookkeeping.account import account
from ledger.domain.bookkeeping.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.bookkeeping.unit import MONEY, Unit, UnitKind
from ledger.domain.values.encoding import canonical_json, digest
from ledger.domain.values.pollutant import Pollutant
from tests.properties import model
from tests.store.conftest import COD

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.domain.bookkeeping.account import Position
    from ledger.store.book import Book
    from ledger.store.unit_of_work import UnitOfWork

LARGEST = 2**63 - 1
UNITS = {
    "COD": COD,
    "COD to 2029": Unit(
        kind=UnitKind.RIGHT,
        pollutant=Pollutant.COD,
        area="Testville",
        term_from=date(2026, 1, 1),
        term_to=date(2029, 1, 1),
    ),
    "money": MONEY,
}
_RIGHTS = {
    "opening": (-LARGEST, 0),
    "Q40 Acme": (0, LARGEST),
    'Q40 聊城 "螺栓"': (0, LARGEST),
    "Q41 a/b%2F": (0, LARGEST),
    "Q11": (-LARGEST, LARGEST),
}
_MONEY = {"B40 Acme": (0, LARGEST), "B41 Acme": (-LARGEST, 0), "B41 Bolt": (-LARGEST, 0)}
CHARTS = {"COD": _RIGHTS, "COD to 2029": _RIGHTS, "money": _MONEY}
BOUNDS = {f"{words}|{unit}": bounds for unit, chart in CHARTS.items() for words, bounds in chart.items()}
"""Every position of the exercise, and between which amounts it may stand."""

DAYS = (20251231, 20260101, 20260115, 20260131, 20260201, 20260228, 20260601, 20260615, 20260630, 20270101, 20991231)


@st.composite
def moves(draw: st.DrawFn) -> model.Move:
    """Draw a movement; most go the way that the sides of the accounts allow."""
    unit = draw(st.sampled_from(["COD", "COD", "COD", "COD to 2029", "money"]))
    words = list(CHARTS[unit])
    credit = draw(st.sampled_from(words))
    debit = draw(st.sampled_from([other for other in words if other != credit]))
    return model.Move(f"{debit}|{unit}", f"{credit}|{unit}", draw(st.integers(1, 12)))


def entry(work: UnitOfWork, act: model.Act) -> JournalEntry:
    """Return an act of the model as an entry for the journal; every third one also registers something."""
    fact = Registration(register="exercise", subject=act.key, body=canonical_json({"日": act.day}))
    return JournalEntry(
        key=act.key,
        request_digest=digest([act.key, act.day]),
        kind="exercise",
        effective_on=day(act.day),
        actor="clerk",
        narration=f"第“{act.key}”件",
        judgement=Judgement.RECORDED,
        movements=tuple(
            Movement(position(work, move.debit), position(work, move.credit), move.amount) for move in act.moves
        ),
        registrations=(fact,) if act.day % 3 == 0 else (),
        reverses=act.reverses,
    )


def day(number: int) -> date:
    """Return the day of a number ``yyyymmdd``."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def position(work: UnitOfWork, name: str) -> Position:
    """Return the position of a name such as ``Q40 Acme|COD``."""
    words, _, unit = name.partition("|")
    chart, _, holder = words.partition(" ")
    return work.position(account(chart, area="Testville", holder=holder or None), UNITS[unit])


def names_by_number(connection: Connection) -> dict[int, str]:
    """Return the model's names of the stored positions."""
    units = {unit.code: name for name, unit in UNITS.items()}
    rows = connection.execute(
        text(
            "SELECT position.id, account.chart, account.holder, unit.code FROM position"
            " JOIN account ON account.id = account_id JOIN unit ON unit.id = unit_id"
        )
    )
    return {
        number: f"{chart}{' ' if holder else ''}{holder or ''}|{units[code]}" for number, chart, holder, code in rows
    }


def check_against(book: Book, ledger: model.Ledger) -> None:
    """Compare head, balances, latest days and turnovers with the model, and the sums of debits and credits."""
    with book.reading() as connection:
        names = names_by_number(connection)
        size = connection.execute(text("SELECT size FROM head")).scalar_one()
        held = connection.execute(text("SELECT position_id, amount, latest_on FROM balance")).all()
        turned = connection.execute(text("SELECT position_id, month, debit, credit FROM turnover")).all()
        sums = connection.execute(text("SELECT unit_id, sum(amount) FROM movement GROUP BY unit_id")).all()
        unit_of = {row.id: row.unit_id for row in connection.execute(text("SELECT id, unit_id FROM position"))}
    latest = ledger.latest_days()
    amounts = ledger.balances()
    assert size == 1 + len(ledger.acts)
    assert {names[number]: (amount, on) for number, amount, on in held} == {
        name: (amounts[name], on) for name, on in latest.items()
    }
    assert {(names[number], month): (debit, credit) for number, month, debit, credit in turned} == ledger.turnovers()
    for unit, moved in sums:
        of_unit = [(debit, credit) for number, _, debit, credit in turned if unit_of[number] == unit]
        assert (sum(debit for debit, _ in of_unit), sum(credit for _, credit in of_unit)) == (moved, moved)


def check_root(book: Book) -> None:
    """Compare the head with the root that the model's own code computes from the rows."""
    with book.reading() as connection:
        codes = connection.execute(
            text(
                "SELECT position.id, account.code, unit.code FROM position"
                " JOIN account ON account.id = account_id JOIN unit ON unit.id = unit_id"
            )
        )
        account_of, unit_of = {}, {}
        for number, account_code, unit_code in codes:
            account_of[number], unit_of[number] = account_code, unit_code
        moved: dict[int, list[object]] = {}
        for seq, debit, credit, amount in connection.execute(
            text("SELECT seq, debit, credit, amount FROM movement ORDER BY seq, n")
        ):
            moved.setdefault(seq, []).append([account_of[debit], account_of[credit], unit_of[debit], amount])
        registered: dict[int, list[object]] = {}
        for seq, *fact in connection.execute(
            text("SELECT seq, register, subject, body FROM registration ORDER BY seq, n")
        ):
            registered.setdefault(seq, []).append(fact)
        acts = connection.execute(
            text(
                "SELECT seq, key, request_digest, kind, effective_on, recorded_at, actor, approver, series, number,"
                " attachments, narration, judgement, rule_book.digest, reverses"
                " FROM journal JOIN rule_book ON rule_book.id = rule_book_id ORDER BY seq"
            )
        )
        leaves = [model.leaf([*act, moved.get(act[0], []), registered.get(act[0], [])]) for act in acts]
        assert connection.execute(text("SELECT size, root FROM head")).one() == (len(leaves), model.root(leaves))
