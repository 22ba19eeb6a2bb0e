"""A batch of acts: one JSON object a line, each recording an act or taking a recorded one a step further.

::

    {"act": "cap.set", "command": {…}, "key": "…", "evidence": [{"name": "…", "file": "…"}]}
    {"step": "approve", "reference": 17, "shown": "…"}
    {"step": "return", "reference": 17, "reason": "…"}
    {"step": "correct", "reference": 17, "act": "cap.set", "command": {…}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from marshmallow import fields, post_load

from ledger.domain.values.quantity import shown
from ledger.errors import say
from ledger.services.catalogue import ACTS
from schemas.act_fields import TupleField
from schemas.base import MEMBER_FAULTS, RequestSchema, load, refusal
from schemas.command import read_command
from schemas.fields import ChoiceField, IntegerField, ObjectField, TextField
from schemas.json_text import read_json
from schemas.malformed import FieldError, Malformed

_LONGEST_REASON: Final = 1_000
_LONGEST_PATH: Final = 1_000


class Step(StrEnum):
    """What a line does."""

    RECORD = "record"
    CORRECT = "correct"
    CHECK = "check"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """A piece of evidence: the file that holds it, and the name it is known by in the book."""

    file: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """One line of a batch; ``row`` counts from one."""

    row: int
    step: Step
    act: str = ""
    command: Any = None
    key: str = ""
    evidence: tuple[NamedFile, ...] = ()
    reference: int = 0
    shown: str = ""
    reason: str = ""


class _EvidenceSchema(RequestSchema):
    file = TextField(required=True, longest=_LONGEST_PATH)
    name = TextField(load_default="")

    @post_load
    def make(self, data: Mapping[str, str], **_: object) -> NamedFile:
        """Return the paper; without a name it is known by its file's."""
        return NamedFile(file=data["file"], name=data["name"] or data["file"].rpartition("/")[2])


class _Object(fields.Field[Mapping[str, Any]]):
    """A JSON object that the schema of its act will read."""

    default_error_messages = MEMBER_FAULTS

    def _deserialize(self, value: object, attr: str | None, data: object, **_: object) -> Mapping[str, Any]:
        del attr, data
        if isinstance(value, dict):
            return value
        raise refusal(code="object.type", detail=say("此处应为JSON对象"))


class _RecordSchema(RequestSchema):
    step = ChoiceField(Step, load_default=Step.RECORD)
    act = TextField(required=True)
    command = _Object(required=True)
    key = TextField(load_default="")
    evidence = TupleField(ObjectField(_EvidenceSchema), load_default=(), most=100)


class _CorrectSchema(_RecordSchema):
    reference = IntegerField(required=True, least=1)


class _PassSchema(RequestSchema):
    step = ChoiceField(Step, required=True)
    reference = IntegerField(required=True, least=1)
    shown = TextField(required=True)


class _ReasonSchema(RequestSchema):
    step = ChoiceField(Step, required=True)
    reference = IntegerField(required=True, least=1)
    reason = TextField(required=True, longest=_LONGEST_REASON)


_SCHEMAS: Final[Mapping[Step, type[RequestSchema]]] = {
    Step.RECORD: _RecordSchema,
    Step.CORRECT: _CorrectSchema,
    Step.CHECK: _PassSchema,
    Step.APPROVE: _PassSchema,
    Step.RETURN: _ReasonSchema,
    Step.REJECT: _ReasonSchema,
    Step.WITHDRAW: _ReasonSchema,
}


def is_act_batch(data: bytes) -> bool:
    """Return whether the first line is an object that records an act or takes a step."""
    first = data.lstrip().partition(b"\n")[0]
    if b'"act"' not in first and b'"step"' not in first:  # a large file of another kind is not read twice
        return False
    try:
        content = read_json(first)
    except Malformed:
        return False
    return isinstance(content, dict) and not {"act", "step"}.isdisjoint(content)


def read_batch(data: bytes) -> list[BatchLine]:
    """Read every line; a line without a key gets one from the whole file and its row.

    :raises Malformed: with every fault of every line.
    """
    batch = sha256(data).hexdigest()
    lines: list[BatchLine] = []
    errors: list[FieldError] = []
    for row, text in enumerate(data.splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = _line(row, read_json(text))
            lines.append(line if line.key else replace(line, key=f"batch:{batch}:{row}"))
        except Malformed as error:
            errors += [replace(found, row=row) for found in error.errors]
    if errors:
        raise Malformed(errors)
    return lines


def _line(row: int, content: object) -> BatchLine:
    asked = content.get("step") if isinstance(content, dict) else None
    known = {step.value: schema for step, schema in _SCHEMAS.items()}
    data = dict(load(known.get(str(asked), _RecordSchema)(), content))
    if "command" in data:
        data["command"] = _command(data["act"], data["command"])
    return BatchLine(row=row, **data)


def _command(kind: str, content: Mapping[str, Any]) -> Any:
    act = ACTS.get(kind)
    if act is None:
        detail = say("没有名为“{kind}”的业务", kind=shown(kind))
        raise Malformed([FieldError(code="act.unknown", detail=detail, field="act", value=shown(kind))])
    try:
        return read_command(act.command, content)
    except Malformed as error:
        raise Malformed([replace(found, field=f"command.{found.field}") for found in error.errors]) from None
