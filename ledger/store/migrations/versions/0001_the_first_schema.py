"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _last_row(table: str) -> sa.ForeignKeyConstraint:
    """Return the constraint by which an act needs its last row."""
    return sa.ForeignKeyConstraint(
        ["seq", f"{table}s"],
        [f"{table}.seq", f"{table}.n"],
        name=f"fk_journal_last_{table}",
        deferrable=True,
        initially="DEFERRED",
    )


def _create_names() -> None:
    """Create rule books, units, accounts and positions."""
    op.create_table(
        "rule_book",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False, comment="JSON object: file name to text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_book")),
        sa.UniqueConstraint("digest", name=op.f("uq_rule_book_digest")),
        sqlite_strict=True,
    )
    op.create_table(
        "unit",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pollutant", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("basin", sa.Text(), nullable=True),
        sa.Column("term_from", _WHOLE, nullable=True),
        sa.Column("term_to", _WHOLE, nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "account",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("chart", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
        sqlite_strict=True,
    )
    op.create_table(
        "position",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("account_id", _WHOLE, nullable=False),
        sa.Column("unit_id", _WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_position_account_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_position_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("account_id", "unit_id", name=op.f("uq_position_account_id_unit_id")),
        sa.UniqueConstraint("id", "unit_id", name=op.f("uq_position_id_unit_id")),
        sqlite_strict=True,
    )


def _create_journal(*, late: bool) -> None:
    """Create the acts."""
    op.create_table(
        "journal",
        sa.Column("seq", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("previous", _WHOLE, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_on", _WHOLE, nullable=False),
        sa.Column("recorded_at", _WHOLE, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("number", _WHOLE, nullable=True),
        sa.Column("attachments", _WHOLE, nullable=False),
        sa.Column("narration", sa.Text(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("rule_book_id", _WHOLE, nullable=False),
        sa.Column("reverses", _WHOLE, nullable=True),
        sa.Column("movements", _WHOLE, nullable=True, comment="how many; null for none"),
        sa.Column("registrations", _WHOLE, nullable=True, comment="how many; null for none"),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("approver IS NULL OR approver <> actor", name=op.f("ck_journal_two_persons")),
        sa.CheckConstraint("length(leaf) = 32 AND length(request_digest) = 32", name=op.f("ck_journal_digests")),
        sa.CheckConstraint(
            "coalesce(movements, registrations, 0) > 0 AND coalesce(registrations, movements, 0) > 0",
            name=op.f("ck_journal_not_empty"),
        ),
        sa.CheckConstraint("reverses < seq", name=op.f("ck_journal_reverses_earlier")),
        sa.CheckConstraint(
            "seq = 1 AND previous IS NULL OR seq > 1 AND previous = seq - 1", name=op.f("ck_journal_dense")
        ),
        sa.ForeignKeyConstraint(["previous"], ["journal.seq"], name=op.f("fk_journal_previous")),
        sa.ForeignKeyConstraint(["reverses"], ["journal.seq"], name=op.f("fk_journal_reverses")),
        sa.ForeignKeyConstraint(["rule_book_id"], ["rule_book.id"], name=op.f("fk_journal_rule_book_id")),
        *(_last_row(table) for table in ("movement", "registration") if not late),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_key")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_journal_reverses",
        "journal",
        ["reverses"],
        unique=True,
        sqlite_where=sa.text("reverses IS NOT NULL"),
    )


def _create_rows() -> None:
    """Create what acts move and register."""
    op.create_table(
        "movement",
        sa.Column("seq", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("n", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("previous", _WHOLE, nullable=True, comment="n - 1; null for the first"),
        sa.Column("effective_on", _WHOLE, nullable=False),
        sa.Column("unit_id", _WHOLE, nullable=False),
        sa.Column("debit", _WHOLE, nullable=False),
        sa.Column("credit", _WHOLE, nullable=False),
        sa.Column("amount", _WHOLE, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_movement_positive")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_movement_moves")),
        sa.CheckConstraint("n = 1 AND previous IS NULL OR n > 1 AND previous = n - 1", name=op.f("ck_movement_dense")),
        sa.ForeignKeyConstraint(
            ["credit", "unit_id"],
            ["position.id", "position.unit_id"],
            name=op.f("fk_movement_credit_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["debit", "unit_id"], ["position.id", "position.unit_id"], name=op.f("fk_movement_debit_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["seq", "previous"], ["movement.seq", "movement.n"], name=op.f("fk_movement_seq_previous")
        ),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_movement")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_movement_credit", "movement", ["credit", "effective_on", "amount"], unique=False)
    op.create_index("ix_movement_debit", "movement", ["debit", "effective_on", "amount"], unique=False)
    op.create_table(
        "registration",
        sa.Column("seq", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("n", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("previous", _WHOLE, nullable=True, comment="n - 1; null for the first"),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON"),
        sa.CheckConstraint(
            "n = 1 AND previous IS NULL OR n > 1 AND previous = n - 1", name=op.f("ck_registration_dense")
        ),
        sa.ForeignKeyConstraint(
            ["seq", "previous"],
            ["registration.seq", "registration.n"],
            name=op.f("fk_registration_seq_previous"),
        ),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_registration")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registration_subject", "registration", ["register", "subject", "seq"], unique=False)


def _create_derived() -> None:
    """Create what can be rebuilt."""
    op.create_table(
        "balance",
        sa.Column("position_id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("amount", _WHOLE, nullable=False, comment="debits less credits"),
        sa.Column("lower", _WHOLE, nullable=False),
        sa.Column("upper", _WHOLE, nullable=False),
        sa.Column("latest_on", _WHOLE, nullable=False, comment="latest day on which a movement counts"),
        sa.CheckConstraint("amount BETWEEN lower AND upper", name=op.f("ck_balance_within_bounds")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_balance_position_id")),
        sa.PrimaryKeyConstraint("position_id", name=op.f("pk_balance")),
        sqlite_strict=True,
    )
    op.create_table(
        "turnover",
        sa.Column("position_id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("month", _WHOLE, autoincrement=False, nullable=False, comment="yyyymm"),
        sa.Column("debit", _WHOLE, nullable=False),
        sa.Column("credit", _WHOLE, nullable=False),
        sa.CheckConstraint("debit >= 0 AND credit >= 0", name=op.f("ck_turnover_not_negative")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_turnover_position_id")),
        sa.PrimaryKeyConstraint("position_id", "month", name=op.f("pk_turnover")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column("id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("size", _WHOLE, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_one_row")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_head_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
        sqlite_strict=True,
    )


def upgrade() -> None:
    """Apply."""
    # SQLite takes a reference to a table that is still to come, and cannot add one later; PostgreSQL the reverse.
    late = op.get_context().dialect.name == "postgresql"
    _create_names()
    _create_journal(late=late)
    _create_rows()
    _create_derived()
    if late:
        for table in ("movement", "registration"):
            op.create_foreign_key(
                f"fk_journal_last_{table}",
                "journal",
                table,
                ["seq", f"{table}s"],
                ["seq", "n"],
                deferrable=True,
                initially="DEFERRED",
            )
