"""What must hold before a book is used: settings, schema, triggers, and a head that fits the last acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from ledger.domain.bookkeeping.merkle import MerkleTree
from ledger.errors import Unavailable, enumerated, say
from ledger.store import schema, triggers
from ledger.store.engine import check_pragmas
from ledger.store.stored import stored_leaves
from ledger.store.tables import head, journal

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LOOKED_AT: Final = 256


def check_startup(connection: Connection) -> None:
    """Refuse a book that cannot be relied on.

    :raises Unavailable: ``database.pragmas``, ``book.missing``, ``schema.older``, ``schema.newer``,
        ``database.triggers`` or ``journal.head``.
    """
    check_pragmas(connection)
    schema.require_newest(schema.revision(connection))
    missing = triggers.expected() - triggers.present(connection)
    if missing:
        raise Unavailable(
            say("数据库缺少触发器：{names}；拒绝启动", names=enumerated(sorted(missing))),
            code="database.triggers",
        )
    try:
        check_head(connection)
    except (ValueError, TypeError, AttributeError) as error:
        raise _broken(say("日志头或最后的分录含有本程序不会写入的内容")) from error


def check_head(connection: Connection) -> None:
    """Refuse a head that does not match the last acts; the acts looked at are hashed anew from their columns.

    :raises Unavailable: ``journal.head``.
    """
    row = connection.execute(select(head)).one_or_none()
    last = connection.scalar(select(func.max(journal.c.seq))) or 0
    if row is None or row.size != last:
        raise _broken(say("日志头记载{size}件，日志实有{last}件", size=row and row.size, last=last))
    tree = MerkleTree(size=row.size, peaks=row.peaks)
    if tree.root != row.root:
        raise _broken(say("日志头的根与其峰值不符"))
    tail = row.size & -row.size
    if 0 < tail <= _LOOKED_AT:
        rebuilt = MerkleTree()
        for _, stored, computed in stored_leaves(connection, after=row.size - tail):
            if stored != computed:
                raise _broken(say("最后的分录与其摘要不符"))
            rebuilt.append(computed)
        if not row.peaks.endswith(rebuilt.root):
            raise _broken(say("日志头与最后的分录不符"))


def _broken(detail: object) -> Unavailable:
    return Unavailable(say("账簿完整性有误：{detail}；请运行 permit-ledger verify", detail=detail), code="journal.head")
