"""What a form turns of what is typed into it, by the kind of its input; it shows what it made of it and asks once."""

from __future__ import annotations

import re
from typing import Final

from ledger.domain.values import quantity
from ledger.errors import InvalidValue
from schemas.folding import (
    LONGEST_FOLDED,
    fold_credit_code,
    fold_day,
    fold_instant,
    fold_number,
    fold_remark,
    fold_text,
)
from web.forms.nodes import NUMBERS, Input, Kind

_OWN_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", re.ASCII)
"""The legal day and minute of Beijing."""
_KILOGRAM_DECIMALS: Final = 3
_FOLDS: Final = {
    Kind.REMARK: fold_remark,
    Kind.CREDIT_CODE: fold_credit_code,
    Kind.DATE: fold_day,
    Kind.INSTANT: fold_instant,
}


def folded(node: Input, text: str) -> str:
    """Return what a value is turned into; itself where nothing is to be done, or nothing can."""
    if node.kind is Kind.FILE_TEXT:
        return text.replace("\r\n", "\n")
    if len(text) > LONGEST_FOLDED:
        return text
    fold = fold_number if node.kind in NUMBERS else _FOLDS.get(node.kind, fold_text)
    return fold(text.strip())


def is_own_notation(node: Input, text: str) -> bool:
    """Return whether the form itself writes the value like this, so that nothing needs to be asked."""
    if node.kind is Kind.FILE_TEXT:
        return True  # browsers send the line ends of their own
    return node.kind is Kind.INSTANT and _OWN_INSTANT.fullmatch(text) is not None


def in_tonnes(text: str) -> str:
    """Turn kilograms into tonnes, exactly; what is no number of kilograms comes back as it is.

    :raises InvalidValue: ``number.scale``, less than a gram.
    """
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    try:
        grams = quantity.parse_decimal(digits, decimals=_KILOGRAM_DECIMALS, scale=10**_KILOGRAM_DECIMALS)
    except InvalidValue as error:
        if error.code == "number.scale":
            raise
        return text
    return sign + quantity.format_decimal(grams, scale=quantity.GRAMS_PER_TONNE, decimals=0)
