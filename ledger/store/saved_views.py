"""Views of lists that a person saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from ledger.domain.people.draft import SavedView
from ledger.store.office_tables import saved_view

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keep_view(connection: Connection, kept: SavedView) -> None:
    """Keep a view, in the place of one of the same name."""
    drop_view(connection, kept)
    connection.execute(insert(saved_view).values(owner=kept.owner, page=kept.page, name=kept.name, query=kept.query))


def drop_view(connection: Connection, dropped: SavedView) -> None:
    """Throw a view away."""
    connection.execute(
        delete(saved_view).where(
            saved_view.c.owner == dropped.owner, saved_view.c.page == dropped.page, saved_view.c.name == dropped.name
        )
    )


def views_of(connection: Connection, owner: str, page: str) -> list[SavedView]:
    """Return a person's views of a page by their names."""
    condition = (saved_view.c.owner == owner) & (saved_view.c.page == page)
    found = connection.execute(select(saved_view).where(condition).order_by(saved_view.c.name))
    return [SavedView(owner=row.owner, page=row.page, name=row.name, query=row.query) for row in found]
