"""The tables of the office: who may enter, and what lies unfinished on somebody's desk.

None of this is in the books: no leaf covers it, and losing it changes no balance. Passwords and one-time codes are kept
as digests, sessions as the digest of what the browser holds. Only ``access_event`` is append-only, as the books are:
it tells who came in, and who was refused. Moments are microseconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from ledger.store.tables import metadata

_Whole: Final = BigInteger().with_variant(Integer(), "sqlite")
_STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}

credential = Table(
    "credential",
    metadata,
    Column("user", Text, primary_key=True),
    Column("password", Text, nullable=False, comment="argon2 with its parameters and salt"),
    Column("former", Text, nullable=False, comment="JSON list of earlier ones, the latest first"),
    Column("changed_at", _Whole, nullable=False),
    Column("must_change", _Whole, nullable=False),
    Column("failures", _Whole, nullable=False, comment="in a row"),
    Column("locked_until", _Whole),
    Column("secret", Text, comment="of the second factor, base32; null until it is confirmed"),
    Column("last_step", _Whole, comment="of the second factor; no code is taken twice"),
    CheckConstraint("must_change IN (0, 1) AND failures >= 0", name="values"),
    **_STRICT,
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="SHA-256 of the printed code"),
    Column("user", Text, nullable=False),
    CheckConstraint("length(digest) = 32", name="digest"),
    **_STRICT,
)
Index("ix_recovery_code_user", recovery_code.c.user)

session = Table(
    "session",
    metadata,
    Column("digest", LargeBinary, primary_key=True, comment="SHA-256 of what the browser holds"),
    Column("user", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("form_token", Text, nullable=False, comment="what every form must bring back"),
    Column("secret", Text, comment="of a second factor that is not confirmed yet"),
    Column("address", Text, nullable=False),
    Column("began_at", _Whole, nullable=False),
    Column("seen_at", _Whole, nullable=False),
    CheckConstraint("length(digest) = 32", name="digest"),
    **_STRICT,
)
Index("ix_session_user", session.c.user)

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="of the act, or what else is being prepared"),
    Column("title", Text, nullable=False),
    Column("content", Text, nullable=False, comment="JSON, as it was typed"),
    Column("reference", _Whole, comment="the returned act that it corrects"),
    Column("created_at", _Whole, nullable=False),
    Column("changed_at", _Whole, nullable=False),
    **_STRICT,
)
Index("ix_draft_owner", draft.c.owner, draft.c.changed_at)

draft_paper = Table(
    "draft_paper",
    metadata,
    Column("draft_id", Text, ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    **_STRICT,
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("page", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False, comment="what stands behind the question mark of the address"),
    **_STRICT,
)

access_event = Table(
    "access_event",
    metadata,
    Column("id", Text, primary_key=True, comment="random"),
    Column("at", _Whole, nullable=False),
    Column("user", Text, nullable=False, comment="as typed; nobody need bear that name"),
    Column("address", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    **_STRICT,
)
Index("ix_access_event_at", access_event.c.at, access_event.c.id)
Index("ix_access_event_user", access_event.c.user, access_event.c.at)

OFFICE: Final = (credential, recovery_code, draft, draft_paper, saved_view, access_event)
"""What a backup carries; sessions end with the machine they began on."""
