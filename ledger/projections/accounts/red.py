"""Red letters (红字): a movement that takes back another is shown as a negative amount on the original's sides.

The journal keeps it as a movement the other way, because nothing that is kept is negative. Shown so, the turnover of
the accounts shrinks instead of growing, which is what red letters are for. A reversal may also make a movement that
takes nothing back, where something was gone; that one is blue. The reduction of a fee takes back part of what its
notice posted, and is red without reversing the whole act; whoever reverses the reduction makes it blue again.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, and_, literal, not_, or_, select

from ledger.store.tables import account, journal, movement, position

_TAKEN_BACK: Final = movement.alias("taken_back")
_WRONG_ACT: Final = journal.alias("wrong_act")
REDUCTION: Final = "fee.reduce"
"""The kind of act that takes back part of what a notice assessed."""
_DUE_TO_THE_TREASURY: Final = ("2103.1", "2103.2")
"""What a reduction debits is the part of the assessment that it takes back; its other movements are blue."""


def is_red(debit: ColumnElement[int], credit: ColumnElement[int], amount: ColumnElement[int]) -> ColumnElement[bool]:
    """Return whether a movement of the enclosing query's act takes back one of an earlier act.

    :param debit: its debited and ``credit`` its credited position; ``journal`` must be selected from.
    """
    takes_back = (
        select(literal(1))
        .join_from(_TAKEN_BACK, _WRONG_ACT, _WRONG_ACT.c.seq == _TAKEN_BACK.c.seq)
        .where(
            _TAKEN_BACK.c.seq == journal.c.reverses,
            _TAKEN_BACK.c.debit == credit,
            _TAKEN_BACK.c.credit == debit,
            _TAKEN_BACK.c.amount == amount,
            not_(and_(_WRONG_ACT.c.kind == REDUCTION, _is_due(credit))),
        )
        .exists()
    )
    return or_(takes_back, and_(journal.c.kind == REDUCTION, _is_due(debit)))


def reductions() -> Select[tuple[int]]:
    """Select the places of the acts that reduce a fee, found by what they debit: only few acts debit that."""
    due = select(position.c.id).join(account).where(account.c.chart.in_(_DUE_TO_THE_TREASURY))
    debiting = select(movement.c.seq).where(movement.c.debit.in_(due))
    return select(journal.c.seq).where(journal.c.seq.in_(debiting), journal.c.kind == REDUCTION)


def _is_due(of: ColumnElement[int]) -> ColumnElement[bool]:
    """Return whether a position is of an account on which money is due to the treasury."""
    held = position.alias()
    held_in = account.alias()
    return (
        select(literal(1))
        .join_from(held, held_in, held_in.c.id == held.c.account_id)
        .where(held.c.id == of, held_in.c.chart.in_(_DUE_TO_THE_TREASURY))
        .exists()
    )


RED: Final = is_red(movement.c.debit, movement.c.credit, movement.c.amount)
"""Whether a row of ``movement`` itself is red; made once, because making it takes as long as many a query."""
