"""What is kept beside the books: who may enter, sessions, drafts, saved views, and who came in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _create_access() -> None:
    """Create what tells who may enter, and who did."""
    op.create_table(
        "access_event",
        sa.Column("id", sa.Text(), nullable=False, comment="random"),
        sa.Column("at", _WHOLE, nullable=False),
        sa.Column("user", sa.Text(), nullable=False, comment="as typed; nobody need bear that name"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
        sqlite_strict=True,
    )
    op.create_index("ix_access_event_at", "access_event", ["at", "id"], unique=False)
    op.create_index("ix_access_event_user", "access_event", ["user", "at"], unique=False)
    op.create_table(
        "credential",
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False, comment="argon2 with its parameters and salt"),
        sa.Column("former", sa.Text(), nullable=False, comment="JSON list of earlier ones, the latest first"),
        sa.Column("changed_at", _WHOLE, nullable=False),
        sa.Column("must_change", _WHOLE, nullable=False),
        sa.Column("failures", _WHOLE, nullable=False, comment="in a row"),
        sa.Column("locked_until", _WHOLE, nullable=True),
        sa.Column(
            "secret", sa.Text(), nullable=True, comment="of the second factor, base32; null until it is confirmed"
        ),
        sa.Column("last_step", _WHOLE, nullable=True, comment="of the second factor; no code is taken twice"),
        sa.CheckConstraint("must_change IN (0, 1) AND failures >= 0", name=op.f("ck_credential_values")),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_credential")),
        sqlite_strict=True,
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the printed code"),
        sa.Column("user", sa.Text(), nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_recovery_code_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_recovery_code_user", "recovery_code", ["user"], unique=False)
    op.create_table(
        "session",
        sa.Column("digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of what the browser holds"),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("form_token", sa.Text(), nullable=False, comment="what every form must bring back"),
        sa.Column("secret", sa.Text(), nullable=True, comment="of a second factor that is not confirmed yet"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("began_at", _WHOLE, nullable=False),
        sa.Column("seen_at", _WHOLE, nullable=False),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_session_digest")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_session")),
        sqlite_strict=True,
    )
    op.create_index("ix_session_user", "session", ["user"], unique=False)


def _create_desk() -> None:
    """Create what lies on somebody's desk."""
    op.create_table(
        "draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="of the act, or what else is being prepared"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="JSON, as it was typed"),
        sa.Column("reference", _WHOLE, nullable=True, comment="the returned act that it corrects"),
        sa.Column("created_at", _WHOLE, nullable=False),
        sa.Column("changed_at", _WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sqlite_strict=True,
    )
    op.create_index("ix_draft_owner", "draft", ["owner", "changed_at"], unique=False)
    op.create_table(
        "draft_paper",
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_paper_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("draft_id", "name", name=op.f("pk_draft_paper")),
        sqlite_strict=True,
    )
    op.create_table(
        "saved_view",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False, comment="what stands behind the question mark of the address"),
        sa.PrimaryKeyConstraint("owner", "page", "name", name=op.f("pk_saved_view")),
        sqlite_strict=True,
    )


def upgrade() -> None:
    """Apply."""
    _create_access()
    _create_desk()
