"""What the operator decides by environment variables; the only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process.

    ``database_url`` is empty where nothing is set: then :func:`default_database_url` holds.
    ``rules_directory`` holds rule books that take the place of those shipped. ``user`` and ``token`` say who
    acts at the command line. ``debug`` sends the details of unexpected failures to the log. ``trusted_proxy`` is
    the address of the proxy whose word on scheme and client counts; empty where requests come directly. ``hosts``
    are the names under which the pages may be asked for; empty where any name will do.
    """

    database_url: str = ""
    language: Language = "zh"
    rules_directory: Path | None = None
    user: str = ""
    token: str = field(default="", repr=False)
    debug: bool = False
    trusted_proxy: str = ""
    hosts: tuple[str, ...] = ()


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment of the process, or from another mapping.

    ``LEDGER_DATABASE_URL``; ``LEDGER_LANG``, else ``LANG``: English where it begins with ``en``, else
    Chinese; ``LEDGER_RULES_DIR``; ``LEDGER_USER`` and ``LEDGER_TOKEN``; ``LEDGER_DEBUG=1``;
    ``LEDGER_TRUSTED_PROXY``; ``LEDGER_HOSTS``, separated by commas.
    """
    variables = os.environ if environment is None else environment
    language = variables.get("LEDGER_LANG") or variables.get("LANG", "")
    rules_directory = variables.get("LEDGER_RULES_DIR", "")
    return Settings(
        database_url=variables.get("LEDGER_DATABASE_URL", ""),
        language="en" if language.lower().startswith("en") else "zh",
        rules_directory=Path(rules_directory) if rules_directory else None,
        user=variables.get("LEDGER_USER", ""),
        token=variables.get("LEDGER_TOKEN", ""),
        debug=variables.get("LEDGER_DEBUG") == "1",
        trusted_proxy=variables.get("LEDGER_TRUSTED_PROXY", ""),
        hosts=tuple(name.strip() for name in variables.get("LEDGER_HOSTS", "").split(",") if name.strip()),
    )


def default_database_url() -> str:
    """Return the address of an SQLite file in the data directory of the user."""
    from platformdirs import user_data_path  # noqa: PLC0415 - most commands are told their database

    return f"sqlite:///{user_data_path('permit-ledger', appauthor=False) / 'ledger.sqlite'}"
