"""The small parts of an xlsx workbook: its sheets, its shared texts, and which number formats show days.

The XML is read by expat, once, and a document type is refused where it begins: no entity is ever declared, so none
expands and none reaches outside.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol
from xml.parsers import expat

from ledger.errors import say
from schemas.malformed import MalformedText
from schemas.workbook_sheet import LONGEST_CELL, MOST_CELLS
from schemas.workbook_zip import Package, broken, not_a_workbook, too_large, with_macros

_MOST_ELEMENTS: Final = 4_000_000
"""The most elements of one part."""
_DEEPEST: Final = 64
_LONGEST_TAG: Final = 1024 * 1024
"""The most bytes that may stand without an end of a tag, a comment or a piece of text."""
_DAY_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The built-in formats that show days or times, those of the Chinese edition included (ECMA-376 part 1, 18.8.30)."""
_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_MOST_STYLES: Final = 65_536
"""No spreadsheet keeps more."""
_LONGEST_FORMAT: Final = 255
_LONGEST_NUMBER: Final = 9
_DAY_LETTERS: Final = re.compile(r"[ymdhs]", re.IGNORECASE)


class Reader(Protocol):
    """What is told of the elements of a part, by their local names."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the begin of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


def read_part(chunks: Iterable[bytes], reader: Reader) -> None:
    """Read one part.

    :raises MalformedText: ``file.xml``, ``file.size``, or what the reader refuses.
    """
    elements = depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal elements, depth
        elements += 1
        depth += 1
        if elements > _MOST_ELEMENTS or depth > _DEEPEST:
            raise too_large()
        reader.start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(name.rpartition(":")[2] if ":" in name else name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG:  # would be scanned anew with every chunk
                raise too_large()
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise broken() from None


def _refuse_doctype(*_: object) -> None:
    raise MalformedText("file.xml", say("工作簿的XML含有文档类型声明（DTD），不予读取"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSheet:
    """A sheet as the workbook lists it, and the part that holds it."""

    name: str
    visible: bool
    part: str


@dataclass(slots=True)
class _Relations:
    """The targets of a part's relations, by their identifiers; and each with the last word of its type."""

    base: str
    targets: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.base, attributes.get("Target", "")))
            self.targets[attributes.get("Id", "")] = target.lstrip("/")
            self.kinds[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2]

    def end(self, name: str) -> None:
        """Pass over the end of an element."""

    def text(self, text: str) -> None:
        """Pass over text, of which relations have none."""

    def of(self, kind: str) -> list[str]:
        """Return the targets of one type."""
        return [self.targets[name] for name, found in self.kinds.items() if found == kind]


@dataclass(slots=True)
class Contents:
    """What the workbook says of itself."""

    sheets: list[ListedSheet] = field(default_factory=list)
    since_1904: bool = False
    strings: str | None = None
    """The part of the shared texts."""
    styles: str | None = None
    relations: _Relations = field(default_factory=lambda: _Relations(""))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a sheet, or the workbook's day nought."""
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in {"1", "true"}
        elif name == "sheet":
            found = next((attributes[key] for key in attributes if key.rpartition(":")[2] == "id"), "")
            if self.relations.kinds.get(found) == "xlMacrosheet":
                raise with_macros()
            if self.relations.kinds.get(found) == "worksheet":
                visible = attributes.get("state", "visible") == "visible"
                part = self.relations.targets[found]
                self.sheets.append(ListedSheet(name=attributes.get("name", ""), visible=visible, part=part))

    def end(self, name: str) -> None:
        """Pass over the end of an element."""

    def text(self, text: str) -> None:
        """Pass over text, of which the part has none."""


def read_contents(package: Package) -> Contents:
    """Read what the workbook says of itself.

    :raises MalformedText: ``file.kind``, ``file.macro``, ``file.broken`` or ``file.xml``.
    """
    if "[Content_Types].xml" not in package or "_rels/.rels" not in package:
        raise not_a_workbook()
    if b"macroenabled" in b"".join(package.chunks("[Content_Types].xml")).lower():
        raise with_macros()
    roots = _relations(package, "_rels/.rels", base="").of("officeDocument")
    if len(roots) != 1 or not roots[0].endswith(".xml"):
        raise not_a_workbook()
    folder, _, file = roots[0].rpartition("/")
    relations = _relations(package, posixpath.join(folder, "_rels", f"{file}.rels"), base=folder)
    contents = Contents(relations=relations)
    read_part(package.chunks(roots[0]), contents)
    if not contents.sheets:
        raise not_a_workbook()
    contents.strings = next(iter(relations.of("sharedStrings")), None)
    contents.styles = next(iter(relations.of("styles")), None)
    return contents


def _relations(package: Package, part: str, *, base: str) -> _Relations:
    relations = _Relations(base)
    read_part(package.chunks(part), relations)
    return relations


@dataclass(slots=True)
class SharedTexts:
    """The texts that cells refer to by their place; the reading aids of East Asian text are left out."""

    texts: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _within: bool = False
    _aside: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Open a text, or a piece of one."""
        del attributes
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside = True
        elif name == "t":
            self._within = not self._aside

    def end(self, name: str) -> None:
        """Close a text, or a piece of one."""
        if name == "si":
            self.texts.append("".join(self._pieces)[: LONGEST_CELL + 1])
            if len(self.texts) > MOST_CELLS:
                raise too_large()
        elif name == "rPh":
            self._aside = False
        elif name == "t":
            self._within = False

    def text(self, text: str) -> None:
        """Keep what stands in a piece."""
        if self._within:
            self._pieces.append(text)


@dataclass(slots=True)
class Styles:
    """Which styles of cells show days or times, by their place."""

    days: list[bool] = field(default_factory=list)
    _formats: dict[str, bool] = field(default_factory=dict)
    _of_cells: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a number format, or a style of cells."""
        if name == "numFmt":
            code = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
            self._formats[attributes.get("numFmtId", "")] = _shows_days(code)
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            number = attributes.get("numFmtId", "0")
            built_in = number.isdecimal() and int(number[:_LONGEST_NUMBER]) in _DAY_FORMATS
            self.days.append(self._formats.get(number, built_in))
            if len(self.days) > _MOST_STYLES:
                raise too_large()

    def end(self, name: str) -> None:
        """Close the styles of cells."""
        if name == "cellXfs":
            self._of_cells = False

    def text(self, text: str) -> None:
        """Pass over text, of which styles have none."""


def _shows_days(code: str) -> bool:
    return _DAY_LETTERS.search(_NOT_SHOWN.sub("", code).partition(";")[0]) is not None
