"""Views of lists that a person wants to see again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.domain.people.draft import SavedView
from ledger.errors import RuleViolation, say
from ledger.store.saved_views import drop_view, keep_view, views_of

if TYPE_CHECKING:
    from ledger.store.office import OfficeConnection

__all__ = ["drop_view", "save_view", "views_of"]

MOST_VIEWS: Final = 100


def save_view(connection: OfficeConnection, view: SavedView) -> None:
    """Save a view, in the place of one of the same name.

    :raises RuleViolation: ``view.count``, the person has 100 of this page already.
    """
    known = views_of(connection, view.owner, view.page)
    if len(known) >= MOST_VIEWS and view.name not in {each.name for each in known}:
        raise RuleViolation(say("此页已保存{most}个视图；请先删除", most=MOST_VIEWS), code="view.count")
    keep_view(connection, view)
