"""How a member of a command is written outside: the schema of every act is made from these.

The members of a command are plain integers and texts; the annotation says that an integer counts grams and is
written as tonnes, or that a text is a credit code. Members of other types (days, choices, lists, commands within
commands) need no annotation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated


class Form(Enum):
    """The written forms of integers and texts."""

    TONNES = "tonnes"
    """Grams, written as tonnes with at most four decimals: what is given out anew."""
    FINE_TONNES = "fine_tonnes"
    """Grams, written as tonnes with at most six decimals: increments of projects, and whatever is held already."""
    YUAN = "yuan"
    """Fen, written as yuan with at most two decimals."""
    PRICE = "price"
    """1/10,000 yuan, written as yuan with at most four decimals."""
    RATIO = "ratio"
    """1/10,000, written as a number with at most four decimals, such as ``1.5``."""
    YEAR = "year"
    """A calendar year between 2000 and 2100."""
    CREDIT_CODE = "credit_code"
    REMARK = "remark"
    """Text of at most 1,000 characters."""
    FILE_TEXT = "file_text"
    """The text of a whole file, line ends and all."""


@dataclass(frozen=True, slots=True)
class SignedTonnes:
    """Marks grams that may be negative; written with a leading ``-``."""


Grams = Annotated[int, Form.TONNES]
FineGrams = Annotated[int, Form.FINE_TONNES]
SignedGrams = Annotated[int, SignedTonnes()]
Fen = Annotated[int, Form.YUAN]
UnitPrice = Annotated[int, Form.PRICE]
Ratio = Annotated[int, Form.RATIO]
Year = Annotated[int, Form.YEAR]
CreditCode = Annotated[str, Form.CREDIT_CODE]
Remark = Annotated[str, Form.REMARK]
FileText = Annotated[str, Form.FILE_TEXT]
