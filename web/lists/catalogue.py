"""Every list that people may shape, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from web.lists.acts import ACTS_LIST
from web.lists.balances import BALANCES
from web.lists.columns import ListOf
from web.lists.holdings import HOLDINGS
from web.lists.notices import NOTICES
from web.lists.projects import PROJECTS

LISTS: Final[Mapping[str, ListOf]] = MappingProxyType(
    {found.name: found for found in (BALANCES, HOLDINGS, ACTS_LIST, PROJECTS, NOTICES)}
)
