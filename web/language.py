"""The two languages of the program: Chinese, which the sentences are written in, and English.

The catalogue is ``web/translations/en.po``: ``msgid`` is the Chinese template as it stands in the code,
``msgstr`` its English with the same gaps. ``tests/guards/test_translations.py`` prints the entries that are
missing, ready to be filled in, and refuses those that nothing uses.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.settings import Language


def translator(language: Language) -> Callable[[str], str]:
    """Return what turns a Chinese template into a template of the language."""
    return _english if language == "en" else str


def _english(template: str) -> str:
    return _catalogue().get(template, template)


@cache
def _catalogue() -> Mapping[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - Chinese needs no catalogue

    with files("web.translations").joinpath("en.po").open("rb") as stream:
        catalogue = read_po(stream, locale="en", abort_invalid=True)
    return {str(entry.id): str(entry.string) for entry in catalogue if entry.id and entry.string}
