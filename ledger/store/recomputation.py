"""The whole journal recomputed from its rows: leaves, root, balances; and what the rows themselves show to be wrong.

A million rows pass through these loops, so they compare and add, and leave every explanation to ``wrong_rows``.
A row that cannot even be compared becomes a finding, and the loop goes on behind it.
"""

from __future__ import annotations

from operator import length_hint
from typing import TYPE_CHECKING, Any

from ledger.domain.bookkeeping.merkle import MerkleTree, leaf_hash
from ledger.domain.values.encoding import act_text, movement_text, registration_text
from ledger.errors import say
from ledger.store.findings import reason
from ledger.store.recomputed import Recomputed
from ledger.store.registered_acts import READ_REGISTERS, RegisteredActs
from ledger.store.stored import BEFORE_ALL, PIECE, Piece, read_piece
from ledger.store.wrong_rows import explain_act, explain_movement, explain_registration, is_canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ledger.store.findings import Findings
    from ledger.store.stored import JournalRow, MovementRow, RegistrationRow, StoredNames


class Recomputation:
    """Reads the journal once, in order, and keeps what follows from it."""

    def __init__(
        self,
        connection: Connection,
        *,
        names: StoredNames,
        bounds: Mapping[int, tuple[int, int]],
        findings: Findings,
        wanted_size: int | None = None,
    ) -> None:
        self._connection = connection
        self._findings = findings
        self._rule_books = names.rule_books
        self._wanted_size = wanted_size
        self.positions = {
            number: Recomputed(stored, lower=bounds[number][0], upper=bounds[number][1])
            for number, stored in names.positions.items()
        }
        self.tree = MerkleTree()
        """Of the leaves computed from the columns."""
        self.root_at = self.tree.root if wanted_size == 0 else None
        """The root at the size that was asked for, once it is reached."""
        self.unreadable = False
        """Whether the rest of the journal could not be read, so that balances and root say nothing."""
        self.read = {"journal": 0, "movement": 0, "registration": 0}
        """How many rows were read of each table."""
        self.used_rule_books: set[int] = set()
        """The numbers of the rule books that judged an act."""
        self.acts = RegisteredActs(findings)
        """What the registers of acts and periods say."""
        self._last = (0, 0)
        self._last_numbers: dict[str, int] = {}
        self._days: dict[int, int] = {}
        self._texts: tuple[dict[int, str], dict[int, str]] = ({}, {})
        self._counts: tuple[dict[int, int], dict[int, int]] = ({}, {})

    def run(self, progress: Callable[[int], None]) -> None:
        """Read everything; after each piece tell how many acts have been read."""
        after, size = BEFORE_ALL, PIECE
        while True:
            piece = self._read(after, size)
            if piece is None and size > 1:
                size = 1  # to name the act that cannot be read
                continue
            if piece is None:
                self.unreadable = True
                return
            self._take(piece)
            progress(self.read["journal"])
            if piece.is_last:
                return
            after = piece.journal[-1][0]

    def _read(self, after: int, size: int) -> Piece | None:
        """Read a piece, or note which act cannot be read."""
        try:
            with self._connection.begin_nested():
                return read_piece(self._connection, after=after, size=size)
        except Exception as error:  # noqa: BLE001 - damage takes every form, out of memory too
            if size == 1:
                detail = say("此件之后的日志无法读取，其后各项未能重算：{detail}", detail=reason(error))
                self._findings.add("journal.unreadable", f"journal/{max(after, 0)}", detail)
            return None

    def _take(self, piece: Piece) -> None:
        self._days = {row[0]: row[5] for row in piece.journal}
        self._texts, self._counts = ({}, {}), ({}, {})
        leaves: list[bytes] = []
        self._go_through("movement", piece.movements, self._move)
        self._go_through("registration", piece.registrations, self._register)
        self._go_through("journal", piece.journal, lambda rows: self._hash(rows, leaves))
        size, wanted = self.tree.size, self._wanted_size
        first = wanted - size if wanted is not None and size < wanted <= size + len(leaves) else 0
        self.tree.extend(leaves[:first])
        if first:
            self.root_at = self.tree.root
        self.tree.extend(leaves[first:])

    def _go_through(self, table: str, rows: Sequence[Any], take: Callable[[Iterator[Any]], None]) -> None:
        self.read[table] += len(rows)
        remaining = iter(rows)
        while True:
            try:
                take(remaining)
            except Exception as error:  # noqa: BLE001 - a value of a kind that cannot be in the column
                row = rows[len(rows) - length_hint(remaining) - 1]
                self._findings.add(
                    f"{table}.damaged",
                    f"{table}/{row[0]}" if table == "journal" else f"{table}/{row[0]}/{row[1]}",
                    say("此行的内容不可能由本程序写入：{detail}", detail=reason(error)),
                )
            else:
                return

    def _move(self, rows: Iterator[MovementRow]) -> None:
        positions, days, findings = self.positions, self._days, self._findings
        texts, counts = self._texts[0], self._counts[0]
        for row in rows:
            seq, n, previous, day, unit_id, debit_id, credit_id, amount = row
            before = counts.get(seq)
            counts[seq] = n
            debit, credit = positions.get(debit_id), positions.get(credit_id)
            if debit is None or credit is None:
                explain_movement(row, before, days, positions, findings)
                continue
            if (
                previous != before
                or n != (before or 0) + 1
                or days.get(seq) != day
                or debit.unit_id != unit_id
                or credit.unit_id != unit_id
                or amount <= 0
                or debit is credit
            ):
                explain_movement(row, before, days, positions, findings)
            text = movement_text(debit.account, credit.account, debit.unit, amount)
            texts[seq] = text if before is None else f"{texts.get(seq, '')},{text}"
            debit.amount = balance = debit.amount + amount
            if balance > debit.upper:
                self._outside(row, debit_id)
            if day > debit.latest_on:  # noqa: PLR1730 - max() takes three times as long
                debit.latest_on = day
            credit.amount = balance = credit.amount - amount
            if balance < credit.lower:
                self._outside(row, credit_id)
            if day > credit.latest_on:  # noqa: PLR1730 - the same
                credit.latest_on = day

    def _outside(self, row: MovementRow, position: int) -> None:
        detail = say("此笔之后，位置{position}的余额超出科目允许的范围", position=position)
        self._findings.add("movement.overdrawn", f"movement/{row[0]}/{row[1]}", detail)

    def _register(self, rows: Iterator[RegistrationRow]) -> None:
        texts, counts = self._texts[1], self._counts[1]
        for row in rows:
            seq, n, previous, register, subject, body = row
            before = counts.get(seq)
            counts[seq] = n
            if previous != before or n != (before or 0) + 1 or seq not in self._days or not is_canonical(body):
                explain_registration(row, before, self._days, self._findings)
            if register in READ_REGISTERS:
                self.acts.take(seq, n, register, subject, body)
            text = registration_text(register, subject, body)
            texts[seq] = text if before is None else f"{texts.get(seq, '')},{text}"

    def _hash(self, rows: Iterator[JournalRow], leaves: list[bytes]) -> None:
        (moved, registered), (moves, facts) = self._texts, self._counts
        rule_books, use = self._rule_books, self.used_rule_books.add
        last_seq, last_recorded_at = self._last
        last_numbers = self._last_numbers
        for row in rows:
            (
                seq, previous, key, request_digest, kind, day, recorded_at, actor, approver, series, number,
                attachments, narration, judgement, rule_book, reverses, movements, registrations, leaf,
            ) = row  # fmt: skip
            text = act_text(
                seq, key, request_digest, kind, day, recorded_at, actor, approver, series, number, attachments,
                narration, judgement, rule_books.get(rule_book, ""), reverses, moved.get(seq, ""),
                registered.get(seq, ""),
            )  # fmt: skip
            computed = leaf_hash(text)
            leaves.append(computed)
            use(rule_book)
            if (
                computed != leaf
                or seq != last_seq + 1
                or previous != (last_seq or None)
                or movements != moves.get(seq)
                or registrations != facts.get(seq)
                or recorded_at < last_recorded_at
                or rule_book not in rule_books
            ):
                last = (last_seq, last_recorded_at)
                explain_act(row, computed, last=last, counts=self._counts, rule_books=rule_books, into=self._findings)
            if series is not None or number is not None:
                if series is None or number != last_numbers.get(series, 0) + 1:
                    self._gap(seq, series, number)
                last_numbers[series] = number or 0
            self._last = last_seq, last_recorded_at = seq, recorded_at

    def _gap(self, seq: int, series: str | None, number: int | None) -> None:
        last = self._last_numbers.get(series or "", 0)
        detail = say("字号“{series}”不连续：上一号为{last}，此件为{number}", series=series, last=last, number=number)
        self._findings.add("series.gap", f"journal/{seq}", detail)
