"""What people type beyond the grammar of the contract, turned visibly into it: never rounded, never guessed.

Full-width digits of the Chinese input method, blanks around, days as people write them, thousands set apart as the
pages print them. The contract itself refuses all of these. A door that turns them shows what it made of them before
anything is recorded: a form asks once, the preview of a sheet lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from marshmallow import fields

from ledger.domain.values.text import LONGEST_NAME
from schemas.act_fields import InstantField, RatioField, SignedTonnesField
from schemas.fields import (
    CreditCodeField,
    DateField,
    IntegerField,
    PriceField,
    TextField,
    TonnesField,
    YuanField,
)

Fold = Callable[[str], str]

_HALF_WIDTH: Final = {
    full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
"""Full-width digits and letters."""
_OF_NUMBERS: Final = {**_HALF_WIDTH, ord("．"): ".", ord("－"): "-", ord("−"): "-", ord("，"): ","}
_THOUSANDS: Final = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.][0-9]+)?", re.ASCII)
"""Groups of three; 1,5 and 0,500 may be decimals of another custom, and stay as they are, to be refused."""
_OF_DAYS: Final = {**_OF_NUMBERS, ord("／"): "/", ord("："): ":"}
_DAY: Final = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", re.ASCII)
_MINUTE: Final = re.compile(r"(.{8,}?)[ T\u3000]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", re.ASCII)
_BEIJING: Final = "+08:00"
_LINE_ENDS: Final = re.compile(r"\s*[\r\n]+\s*")
LONGEST_FOLDED: Final = 2_000
"""Longer texts are taken as they are."""


def fold_text(text: str) -> str:
    """Turn full-width digits and letters into the usual ones."""
    return text.translate(_HALF_WIDTH)


def fold_remark(text: str) -> str:
    """Do so for a text that people write in several lines, which becomes one."""
    return _LINE_ENDS.sub(" ", text).translate(_HALF_WIDTH)


def fold_number(text: str) -> str:
    """Turn a number; the signs between thousands are left out where they part them in threes, and nowhere else."""
    written = text.translate(_OF_NUMBERS)
    return written.replace(",", "") if _THOUSANDS.fullmatch(written) else written


def fold_credit_code(text: str) -> str:
    """Turn a unified social credit code, which has capitals alone."""
    return text.translate(_HALF_WIDTH).upper()


def fold_day(text: str) -> str:
    """Turn a day: 2026年3月5日, 2026/3/5, 2026.3.5."""
    written = text.translate(_OF_DAYS)
    match = _DAY.fullmatch(written)
    if match is None:
        return written
    year, month, day = match.groups()
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def fold_instant(text: str) -> str:
    """Turn a day with its minute, by the legal time of Beijing."""
    written = text.translate(_OF_DAYS)
    match = _MINUTE.fullmatch(written)
    if match is None:
        return written
    day, hour, minute, second = match.groups()
    return f"{fold_day(day.strip())}T{hour.zfill(2)}:{minute}:{second or '00'}{_BEIJING}"


_FOLDS: Final[Mapping[type[fields.Field[Any]], Fold]] = {
    TonnesField: fold_number,
    SignedTonnesField: fold_number,
    YuanField: fold_number,
    PriceField: fold_number,
    RatioField: fold_number,
    IntegerField: fold_number,
    DateField: fold_day,
    InstantField: fold_instant,
    CreditCodeField: fold_credit_code,
}


def fold_of(member: fields.Field[Any] | None) -> Fold | None:
    """Return how what is typed for a member is turned; None where it is taken as it is."""
    if isinstance(member, TextField):
        return fold_remark if member.longest > LONGEST_NAME else fold_text
    return _FOLDS.get(type(member)) if member is not None else None
