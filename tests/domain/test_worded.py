"""Values of fixed lists carry the word by which people know them."""

from __future__ import annotations

import pytest

from ledger.domain.bookkeeping.unit import Origin
from ledger.domain.values.worded import Worded
from ledger.errors import say


def test_a_value_is_recorded_by_its_code_and_told_by_its_word() -> None:
    assert f"{Origin('free')}" == "free"
    assert Origin("free").words.rendered() == Origin.FREE.chinese == "无偿取得"


def test_a_value_without_a_word_is_no_value() -> None:
    with pytest.raises(ValueError, match="unpack"):
        Worded("Colour", {"GREEN": "green"})

    assert Worded("Colour", {"GREEN": ("green", say("绿"))})("green").chinese == "绿"  # type: ignore[call-arg] - made by a call
