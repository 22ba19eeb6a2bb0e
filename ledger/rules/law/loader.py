"""From TOML texts to a rule book; a book with a single fault is refused, and every fault is named.

Refused are: a text that is not TOML, members or keys that are not known, a missing citation, a value that
does not fit its key (a method the code does not have, too), two versions of a key on one day, and days
between two versions that the later one does not explain.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ledger.errors import InvalidValue, Message, NotFound, Unavailable, enumerated, say
from ledger.rules.law.book import RuleBook
from ledger.rules.law.keys import named_key
from ledger.rules.law.provision import Authority, Instrument, Provision

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

BOOKS: Final = Path(__file__).parents[1] / "books"
"""The book that comes with the program."""

_ARTICLE: Final = re.compile(r"[1-9][0-9]*(?:\([1-9][0-9]*\))?|-", re.ASCII)
_INSTRUMENT_MEMBERS: Final = {"id", "title", "source"}
_REQUIRED: Final = {"value", "effective_from", "article", "authority", "note"}
_OPTIONAL: Final = {"effective_until", "first_day", "gap"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a book: in which file, at which key."""

    file: str
    key: str
    detail: Message

    @property
    def message(self) -> Message:
        """Return the fault as one sentence."""
        if not self.key:
            return say("{file}：{detail}", file=self.file, detail=self.detail)
        return say("{file}，{key}：{detail}", file=self.file, key=self.key, detail=self.detail)


class FaultyRuleBook(Unavailable):
    """The book is not used at all; ``faults`` lists everything that is wrong with it."""

    code = "rule_book.faulty"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        first = faults[0].message
        super().__init__(say("规则书有{count}处错误，首处：{first}", count=len(faults), first=first))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """A provision with what only the loader needs to know of it."""

    file: str
    gap: str
    provision: Provision[Any]


@dataclass(slots=True)
class _Reading:
    """What has been read so far, and what was wrong."""

    faults: list[Fault] = field(default_factory=list)
    versions: dict[str, list[_Version]] = field(default_factory=dict)
    instruments: dict[str, str] = field(default_factory=dict)

    def fault(self, file: str, key: str, detail: Message) -> None:
        self.faults.append(Fault(file=file, key=key, detail=detail))


def load_book(folder: Path = BOOKS) -> RuleBook:
    """Read every ``*.toml`` below ``folder``; a file's name in the book is its path from there.

    :raises FaultyRuleBook: see the module.
    """
    reading = _Reading()
    texts: dict[str, str] = {}
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            reading.fault(name, "", say("不是UTF-8文本"))
    if reading.faults:
        raise FaultyRuleBook(tuple(reading.faults))
    return read_book(texts)


def read_book(texts: Mapping[str, str]) -> RuleBook:
    """Make a book of its texts, name to text: from files, or as the store kept them.

    :raises FaultyRuleBook: see the module.
    """
    reading = _Reading()
    if not texts:
        reading.fault("*.toml", "", say("没有任何规定文件"))
    for name in sorted(texts):
        _read_file(reading, name, texts[name])
    for key in sorted(reading.versions):
        reading.versions[key].sort(key=lambda version: version.provision.effective_from)
        _check_days(reading, key, reading.versions[key])
    if reading.faults:
        raise FaultyRuleBook(tuple(reading.faults))
    versions = {key: tuple(version.provision for version in read) for key, read in reading.versions.items()}
    return RuleBook(texts=dict(texts), versions=versions)


def _read_file(reading: _Reading, file: str, text: str) -> None:
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reading.fault(file, "", say("不是有效的TOML：{reason}", reason=str(error)))
        return
    for member in sorted(set(document) - {"instrument", "provision"}):
        reading.fault(file, "", say("未知成员“{member}”", member=member))
    instrument = _read_instrument(reading, file, document.get("instrument"))
    provisions = document.get("provision")
    if not isinstance(provisions, dict) or not provisions:
        reading.fault(file, "", say('没有任何 [[provision."键"]]'))
        return
    for key, versions in provisions.items():
        if not isinstance(versions, list) or not all(isinstance(version, dict) for version in versions):
            reading.fault(file, key, say('应写作 [[provision."键"]]'))
            continue
        for raw in versions:
            _read_version(reading, file, key, raw, instrument)


def _read_instrument(reading: _Reading, file: str, raw: object) -> Instrument:
    """Return the instrument of a file; after a fault an empty one, so that reading goes on."""
    if not isinstance(raw, dict) or set(raw) != _INSTRUMENT_MEMBERS:
        reading.fault(
            file,
            "instrument",
            say("[instrument] 应恰有 {members}", members=enumerated(sorted(_INSTRUMENT_MEMBERS))),
        )
        return Instrument(id="", title="", source="")
    try:
        instrument = Instrument(id=_text(raw["id"]), title=_text(raw["title"]), source=_text(raw["source"]))
    except InvalidValue as error:
        reading.fault(file, "instrument", error.message)
        return Instrument(id="", title="", source="")
    if instrument.id in reading.instruments:
        reading.fault(
            file,
            "instrument",
            say("文号“{id}”已用于{other}", id=instrument.id, other=reading.instruments[instrument.id]),
        )
    reading.instruments[instrument.id] = file
    return instrument


def _read_version(reading: _Reading, file: str, key: str, raw: Mapping[str, object], instrument: Instrument) -> None:
    for member in sorted(set(raw) - _REQUIRED - _OPTIONAL):
        reading.fault(file, key, say("未知成员“{member}”", member=member))
    missing = sorted(_REQUIRED - set(raw))
    for member in missing:
        reading.fault(file, key, say("缺少“{member}”", member=member))
    if missing:
        return
    faults_before = len(reading.faults)

    def given(name: str, read: Callable[[object], T], default: T) -> T:
        """Read one member, or note the fault and go on with the default."""
        if name not in raw:
            return default
        try:
            return read(raw[name])
        except InvalidValue as error:
            reading.fault(file, key, say("{member}：{detail}", member=name, detail=error.message))
        except NotFound as error:
            reading.fault(file, key, error.message)
        return default

    effective_from = given("effective_from", _day, date.min)
    effective_until = given("effective_until", _day_or_none, None)
    provision: Provision[Any] = Provision(
        key=key,
        value=given("value", lambda value: named_key(key).shape(value), None),
        stated=stated(raw["value"]),
        effective_from=effective_from,
        effective_until=effective_until,
        instrument=instrument,
        article=given("article", _article, ""),
        authority=given("authority", _authority, Authority.ASSUMED),
        first_day=given("first_day", _authority, Authority.ENACTED),
        note=given("note", _text, ""),
    )
    gap = given("gap", _text, "")
    if effective_until is not None and effective_until <= effective_from:
        reading.fault(
            file,
            key,
            say(
                "失效日{until}不晚于施行日{first}",
                until=effective_until.isoformat(),
                first=effective_from.isoformat(),
            ),
        )
    if len(reading.faults) == faults_before:
        reading.versions.setdefault(key, []).append(_Version(file=file, gap=gap, provision=provision))


def _check_days(reading: _Reading, key: str, versions: list[_Version]) -> None:
    """Note every pair of neighbours that overlap, or leave days between them without a reason."""
    if versions[0].gap:
        reading.fault(versions[0].file, key, say("首个版本之前无须说明空档"))
    for earlier, later in pairwise(versions):
        until, first = earlier.provision.effective_until, later.provision.effective_from
        if until is None or until > first:
            detail = say("自{first}起与{other}中的版本重叠", first=first.isoformat(), other=earlier.file)
            reading.fault(later.file, key, detail)
        elif until < first and not later.gap:
            detail = say(
                "{until}至{first}之间没有规定，也没有用 gap 说明原因",
                until=until.isoformat(),
                first=first.isoformat(),
            )
            reading.fault(later.file, key, detail)
        elif until == first and later.gap:
            reading.fault(later.file, key, say("与上一版本相接，无须用 gap 说明空档"))


def stated(raw: object) -> object:
    """Return a TOML value as it is shown and stored: decimals and days as text."""
    if isinstance(raw, dict):
        return {name: stated(member) for name, member in raw.items()}
    if isinstance(raw, list):
        return [stated(member) for member in raw]
    if isinstance(raw, Decimal):
        return str(raw)
    return raw if isinstance(raw, (bool, int)) else str(raw)


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise InvalidValue("rule_book.text", say("应为非空文本"))
    return raw


def _article(raw: object) -> str:
    if not isinstance(raw, str) or _ARTICLE.fullmatch(raw) is None:
        raise InvalidValue("rule_book.article", say('条号应写作 "4" 或 "4(2)"，未见条号写 "-"'))
    return raw


def _authority(raw: object) -> Authority:
    if not isinstance(raw, str) or raw not in set(Authority):
        raise InvalidValue("rule_book.authority", say("应为 {names} 之一", names=enumerated(Authority)))
    return Authority(raw)


def _day(raw: object) -> date:
    if isinstance(raw, datetime) or not isinstance(raw, date):
        raise InvalidValue("rule_book.day", say("应为不带引号的日期，如 2026-06-01"))
    return raw


def _day_or_none(raw: object) -> date | None:
    return _day(raw)
