"""Every sentence for people stands in the English catalogue, with the same gaps, and nothing else does.

Sentences are the templates of ``say("…")``, the words of ``help="…"`` in ``web/``, and ``{% trans %}`` and
``_("…")`` of the pages. To extend the catalogue run this test: it prints the entries that are missing, ready
to be pasted into ``web/translations/en.po`` and filled in.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import escape, read_po
from jinja2 import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "web" / "translations" / "en.po"
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
GAP = re.compile(r"\{[^{}]*\}|%\([^()]*\)s")


@cache
def catalogue() -> Mapping[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {str(entry.id): str(entry.string) for entry in read_po(stream, abort_invalid=True) if entry.id}


def python_files() -> list[Path]:
    return sorted(path for layer in ("ledger", "schemas", "web") for path in (ROOT / layer).rglob("*.py"))


def sentences_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called == "say":
            template = node.args[0] if node.args else None
            assert isinstance(template, ast.Constant), f"{path}:{node.lineno}: say() needs a literal sentence"
            yield str(template.value)
        if path.is_relative_to(ROOT / "web"):
            yield from (
                str(keyword.value.value)
                for keyword in node.keywords
                if keyword.arg == "help" and isinstance(keyword.value, ast.Constant)
            )


def sentences_of_pages() -> Iterator[str]:
    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    for path in sorted((ROOT / "web" / "templates").rglob("*.*")):
        for _, _, message in environment.extract_translations(path.read_text(encoding="utf-8")):
            yield from (message,) if isinstance(message, str) else (text for text in message if text)


@cache
def used() -> frozenset[str]:
    found = {sentence for path in python_files() for sentence in sentences_of(path)} | set(sentences_of_pages())
    return frozenset(sentence for sentence in found if CHINESE.search(sentence))


def test_every_sentence_has_its_english() -> None:
    missing = sorted(sentence for sentence in used() if not catalogue().get(sentence))

    if missing:
        entries = "\n\n".join(f'msgid {escape(sentence)}\nmsgstr ""' for sentence in missing)
        pytest.fail(f"add to {CATALOGUE.relative_to(ROOT)}:\n\n{entries}", pytrace=False)


HEADING = re.compile(r'<(?:h[1-6]|th|dt|label|summary|legend|caption|button)\b[^>]*>\s*\{\{ _\("([^"]+)"')
UNITS = frozenset({"吨/年"})


def test_english_headings_begin_with_a_capital() -> None:
    pages = sorted((ROOT / "web" / "templates").rglob("*.html"))
    headings = {found for page in pages for found in HEADING.findall(page.read_text(encoding="utf-8"))} - UNITS

    assert len(headings) > 300
    assert sorted(each for each in headings if catalogue().get(each, "")[:1].islower()) == []


def test_nothing_in_the_catalogue_is_unused() -> None:
    assert sorted(set(catalogue()) - used()) == []


def test_no_sentence_stands_in_the_catalogue_twice() -> None:
    identifiers = re.findall(r'(?m)^msgid "(.+)"$', CATALOGUE.read_text(encoding="utf-8"))

    assert sorted(identifier for identifier in identifiers if identifiers.count(identifier) > 1) == []


def test_the_english_has_the_gaps_of_the_chinese() -> None:
    different = [
        chinese for chinese, english in catalogue().items() if set(GAP.findall(chinese)) != set(GAP.findall(english))
    ]

    assert different == []


def test_the_english_holds_no_chinese() -> None:
    assert [english for english in catalogue().values() if CHINESE.search(english)] == []


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('raise NotFound(say("没有{name}", name=1))', ["没有{name}"]),
        ('errors.say("甲" "乙")', ["甲乙"]),
        ('print("甲")', []),
    ],
)
def test_the_search_finds_sentences_where_they_are_made(source: str, sentences: list[str], tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(source, encoding="utf-8")

    assert list(sentences_of(module)) == sentences


def test_a_sentence_that_is_put_together_cannot_be_translated_and_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text('say(f"没有{name}")', encoding="utf-8")

    with pytest.raises(AssertionError, match="literal sentence"):
        list(sentences_of(module))
