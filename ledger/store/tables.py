"""The tables, and the constraints by which the database itself keeps the journal.

Only three kinds of tables exist. *Log*: ``journal``, ``movement``, ``registration``, ``rule_book``, ``evidence``,
appended to and never changed. *Names*: ``unit``, ``account``, ``position``, appended to when a movement first needs
them; their codes stand in every leaf. *Derived*: ``balance``, ``turnover``, ``docket``, ``hold``, ``head``, which can
be rebuilt.

The declarations refuse an act that is empty (its last row is missing), gapped (a predecessor is missing) or of
mixed units (the unit is part of the reference to a position); a balance outside its bounds fails a CHECK. The
triggers refuse a late row, and count the movements in balances and turnovers when the head grows over them. Days
are integers ``yyyymmdd``, moments microseconds since 1970 in UTC, amounts grams or fen.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# STRICT tables of SQLite know INTEGER only; it is 64 bits wide there.
_Whole: Final = BigInteger().with_variant(Integer(), "sqlite")
# Compared byte by byte on both engines, whatever language the database of PostgreSQL is set to.
_Name: Final = Text().with_variant(Text(collation="C"), "postgresql")
_STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}
_CLUSTERED: Final[dict[str, Any]] = {"sqlite_strict": True, "sqlite_with_rowid": False}


rule_book = Table(
    "rule_book",
    metadata,
    Column("id", _Whole, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("texts", Text, nullable=False, comment="JSON object: file name to text"),
    **_STRICT,
)

unit = Table(
    "unit",
    metadata,
    Column("id", _Whole, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("pollutant", Text),
    Column("area", Text),
    Column("basin", Text),
    Column("term_from", _Whole),
    Column("term_to", _Whole),
    Column("origin", Text),
    Column("source", Text),
    **_STRICT,
)

account = Table(
    "account",
    metadata,
    Column("id", _Whole, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False, unique=True),
    Column("chart", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("holder", Text),
    **_STRICT,
)
Index("ix_account_chart", account.c.chart, account.c.area)

position = Table(
    "position",
    metadata,
    Column("id", _Whole, primary_key=True, autoincrement=False),
    Column("account_id", _Whole, ForeignKey("account.id"), nullable=False),
    Column("unit_id", _Whole, ForeignKey("unit.id"), nullable=False),
    UniqueConstraint("account_id", "unit_id"),
    UniqueConstraint("id", "unit_id"),
    **_STRICT,
)

balance = Table(
    "balance",
    metadata,
    Column("position_id", _Whole, ForeignKey("position.id"), primary_key=True, autoincrement=False),
    Column("amount", _Whole, nullable=False, comment="debits less credits"),
    Column("lower", _Whole, nullable=False),
    Column("upper", _Whole, nullable=False),
    Column("latest_on", _Whole, nullable=False, comment="latest day on which a movement counts"),
    CheckConstraint("amount BETWEEN lower AND upper", name="within_bounds"),
    **_STRICT,
)

turnover = Table(
    "turnover",
    metadata,
    Column("position_id", _Whole, ForeignKey("position.id"), primary_key=True, autoincrement=False),
    Column("month", _Whole, primary_key=True, autoincrement=False, comment="yyyymm"),
    Column("debit", _Whole, nullable=False),
    Column("credit", _Whole, nullable=False),
    CheckConstraint("debit >= 0 AND credit >= 0", name="not_negative"),
    **_CLUSTERED,
)

journal = Table(
    "journal",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=False),
    Column("previous", _Whole, ForeignKey("journal.seq")),
    Column("key", Text, nullable=False, unique=True),
    Column("request_digest", LargeBinary, nullable=False),
    Column("kind", Text, nullable=False),
    Column("effective_on", _Whole, nullable=False),
    Column("recorded_at", _Whole, nullable=False),
    Column("actor", Text, nullable=False),
    Column("approver", Text),
    Column("series", Text),
    Column("number", _Whole),
    Column("attachments", _Whole, nullable=False),
    Column("narration", Text, nullable=False),
    Column("judgement", Text, nullable=False),
    Column("rule_book_id", _Whole, ForeignKey("rule_book.id"), nullable=False),
    Column("reverses", _Whole, ForeignKey("journal.seq")),
    Column("movements", _Whole, comment="how many; null for none"),
    Column("registrations", _Whole, comment="how many; null for none"),
    Column("leaf", LargeBinary, nullable=False),
    CheckConstraint("seq = 1 AND previous IS NULL OR seq > 1 AND previous = seq - 1", name="dense"),
    CheckConstraint(
        "coalesce(movements, registrations, 0) > 0 AND coalesce(registrations, movements, 0) > 0", name="not_empty"
    ),
    CheckConstraint("length(leaf) = 32 AND length(request_digest) = 32", name="digests"),
    CheckConstraint("approver IS NULL OR approver <> actor", name="two_persons"),
    CheckConstraint("reverses < seq", name="reverses_earlier"),
    ForeignKeyConstraint(
        ["seq", "movements"],
        ["movement.seq", "movement.n"],
        name="fk_journal_last_movement",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    ForeignKeyConstraint(
        ["seq", "registrations"],
        ["registration.seq", "registration.n"],
        name="fk_journal_last_registration",
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    ),
    **_STRICT,
)
Index("uq_journal_reverses", journal.c.reverses, unique=True, sqlite_where=journal.c.reverses.is_not(None))
Index(
    "uq_journal_series_number",
    journal.c.series,
    journal.c.number,
    unique=True,
    sqlite_where=journal.c.number.is_not(None),
    postgresql_where=journal.c.number.is_not(None),
)

movement = Table(
    "movement",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=False),
    Column("n", _Whole, primary_key=True, autoincrement=False),
    Column("previous", _Whole, comment="n - 1; null for the first"),
    Column("effective_on", _Whole, nullable=False),
    Column("unit_id", _Whole, nullable=False),
    Column("debit", _Whole, nullable=False),
    Column("credit", _Whole, nullable=False),
    Column("amount", _Whole, nullable=False),
    CheckConstraint("n = 1 AND previous IS NULL OR n > 1 AND previous = n - 1", name="dense"),
    CheckConstraint("amount > 0", name="positive"),
    CheckConstraint("debit <> credit", name="moves"),
    ForeignKeyConstraint(["seq", "previous"], ["movement.seq", "movement.n"]),
    ForeignKeyConstraint(["debit", "unit_id"], ["position.id", "position.unit_id"]),
    ForeignKeyConstraint(["credit", "unit_id"], ["position.id", "position.unit_id"]),
    **_CLUSTERED,
)
Index("ix_movement_debit", movement.c.debit, movement.c.effective_on, movement.c.amount)
Index("ix_movement_credit", movement.c.credit, movement.c.effective_on, movement.c.amount)

registration = Table(
    "registration",
    metadata,
    Column("seq", _Whole, primary_key=True, autoincrement=False),
    Column("n", _Whole, primary_key=True, autoincrement=False),
    Column("previous", _Whole, comment="n - 1; null for the first"),
    Column("register", _Name, nullable=False),
    Column("subject", _Name, nullable=False),
    Column("body", Text, nullable=False, comment="canonical JSON"),
    CheckConstraint("n = 1 AND previous IS NULL OR n > 1 AND previous = n - 1", name="dense"),
    ForeignKeyConstraint(["seq", "previous"], ["registration.seq", "registration.n"]),
    **_CLUSTERED,
)
Index("ix_registration_subject", registration.c.register, registration.c.subject, registration.c.seq)

evidence = Table(
    "evidence",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="SHA-256 of the content"),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    CheckConstraint("length(digest) = 32", name="digest"),
    **_STRICT,
)

docket = Table(
    "docket",
    metadata,
    Column("reference", _Whole, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("effective_on", _Whole, nullable=False),
    Column("seq", _Whole, nullable=False, comment="the act that last registered it"),
    CheckConstraint("reference <= seq", name="registered"),
    **_STRICT,
)

hold = Table(
    "hold",
    metadata,
    Column("reference", _Whole, ForeignKey("docket.reference"), primary_key=True, autoincrement=False),
    Column("position_id", _Whole, ForeignKey("position.id"), primary_key=True, autoincrement=False),
    Column("amount", _Whole, nullable=False),
    CheckConstraint("amount > 0", name="positive"),
    **_CLUSTERED,
)
Index("ix_hold_position", hold.c.position_id, hold.c.amount)

head = Table(
    "head",
    metadata,
    Column("id", _Whole, primary_key=True, autoincrement=False),
    Column("algorithm", Text, nullable=False),
    Column("size", _Whole, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("size >= 0", name="size"),
    **_STRICT,
)

LOG: Final = (rule_book, journal, movement, registration, evidence)
NAMES: Final = (unit, account, position)
DERIVED: Final = (balance, turnover, docket, hold, head)
