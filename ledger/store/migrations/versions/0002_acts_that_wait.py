"""Acts that wait for a decision, their evidence, credits that name their source, and numbers used once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NUMBERED = sa.text("number IS NOT NULL")


def _extend() -> None:
    """Extend the tables that are there."""
    op.add_column("unit", sa.Column("source", sa.Text(), nullable=True))
    op.create_index("ix_account_chart", "account", ["chart", "area"], unique=False)
    op.create_index(
        "uq_journal_series_number",
        "journal",
        ["series", "number"],
        unique=True,
        sqlite_where=_NUMBERED,
        postgresql_where=_NUMBERED,
    )
    if op.get_context().dialect.name == "postgresql":
        for name in ("register", "subject"):
            op.alter_column("registration", name, type_=sa.Text(collation="C"))


def _create_evidence() -> None:
    """Create the papers."""
    op.create_table(
        "evidence",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the content"),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_evidence_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_evidence")),
        sqlite_strict=True,
    )


def _create_docket() -> None:
    """Create what can be rebuilt from the registrations of acts."""
    op.create_table(
        "docket",
        sa.Column("reference", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("effective_on", _WHOLE, nullable=False),
        sa.Column("seq", _WHOLE, nullable=False, comment="the act that last registered it"),
        sa.CheckConstraint("reference <= seq", name=op.f("ck_docket_registered")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_docket")),
        sqlite_strict=True,
    )
    op.create_table(
        "hold",
        sa.Column("reference", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("position_id", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("amount", _WHOLE, nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_hold_positive")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_hold_position_id")),
        sa.ForeignKeyConstraint(["reference"], ["docket.reference"], name=op.f("fk_hold_reference")),
        sa.PrimaryKeyConstraint("reference", "position_id", name=op.f("pk_hold")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_hold_position", "hold", ["position_id", "amount"], unique=False)


def upgrade() -> None:
    """Apply."""
    _extend()
    _create_evidence()
    _create_docket()
