"""Unambiguous text forms: codes made of parts, canonical JSON, and the text a leaf of the log is hashed from.

Every column of an act stands in its leaf, so that no field can be edited unseen. The text is a JSON array
(RFC 8259) without blanks, non-ASCII characters as they are; :func:`leaf_text` writes it by hand because
``json.dumps`` takes five times as long, and the tests compare the two byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Final

import msgspec

LEAF_FORM: Final = "sha-256/1"
"""Algorithm and version of the leaf's form; the first member of every leaf."""

_MOST_WORDS: Final = 4096
_MOST_CODES: Final = 65_536
"""Codes kept in memory: an act names each of its accounts, units and registers several times."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

quoted: Final = encode_basestring
"""Write a text as a JSON string."""


@lru_cache(maxsize=_MOST_CODES)
def join_code(*parts: str) -> str:
    """Join parts with ``/`` so that they can be told apart again: ``%`` and ``/`` inside a part are escaped."""
    return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def canonical_json(value: object) -> str:
    """Write a value of JSON in one form only: members sorted, no blanks.

    :param value: texts, whole numbers, truth values and None, in lists and in mappings by texts; a float, whose text
        is not one in every program, is the caller's fault.
    """
    return _canonical(value).decode()


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")


def digest(value: object) -> bytes:
    """Return the SHA-256 of a value's canonical JSON: what an idempotency key is bound to."""
    return sha256(_canonical(value)).digest()


@lru_cache(maxsize=4096)
def day_number(day: date) -> int:
    """Write a day as the integer ``yyyymmdd``: sorts as the calendar does and can be read in a table."""
    return day.year * 10_000 + day.month * 100 + day.day


@lru_cache(maxsize=4096)
def day_of(number: int) -> date:
    """Read a day written by :func:`day_number`."""
    return date(number // 10_000, number // 100 % 100, number % 100)


def microseconds(moment: datetime) -> int:
    """Write a moment as microseconds since 1970-01-01 UTC, exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime:
    """Read a moment written by :func:`microseconds`, in UTC."""
    return _EPOCH + timedelta(microseconds=number)


class _Words(dict[str | None, str]):
    """The words that stand in many acts, as they are written in a leaf."""

    def __missing__(self, text: str | None) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        written = self[text] = "null" if text is None else quoted(text)
        return written


_words: Final = _Words()


def movement_text(debit_account: str, credit_account: str, unit: str, amount: int) -> str:
    """Return a movement's part of a leaf; the first three are already quoted codes."""
    return f"[{debit_account},{credit_account},{unit},{amount}]"


def registration_text(register: str, subject: str, body: str) -> str:
    """Return a registration's part of a leaf; ``body`` is canonical JSON and stands as a string."""
    return f"[{quoted(register)},{quoted(subject)},{quoted(body)}]"


def leaf_text(
    *,
    seq: int,
    key: str,
    request_digest: bytes,
    kind: str,
    effective_on: int,
    recorded_at: int,
    actor: str,
    approver: str | None,
    series: str | None,
    number: int | None,
    attachments: int,
    narration: str,
    judgement: str,
    rule_book: str,
    reverses: int | None,
    movements: Iterable[str],
    registrations: Iterable[str],
) -> str:
    """Return the text of an act's leaf.

    :param effective_on: ``yyyymmdd``.
    :param recorded_at: microseconds since 1970-01-01 UTC.
    :param rule_book: hexadecimal SHA-256 of the rule book that judged the act.
    :param movements: texts of :func:`movement_text` in order.
    :param registrations: texts of :func:`registration_text` in order.
    """
    return act_text(
        seq, key, request_digest, kind, effective_on, recorded_at, actor, approver, series, number, attachments,
        narration, judgement, rule_book, reverses, ",".join(movements), ",".join(registrations),
    )  # fmt: skip


def act_text(  # noqa: PLR0917 - the columns of an act in their order; keywords cost a tenth of the whole check
    seq: int,
    key: str,
    request_digest: bytes,
    kind: str,
    effective_on: int,
    recorded_at: int,
    actor: str,
    approver: str | None,
    series: str | None,
    number: int | None,
    attachments: int,
    narration: str,
    judgement: str,
    rule_book: str,
    reverses: int | None,
    movements: str,
    registrations: str,
) -> str:
    """Return what :func:`leaf_text` returns, of movements and registrations that are joined by commas."""
    # Two texts, because beyond thirty parts Python no longer builds one on its stack and takes half as long again.
    beginning = (
        f'["{LEAF_FORM}",{seq},{quoted(key)},"{request_digest.hex()}",{_words[kind]},{effective_on},{recorded_at},'
        f"{_words[actor]},{_words[approver]},{_words[series]},{'null' if number is None else number},"
    )
    return beginning + (
        f'{attachments},{quoted(narration)},{_words[judgement]},"{rule_book}",'
        f"{'null' if reverses is None else reverses},[{movements}],[{registrations}]]"
    )
