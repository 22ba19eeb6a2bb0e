"""Checkpoints are read strictly: what another hand has touched is not a checkpoint."""

from __future__ import annotations

from base64 import b64encode

import pytest

from ledger.domain.bookkeeping.checkpoint import Checkpoint, parse_checkpoint, parse_origin
from ledger.domain.bookkeeping.merkle import EMPTY_ROOT
from ledger.errors import InvalidValue

ROOT = b64encode(bytes(range(32))).decode()
WRITTEN = f"example.org/ledger\n7\n{ROOT}\n"
SIGNATURE = "— example.org Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe"


def test_a_checkpoint_that_is_written_is_read_again() -> None:
    checkpoint = Checkpoint(origin="example.org/ledger", size=7, root=bytes(range(32)))

    assert checkpoint.text == WRITTEN
    assert parse_checkpoint(WRITTEN) == checkpoint


def test_signatures_below_are_not_part_of_it() -> None:
    assert parse_checkpoint(f"{WRITTEN}\n{SIGNATURE}\n{SIGNATURE}\n") == parse_checkpoint(WRITTEN)


def test_the_checkpoint_of_an_empty_log_has_the_empty_root() -> None:
    text = f"example.org/ledger\n0\n{b64encode(EMPTY_ROOT).decode()}\n"

    assert parse_checkpoint(text).root == EMPTY_ROOT


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "checkpoint.form"),
        ("\n", "checkpoint.form"),
        (WRITTEN.removesuffix("\n"), "checkpoint.form"),
        (f"{WRITTEN}more\n", "checkpoint.form"),
        (f"{WRITTEN}\nno signature\n", "checkpoint.form"),
        (f"{WRITTEN}\n{SIGNATURE}", "checkpoint.form"),
        (WRITTEN.replace("\n", "\r\n"), "checkpoint.size"),
        (WRITTEN.replace("7", "07"), "checkpoint.size"),
        (WRITTEN.replace("7", "-7"), "checkpoint.size"),
        (WRITTEN.replace("7", "７"), "checkpoint.size"),
        (WRITTEN.replace("7", "9" * 19), "checkpoint.size"),
        (WRITTEN.replace("7", "0", 1), "checkpoint.root"),
        (WRITTEN.replace(ROOT, ROOT[:-4]), "checkpoint.root"),
        (WRITTEN.replace(ROOT, ROOT[:-1]), "checkpoint.root"),
        (WRITTEN.replace(ROOT, f"{ROOT[:-2]}9="), "checkpoint.root"),
        (WRITTEN.replace(ROOT, f"{ROOT} "), "checkpoint.root"),
        (WRITTEN.replace("example.org/ledger", ""), "checkpoint.origin"),
        (WRITTEN.replace("example.org/ledger", "a b"), "checkpoint.origin"),
        (WRITTEN.replace("example.org/ledger", "聊城"), "checkpoint.origin"),
    ],
)
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        parse_checkpoint(text)

    assert refusal.value.code == code


def test_an_origin_is_visible_ascii() -> None:
    assert parse_origin("permit-ledger/0af3") == "permit-ledger/0af3"
    with pytest.raises(InvalidValue, match="账簿名"):
        parse_origin("x" * 201)
