"""What regimes and the authority of provisions are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.projects.project_traits import Regime
from ledger.errors import Message, say
from ledger.rules.law.provision import Authority

REGIMES: Final[Mapping[str, Message]] = {
    Regime.NOT_APPLICABLE: say("不适用"),
    Regime.EXEMPT: say("豁免"),
    Regime.ORDINARY: say("一般项目"),
    Regime.IN_SCOPE: say("须交易取得"),
}


def regime(code: str) -> Message:
    """Return what a regime is called.

    :raises KeyError: it has no name.
    """
    return REGIMES[code]


def authority(code: str) -> Message:
    """Return how far a provision is law here."""
    return Authority(code).words
