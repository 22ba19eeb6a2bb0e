"""A sheet brought to a page: read, judged row by row without recording, and recorded whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.domain.values.quantity import shown
from ledger.errors import Conflict, LedgerError, NotFound, RuleViolation, say
from ledger.services import procedure
from ledger.services.receipt_list import ImportedList, import_receipt_list
from ledger.store.overdraft import Overdrawn
from schemas.act_batch import Step
from schemas.import_file import ActBatch, ReceiptsFile, read_import
from schemas.malformed import MalformedText, malformed_file
from schemas.turned_cells import CellFolding
from schemas.workbook_zip import LARGEST_WORKBOOK
from web.labels.vocabulary import vocabulary

if TYPE_CHECKING:
    from ledger.services.desk import Desk
    from schemas.act_batch import BatchLine

LARGEST_UPLOAD: Final = LARGEST_WORKBOOK
MOST_LINES: Final = 2_000
"""Acts of one sheet that a page judges while people wait; a longer one goes through the command line."""

_BEGINS_JSON: Final = (b"{", b"[")
_NAMING: Final = ("name", "id", "number", "project", "facility", "enterprise", "credit_code", "notice", "area")
"""Members that name what an act is about, the most telling first."""

Sheet = ActBatch | ReceiptsFile


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """What would become of an act of a sheet.

    Attributes:
        row: its row, as the spreadsheet numbers it.
        subject: what names the thing that the act is about.
        known: the act that was recorded from the same sheet before, and what became of it; None for a new one.
        alike: the row of an earlier act of the sheet that says exactly the same.
        refusal: why it cannot be recorded; None where it can.

    """

    row: int
    kind: str
    subject: str
    known: procedure.Recorded | None = None
    alike: int | None = None
    refusal: LedgerError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What would become of a sheet: acts line by line, or a list of receipts."""

    lines: tuple[JudgedLine, ...] = ()
    receipts: ImportedList | None = None

    @property
    def refused(self) -> tuple[JudgedLine, ...]:
        """Return the lines that cannot be recorded."""
        return tuple(line for line in self.lines if line.refusal is not None)

    @property
    def new(self) -> tuple[JudgedLine, ...]:
        """Return the lines that can be recorded and are not yet."""
        return tuple(line for line in self.lines if line.refusal is None and line.known is None)

    @property
    def recognised(self) -> bool:
        """Return whether the whole sheet was recorded before."""
        if self.receipts is not None:
            return self.receipts.recognised
        return all(line.known is not None for line in self.lines)


def read_upload(data: bytes, name: str) -> Sheet:
    """Read a sheet of acts or a list of receipts, as CSV or as a workbook.

    :raises Malformed: with every fault; ``file.kind`` for a file of another kind, ``file.size``.
    """
    if not 0 < len(data) <= LARGEST_UPLOAD:
        detail = say("文件有{size}字节；应在1至{most}字节之间", size=len(data), most=LARGEST_UPLOAD)
        raise malformed_file(code="file.size", path=name, detail=detail)
    folding = CellFolding()
    try:
        found = read_import({name: data}, words=vocabulary(), folding=folding)
    except MalformedText as error:
        if data.lstrip()[:1] in _BEGINS_JSON or not error.code.startswith("json."):
            raise
        raise malformed_file(  # nobody meant it for JSON: it is a table that could not be told to be one
            code="file.kind",
            path=name,
            detail=say(
                "“{path}”读不成表：CSV须以逗号分隔，用UTF-8或GB18030编码，列名行首格为 act；也可另存为xlsx再上传",
                path=shown(name),
            ),
        ) from None
    sheet = found[0] if len(found) == 1 else None
    if isinstance(sheet, ActBatch) and all(_is_of_a_sheet(line) for line in sheet.lines):
        if len(sheet.lines) > MOST_LINES:
            detail = say(
                "表中有{count}件业务；网页一次至多{most}件，请分开或用命令行导入",
                count=len(sheet.lines),
                most=MOST_LINES,
            )
            raise malformed_file(code="file.size", path=name, detail=detail)
        return replace(sheet, turned=tuple(folding.turned))
    if isinstance(sheet, ReceiptsFile):
        return replace(sheet, turned=tuple(folding.turned))
    detail = say("“{path}”既不是业务清单，也不是缴款清单；其他文件由系统管理员用命令行导入", path=shown(name))
    raise malformed_file(code="file.kind", path=name, detail=detail)


def judge(desk: Desk, sheet: Sheet) -> Judged:
    """Take a whole sheet at a desk and tell what became of each line; whoever calls decides whether it is committed.

    :raises Overdrawn: the journal itself refuses; nothing could be tried after that.
    :raises RuleViolation: the person may not import receipts.
    """
    if isinstance(sheet, ReceiptsFile):
        return Judged(receipts=import_receipt_list(desk, sheet.rows, name=sheet.name))
    first_of: dict[tuple[str, object], int] = {}
    lines = []
    for line in sheet.lines:
        first = first_of.setdefault((line.act, line.command), line.row)
        lines.append(_judged(desk, line, alike=None if first == line.row else first))
    desk.work.journal.flush()
    return Judged(lines=tuple(lines))


def _judged(desk: Desk, line: BatchLine, *, alike: int | None) -> JudgedLine:
    try:
        recorded = procedure.record(desk, line.command, kind=line.act, key=line.key)
    except (RuleViolation, NotFound, Conflict) as refusal:
        if isinstance(refusal, Overdrawn):
            raise
        return JudgedLine(row=line.row, kind=line.act, subject=_subject(line), alike=alike, refusal=refusal)
    known = recorded if recorded.recognised else None
    return JudgedLine(row=line.row, kind=line.act, subject=_subject(line), known=known, alike=alike)


def _subject(line: BatchLine) -> str:
    found = (getattr(line.command, member, None) for member in _NAMING)
    return next((value for value in found if isinstance(value, str) and value), "")


def _is_of_a_sheet(line: BatchLine) -> bool:
    """Return whether a line records an act and nothing else: batches may name files of the machine, and decide acts."""
    return line.step is Step.RECORD and not line.evidence
