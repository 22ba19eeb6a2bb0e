"""Drafts: what a person types is kept from the first key on, right or wrong; none of it is in the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from ledger.domain.people.draft import Draft
from ledger.errors import InvalidValue, NotFound, RuleViolation, say
from ledger.store import drafts as store
from ledger.store.drafts import count_drafts, drafts_of, drafts_page, paper_content, papers_of
from ledger.store.evidence import LARGEST_PAPER

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.store.office import OfficeConnection

__all__ = ["LARGEST_PAPER", "count_drafts", "drafts_of", "drafts_page", "paper_content", "papers_of"]

MOST_DRAFTS: Final = 500
MOST_PAPERS: Final = 20
_ID_BYTES: Final = 12


def begin_draft(
    connection: OfficeConnection,
    owner: str,
    *,
    kind: str,
    title: str,
    content: Mapping[str, object],
    now: datetime,
    reference: int | None = None,
) -> Draft:
    """Keep a new draft.

    :param reference: the returned act that it corrects.
    :raises RuleViolation: ``draft.count``, the person has 500 already.
    """
    if count_drafts(connection, owner) >= MOST_DRAFTS:
        raise RuleViolation(say("草稿已有{most}份；请先清理", most=MOST_DRAFTS), code="draft.count")
    draft = Draft(
        id=token_urlsafe(_ID_BYTES),
        owner=owner,
        kind=kind,
        title=title,
        content=content,
        created_at=now,
        changed_at=now,
        reference=reference,
    )
    store.keep_draft(connection, draft)
    return draft


def find_draft(connection: OfficeConnection, owner: str, draft_id: str) -> Draft:
    """Return a draft of a person.

    :raises NotFound: ``draft.missing``: there is none, or it is another's.
    """
    found = store.draft_of(connection, owner, draft_id)
    if found is None:
        raise NotFound(say("没有这份草稿"), code="draft.missing")
    return found


def save_draft(
    connection: OfficeConnection, owner: str, draft_id: str, *, content: Mapping[str, object], title: str, now: datetime
) -> Draft:
    """Keep what was typed since.

    :raises NotFound: ``draft.missing``.
    """
    changed = replace(find_draft(connection, owner, draft_id), content=content, title=title, changed_at=now)
    store.keep_draft(connection, changed)
    return changed


def remove_draft(connection: OfficeConnection, owner: str, draft_id: str) -> None:
    """Throw a draft away with its files.

    :raises NotFound: ``draft.missing``.
    """
    if not store.drop_draft(connection, owner, draft_id):
        raise NotFound(say("没有这份草稿"), code="draft.missing")


def attach(
    connection: OfficeConnection, owner: str, draft_id: str, *, name: str, media_type: str, content: bytes
) -> None:
    """Keep a file with a draft, in the place of one of the same name.

    :raises NotFound: ``draft.missing``.
    :raises InvalidValue: ``evidence.size``, an empty file or one of more than 20 MB; ``evidence.count``.
    """
    find_draft(connection, owner, draft_id)
    if not 0 < len(content) <= LARGEST_PAPER:
        raise InvalidValue(
            "evidence.size",
            say("文件有{size}字节；应在1至{most}字节之间", size=len(content), most=LARGEST_PAPER),
        )
    known = papers_of(connection, draft_id)
    if len(known) >= MOST_PAPERS and name not in {paper.name for paper in known}:
        raise InvalidValue("evidence.count", say("附件已有{most}份", most=MOST_PAPERS))
    store.keep_paper(connection, draft_id, name=name, media_type=media_type, content=content)


def detach(connection: OfficeConnection, owner: str, draft_id: str, name: str) -> None:
    """Throw a file of a draft away.

    :raises NotFound: ``draft.missing``.
    """
    find_draft(connection, owner, draft_id)
    store.drop_paper(connection, draft_id, name)
