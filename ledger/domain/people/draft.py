"""What lies unfinished on a desk, and views of lists that somebody wants again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something a person is preparing; ``content`` is what was typed, right or wrong. It is in no book."""

    id: str
    owner: str
    kind: str
    title: str
    content: Mapping[str, object]
    created_at: datetime
    changed_at: datetime
    reference: int | None = None
    """The returned act that it corrects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPaper:
    """A file that lies with a draft."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A list as a person wants to see it again: the page, a name, and what stands behind its question mark."""

    owner: str
    page: str
    name: str
    query: str
