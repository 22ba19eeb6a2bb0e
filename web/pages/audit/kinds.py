"""What the kinds of acts in the journal are called: acts of the bureau, their steps, and the book's own affairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.domain.bookkeeping.act import State
from ledger.errors import Message, say
from web.labels.acts import TITLES
from web.pages.labels import ENTRY_KINDS, label

KINDS: Final[Mapping[str, Message]] = {
    **TITLES,
    **{f"act.{state}": state.words for state in State if state is not State.POSTED},
    **ENTRY_KINDS,
    "user.added": say("增加用户"),
    "user.disabled": say("停用用户"),
    "user.reset": say("换发用户凭据"),
    "user.applied_for": say("申请用户凭据"),
    "user.declined": say("不发放用户凭据"),
    "absence.entered": say("登记离岗"),
    "absence.ended": say("结束离岗"),
    "working_days.recorded": say("导入工作日表"),
    "receipt_list.imported": say("导入缴款清单"),
}
"""Every kind that has a name; one that has none is shown by its code."""


def kind_name(kind: str) -> Message:
    """Return what a kind of act is called."""
    return label(kind, KINDS)
