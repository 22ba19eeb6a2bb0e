"""Drafts and the files that lie with them: each belongs to its owner, and nobody else finds it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, insert, select, tuple_, update

from ledger.domain.people.draft import Draft, DraftPaper
from ledger.domain.values.encoding import microseconds, moment_of
from ledger.store.office_tables import draft, draft_paper

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy import Connection, Row


def keep_draft(connection: Connection, kept: Draft) -> None:
    """Keep a draft, in the place of what it was before."""
    values = {
        "kind": kept.kind,
        "title": kept.title,
        "content": json.dumps(kept.content, ensure_ascii=False),
        "reference": kept.reference,
        "changed_at": microseconds(kept.changed_at),
    }
    changed = connection.execute(update(draft).where(_is(kept.owner, kept.id)).values(values))
    if changed.rowcount == 0:
        connection.execute(
            insert(draft).values(id=kept.id, owner=kept.owner, created_at=microseconds(kept.created_at), **values)
        )


def draft_of(connection: Connection, owner: str, draft_id: str) -> Draft | None:
    """Return a draft of a person."""
    row = connection.execute(select(draft).where(_is(owner, draft_id))).one_or_none()
    return None if row is None else _draft(row)


def drafts_of(connection: Connection, owner: str) -> list[Draft]:
    """Return every draft of a person, the last changed first."""
    found = connection.execute(select(draft).where(draft.c.owner == owner).order_by(draft.c.changed_at.desc()))
    return [_draft(row) for row in found]


def drafts_page(
    connection: Connection, owner: str, *, limit: int, before: tuple[datetime, str] | None = None
) -> list[Draft]:
    """Return drafts of a person, the last changed first.

    :param before: moment of the last change and id of the last draft of the page before.
    """
    query = select(draft).where(draft.c.owner == owner)
    if before is not None:
        query = query.where(tuple_(draft.c.changed_at, draft.c.id) < (microseconds(before[0]), before[1]))
    found = connection.execute(query.order_by(draft.c.changed_at.desc(), draft.c.id.desc()).limit(limit))
    return [_draft(row) for row in found]


def count_drafts(connection: Connection, owner: str) -> int:
    """Return how many drafts a person has."""
    counted = select(func.count()).select_from(draft).where(draft.c.owner == owner)
    return int(connection.execute(counted).scalar_one())


def drop_draft(connection: Connection, owner: str, draft_id: str) -> bool:
    """Throw a draft away with its files, and return whether there was one."""
    if draft_of(connection, owner, draft_id) is None:
        return False
    connection.execute(delete(draft_paper).where(draft_paper.c.draft_id == draft_id))
    connection.execute(delete(draft).where(_is(owner, draft_id)))
    return True


def keep_paper(connection: Connection, draft_id: str, *, name: str, media_type: str, content: bytes) -> None:
    """Keep a file with a draft, in the place of one of the same name."""
    drop_paper(connection, draft_id, name)
    connection.execute(insert(draft_paper).values(draft_id=draft_id, name=name, media_type=media_type, content=content))


def drop_paper(connection: Connection, draft_id: str, name: str) -> None:
    """Throw a file of a draft away."""
    connection.execute(delete(draft_paper).where(draft_paper.c.draft_id == draft_id, draft_paper.c.name == name))


def papers_of(connection: Connection, draft_id: str) -> list[DraftPaper]:
    """Return the files of a draft by their names, without reading them."""
    size = func.length(draft_paper.c.content)
    query = select(draft_paper.c.name, draft_paper.c.media_type, size).where(draft_paper.c.draft_id == draft_id)
    found = connection.execute(query.order_by(draft_paper.c.name))
    return [DraftPaper(name=name, media_type=media_type, size=size) for name, media_type, size in found]


def paper_content(connection: Connection, draft_id: str, name: str) -> bytes | None:
    """Return the content of a file of a draft."""
    condition = (draft_paper.c.draft_id == draft_id) & (draft_paper.c.name == name)
    found = connection.execute(select(draft_paper.c.content).where(condition)).scalar_one_or_none()
    return None if found is None else bytes(found)


def _is(owner: str, draft_id: str) -> ColumnElement[bool]:
    return (draft.c.owner == owner) & (draft.c.id == draft_id)


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        owner=row.owner,
        kind=row.kind,
        title=row.title,
        content=json.loads(row.content),
        reference=row.reference,
        created_at=moment_of(row.created_at),
        changed_at=moment_of(row.changed_at),
    )
