"""Judge once more what is recorded: the acts of a round must follow from the round as it was read.

The registered notice is understood and posted again by the same manual, and compared with the movements that the
journal holds. The texts of every rule book that judged an act must still make a rule book. And whatever was posted, the
control identities must hold, and no cap may be exceeded on any day.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.domain.rounds.historical_postings import acts_of
from ledger.domain.rounds.historical_round import HistoricalRound
from ledger.errors import InvalidValue, say
from ledger.projections.accounts.movements import CREDITED, DEBITED, NAMED_MOVEMENTS
from ledger.projections.checks.control_checks import check_controls
from ledger.projections.rounds.recorded import recorded_rounds
from ledger.rules.law.loader import FaultyRuleBook, read_book
from ledger.store.tables import journal, movement, registration, rule_book, unit

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from ledger.store.findings import Findings

Understand = Callable[[Mapping[str, Any]], HistoricalRound]
_Posting = tuple[str, str, str, int]


def rejudge(connection: Connection, findings: Findings, *, understand: Understand) -> None:
    """Compare every recorded round and every kept rule book with what the program makes of them today.

    :param understand: reads a printed round; raises ValueError where it cannot.
    """
    for number, texts in connection.execute(select(rule_book.c.id, rule_book.c.texts)):
        try:
            read_book(json.loads(texts))
        except (ValueError, FaultyRuleBook) as error:
            findings.add("rule_book.unreadable", f"rule_book/{number}", say("规则书不能读取：{reason}", reason=error))
    check_controls(connection, findings)
    posted = _posted(connection)
    for recorded in recorded_rounds(connection):
        where = f"round/{recorded.subject}"
        try:
            understood = understand(recorded.printed)
            expected = {
                f"round:{understood.subject}:{act.name}": [
                    (posting.debit.code, posting.credit.code, posting.unit.code, posting.amount)
                    for posting in act.postings
                ]
                for act in acts_of(understood)
            }
        except (ValueError, InvalidValue) as error:
            findings.add("round.unreadable", where, say("登记的批次不能读取：{reason}", reason=error))
            continue
        if understood.subject != recorded.subject or expected != posted[recorded.subject]:
            findings.add("round.postings", where, say("入账的分录与登记的批次按记账规则推得的不同"))


def _posted(connection: Connection) -> Mapping[str, dict[str, list[_Posting]]]:
    """Return the movements of all acts of rounds: by round, then by the act's key."""
    rows = connection.execute(
        select(
            registration.c.subject,
            journal.c.key,
            DEBITED.c.code,
            CREDITED.c.code,
            unit.c.code,
            movement.c.amount,
        )
        .select_from(NAMED_MOVEMENTS)
        .join(registration, registration.c.seq == movement.c.seq)
        .join(journal, journal.c.seq == movement.c.seq)
        .where(registration.c.register == "round.act")
        .order_by(movement.c.seq, movement.c.n)
    )
    posted: dict[str, dict[str, list[_Posting]]] = defaultdict(lambda: defaultdict(list))
    for subject, key, *posting in rows:
        posted[subject][key].append(tuple(posting))
    return posted
