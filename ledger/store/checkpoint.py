"""The checkpoint of a book as it stands: what an auditor, a page or a letter keeps outside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ledger.domain.bookkeeping.checkpoint import Checkpoint
from ledger.errors import Unavailable, say
from ledger.store.tables import head, registration

if TYPE_CHECKING:
    from sqlalchemy import Connection


def current_checkpoint(connection: Connection) -> Checkpoint:
    """Return the checkpoint that the head names.

    :raises Unavailable: ``book.origin``, the book does not say what it is called.
    """
    row = connection.execute(select(head.c.size, head.c.root)).one()
    return Checkpoint(origin=origin_of(connection), size=row.size, root=row.root)


def origin_of(connection: Connection) -> str:
    """Return the name under which checkpoints of the book are known: its first act registered it.

    :raises Unavailable: ``book.origin``.
    """
    body = connection.scalar(
        select(registration.c.body)
        .where(registration.c.register == "book", registration.c.subject == "origin")
        .order_by(registration.c.seq)
        .limit(1)
    )
    try:
        content: Any = json.loads(body or "")
        return str(content["origin"])
    except (ValueError, KeyError, TypeError):
        raise Unavailable(say("账簿没有登记名称；请运行 permit-ledger verify"), code="book.origin") from None
