"""On which ground a check stands, so that every refusal cites it: one place for each ground and its codes.

What compares with a value of the rule book cites the provision in force (``ledger.rules.judge.breach``). Everything
else stands on an article that gives no value, or on a rule of the ledger itself, which never looks like law.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from ledger.errors import Breach, Message

OWN_RULES: Final = "LEDGER"
"""The instrument of the ledger's own rules; their authority is :data:`OWN_RULE`."""
OWN_RULE: Final = "own_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """An article, or a rule of the ledger, and the codes of the checks that stand on it."""

    instrument: str
    article: str
    authority: str
    """As in the rule book, or ``own_rule``."""
    english: str
    """What it says, for the manual."""
    codes: tuple[str, ...]


_TABLE: Final[Mapping[str, Any]] = tomllib.loads((files(__package__) / "grounds.toml").read_text(encoding="utf-8"))

GROUNDS: Final = tuple(Ground(**{**stated, "codes": tuple(stated["codes"])}) for stated in _TABLE["ground"])
"""Every ground, in the order of the manual."""
TEXTS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(_TABLE["texts"])
"""Title and source of the cited texts that are no part of the rule book, by instrument."""
OF_PROVISIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {key: tuple(codes) for key, codes in _TABLE["provisions"].items()}
)
"""The codes that cite a provision of the rule book, by its key."""
GROUND_OF: Final[Mapping[str, Ground]] = MappingProxyType({code: each for each in GROUNDS for code in each.codes})
"""The ground by the code of the breach."""


def unmet(*, code: str, detail: Message, provision: str = "") -> Breach:
    """Return the breach of a check, citing the ground that ``grounds.toml`` gives for its code.

    :param provision: the key that the rule book was asked for, where it has no answer.
    :raises KeyError: no ground stands there for this code; a test of the program, and no case, finds that.
    """
    ground = GROUND_OF[code]
    return Breach(
        code=code,
        detail=detail,
        provision=provision,
        instrument=ground.instrument,
        article=ground.article,
        authority=ground.authority,
    )
