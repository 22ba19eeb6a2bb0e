"""What the loader refuses: every fault names its file and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.rules.law.loader import Fault, FaultyRuleBook, load_book, read_book

if TYPE_CHECKING:
    from pathlib import Path

INSTRUMENT = """
[instrument]
id = "T1"
title = "示例"
source = "示例"
"""


def version(
    *, key: str = "term.years", value: str = "5", first: str = "2024-01-01", article: str = '"1"', more: str = ""
) -> str:
    return f"""
[[provision."{key}"]]
value = {value}
effective_from = {first}
article = {article}
authority = "enacted"
note = "示例"
{more}
"""


def faults_of(*provisions: str, instrument: str = INSTRUMENT) -> tuple[Fault, ...]:
    with pytest.raises(FaultyRuleBook) as refusal:
        read_book({"t1.toml": "".join([instrument, *provisions])})
    return refusal.value.faults


def test_a_sound_text_is_read() -> None:
    book = read_book({"t1.toml": INSTRUMENT + version()})

    assert [found.stated for found in book.versions["term.years"]] == [5]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (version(key="term.yaers"), "term.yaers"),
        (version(more="colour = 1"), "colour"),
        (version(value='"5"'), "value"),
        (version(value="5.0"), "value"),
        (version(value="true"), "value"),
        (version(value="0"), "value"),
        (version(article='"第4条"'), "article"),
        (version(article="4"), "article"),
        (version(first='"2024-01-01"'), "effective_from"),
        (version(first="2024-01-01T00:00:00"), "effective_from"),
        (version(more="effective_until = 2024-01-01"), "2024-01-01"),
        (version(more='first_day = "guessed"'), "first_day"),
        (version(more='gap = "无"'), "空档"),
        (version(key="scope.test", value='{ method = "sum_of_all", limit = {} }'), "sum_of_all"),
        (version(key="scope.test", value='"sum_by_medium"'), "value"),
        (
            version(
                key="scope.test",
                value='{ method = "sum_by_medium", limit = { NH3-N = { above = 0.01 }, other = { above = 0.1 } } }',
            ),
            "value",
        ),
        (version(key="exemption.limit", value="{ other = { at_most = 0.1, below = 0.2 } }"), "value"),
        (version(key="exemption.limit", value="{ other = { about = 0.1 } }"), "value"),
        (version(key="exemption.limit", value="{ NH3-N = { at_most = 0.01 } }"), "value"),
        (version(key="exemption.limit", value="{ TP = { at_most = 0.1 }, other = { at_most = 0.1 } }"), "value"),
        (version(key="exemption.limit", value="{ other = { at_most = 0.1000001 } }"), "value"),
        (version(key="exemption.limit", value="{ other = { at_most = -0.1 } }"), "value"),
        (version(key="exemption.limit", value="{ other = { at_most = nan } }"), "value"),
        (version(key="exemption.limit", value='{ other = { at_most = "0.1" } }'), "value"),
        (version(key="exemption.unit", value='"plant"'), "plant"),
        (version(key="scope.discharge", value="[]"), "value"),
        (version(key="scope.discharge", value='["direct", "direct"]'), "value"),
        (version(key="fee.instalment.first_share", value="{ at_least = 1.01 }"), "value"),
        (version(key="fee.instalment.first_share", value="{ at_least = 0.0 }"), "value"),
    ],
)
def test_a_fault_in_a_version_names_file_key_and_member(text: str, word: str) -> None:
    fault = faults_of(text)[0]

    assert fault.file == "t1.toml"
    assert fault.key in text
    assert fault.key
    assert word in str(fault.message)


@pytest.mark.parametrize("member", ["value", "effective_from", "article", "authority", "note"])
def test_a_version_without_citation_day_or_value_is_refused(member: str) -> None:
    lines = [line for line in version().splitlines() if not line.startswith(f"{member} =")]

    (fault,) = faults_of("\n".join(lines))

    assert (fault.key, member in str(fault.detail)) == ("term.years", True)


@pytest.mark.parametrize(
    "instrument",
    ["", '[instrument]\nid = "T1"\n', INSTRUMENT + "place = 1\n", INSTRUMENT.replace('"T1"', '" "')],
)
def test_an_instrument_that_is_not_fully_named_is_refused(instrument: str) -> None:
    faults = faults_of(version(), instrument=instrument)

    assert "instrument" in {fault.key for fault in faults}


@pytest.mark.parametrize("more", ["", "effective_until = 2025-01-02"])
def test_two_versions_on_one_day_are_refused(more: str) -> None:
    (fault,) = faults_of(version(more=more), version(first="2025-01-01"))

    assert (fault.key, "2025-01-01" in str(fault.detail)) == ("term.years", True)


def test_two_instruments_may_not_hold_one_key_on_one_day() -> None:
    texts = {
        "t1.toml": INSTRUMENT + version(),
        "t2.toml": INSTRUMENT.replace("T1", "T2") + version(first="2025-01-01"),
    }

    with pytest.raises(FaultyRuleBook) as refusal:
        read_book(texts)

    assert [fault.file for fault in refusal.value.faults] == ["t2.toml"]


def test_an_instrument_is_named_by_one_file_only() -> None:
    with pytest.raises(FaultyRuleBook) as refusal:
        read_book({"t1.toml": INSTRUMENT + version(), "t2.toml": INSTRUMENT + version(key="permit.years")})

    assert [(fault.file, fault.key) for fault in refusal.value.faults] == [("t2.toml", "instrument")]


def test_days_between_two_versions_need_an_explanation() -> None:
    earlier = version(more="effective_until = 2024-07-01")
    later = version(first="2025-01-01")

    (fault,) = faults_of(earlier, later)
    book = read_book({"t1.toml": INSTRUMENT + earlier + version(first="2025-01-01", more='gap = "停止试点"')})

    assert "2024-07-01" in str(fault.detail)
    assert len(book.versions["term.years"]) == 2


def test_an_explanation_without_days_between_is_refused() -> None:
    (fault,) = faults_of(
        version(more="effective_until = 2025-01-01"), version(first="2025-01-01", more='gap = "停止试点"')
    )

    assert "gap" in str(fault.detail)


@pytest.mark.parametrize("text", ["a = = 1", "a = 1\na = 2", "\ufeff[instrument]", "[" * 10_000])
def test_what_is_not_toml_is_refused_with_the_name_of_the_file(text: str) -> None:
    with pytest.raises(FaultyRuleBook) as refusal:
        read_book({"t1.toml": text})

    assert refusal.value.faults[0].file == "t1.toml"


@pytest.mark.parametrize("text", [INSTRUMENT, INSTRUMENT + "[provision]\n", INSTRUMENT + "provision = 1\n"])
def test_a_file_without_provisions_is_refused(text: str) -> None:
    with pytest.raises(FaultyRuleBook):
        read_book({"t1.toml": text})


def test_a_provision_that_is_no_list_of_versions_is_refused() -> None:
    (fault,) = faults_of('[provision."term.years"]\nvalue = 5\n')

    assert fault.key == "term.years"


def test_an_unknown_member_of_the_file_is_refused() -> None:
    with pytest.raises(FaultyRuleBook) as refusal:
        read_book({"t1.toml": "colour = 1\n" + INSTRUMENT + version()})

    assert "colour" in str(refusal.value)


def test_all_faults_of_all_files_are_told_at_once() -> None:
    with pytest.raises(FaultyRuleBook) as refusal:
        read_book(
            {
                "a.toml": INSTRUMENT + version(value="0", article='"x"'),
                "b.toml": INSTRUMENT.replace("T1", "T2") + version(key="no.such"),
            }
        )

    assert [(fault.file, fault.key) for fault in refusal.value.faults] == [
        ("a.toml", "term.years"),
        ("a.toml", "term.years"),
        ("b.toml", "no.such"),
    ]


def test_an_empty_folder_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(FaultyRuleBook):
        load_book(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "gbk.toml").write_bytes("聊城".encode("gbk"))

    with pytest.raises(FaultyRuleBook) as refusal:
        load_book(tmp_path)

    assert refusal.value.faults[0].file == "gbk.toml"
