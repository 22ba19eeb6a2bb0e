"""Every kind of act has a form that says all that its command can say, in both languages."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.errors import Message
from ledger.services.catalogue import ACTS
from schemas.command import read_command
from tests.accounting_notation import Step, examples
from tests.web.forms.filling import form, inputs_of, read
from web.forms.nodes import Blocks, Grid, Group, Input, Node, Several
from web.forms.written import typed_of
from web.labels.acts import FAMILIES, TITLES
from web.language import translator

ALL = [step for example in examples() for step in example.steps]
WITH_EMPTY_LISTS = [step for step in ALL if step.refused and "[]" in json.dumps(step.content)]
STEPS = [step for step in ALL if step not in WITH_EMPTY_LISTS]
MANUAL = Path(__file__).parents[3] / "docs" / "accounting.md"


def words_of(nodes: tuple[Node, ...]) -> Iterator[Message]:
    for node in nodes:
        yield node.label
        if node.hint is not None:
            yield node.hint
        match node:
            case Input():
                yield from (choice.words for choice in node.choices)
            case Several():
                yield from (choice.words for choice in node.item.choices)
            case Group() | Grid() | Blocks():
                yield from words_of(node.members)


@pytest.mark.parametrize("kind", ACTS)
def test_a_form_asks_for_every_member_of_its_command(kind: str) -> None:
    asked = [member.name for member in form(kind).members]

    assert asked == [member.name for member in dataclasses.fields(ACTS[kind].command)]


@pytest.mark.parametrize("kind", ACTS)
def test_every_word_of_a_form_is_chinese_and_has_its_english(kind: str) -> None:
    english = translator("en")
    words = [message.template for message in words_of(form(kind).members)]

    assert [word for word in words if not re.search("[\u4e00-\u9fff]", word)] == []
    assert [word for word in words if english(word) == word] == []


@pytest.mark.parametrize("kind", ACTS)
def test_no_two_inputs_beside_each_other_bear_the_same_name(kind: str) -> None:
    labels = [member.label.template for member in form(kind).members]

    assert sorted(label for label in labels if labels.count(label) > 1) == []


@pytest.mark.parametrize("step", STEPS, ids=[step.place for step in STEPS])
def test_what_the_posting_manual_asks_for_can_be_typed(step: Step) -> None:
    found = read(step.kind, inputs_of(step.content))

    assert found.faults == ()
    assert found.command == read_command(ACTS[step.kind].command, step.content)
    assert not found.asks


@pytest.mark.parametrize("step", STEPS, ids=[step.place for step in STEPS])
def test_a_returned_act_stands_in_its_form_as_it_was_recorded(step: Step) -> None:
    command = read_command(ACTS[step.kind].command, step.content)

    assert read(step.kind, inputs_of(typed_of(command).values)).command == command


@pytest.mark.parametrize("step", WITH_EMPTY_LISTS, ids=[step.place for step in WITH_EMPTY_LISTS])
def test_a_list_that_must_not_be_left_out_is_missing_while_it_is_empty(step: Step) -> None:
    found = read(step.kind, inputs_of(step.content))

    assert [fault.code for fault in found.faults] == ["field.required"]


@pytest.mark.parametrize("kind", ACTS)
def test_an_empty_form_names_each_input_that_is_missing_and_nothing_else(kind: str) -> None:
    found = read(kind, {})

    assert found.command is None
    assert {fault.code for fault in found.faults} == {"field.required"}


def test_the_families_are_those_of_the_posting_manual() -> None:
    sections = re.split(r"(?m)^### ", MANUAL.read_text(encoding="utf-8"))[1:]
    manual = [re.findall(r"(?m)^\| `([a-z_.]+)` \| (\S+) \|", section) for section in sections]

    assert [[(kind, title.template) for kind, title in family.acts.items()] for family in FAMILIES] == manual


def test_every_act_is_called_by_its_title() -> None:
    assert {kind: title.template for kind, title in TITLES.items()} == {kind: act.title for kind, act in ACTS.items()}
