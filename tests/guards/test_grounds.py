"""Every refusal cites a ground, the same in code, table and manual, and none looks like more law than it is."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ledger.domain.law.ground import GROUND_OF, GROUNDS, OF_PROVISIONS, OWN_RULE, OWN_RULES, TEXTS, Ground
from ledger.rules.law.keys import KEYS
from ledger.rules.law.loader import load_book
from ledger.rules.law.provision import Authority

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
MANUAL: Final = ROOT / "docs" / "accounting"
PROVISIONS: Final = [version for versions in load_book().versions.values() for version in versions]
CODE: Final = re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII)
CITATION: Final = re.compile(
    r"\b(?P<instrument>CS61|G38|HF197|HPF|LC23|LC25|MSJS|PWXK) (?:art\. |part )?(?P<article>\d+)"
)
ASSUMPTION: Final = re.compile(r"\bassumption (?:ASSUME-)?(?P<article>\d+)")
AUTHORITIES: Final = {
    "enacted": "enacted",
    "by_analogy": "by analogy",
    "assumed": "assumed",
    "own_rule": "the ledger's own rule",
}


@cache
def functions() -> tuple[ast.FunctionDef, ...]:
    """Return every function of the program."""
    paths = [path for layer in ("ledger", "schemas", "web") for path in sorted((ROOT / layer).rglob("*.py"))]
    return tuple(
        node
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )


def calls(within: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(within):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def code_of(call: ast.Call) -> str | None:
    """Return the code that a call states; None where it hands on what it was given."""
    stated = [keyword.value for keyword in call.keywords if keyword.arg == "code"] or call.args[:1]
    return str(stated[0].value) if stated and isinstance(stated[0], ast.Constant) else None


def told_by(maker: str) -> set[str]:
    """Return the codes of ``unmet`` or ``breach``, also through the functions that hand a code on to it."""
    handing_on = {
        function.name
        for function in functions()
        for call in calls(function, maker)
        if code_of(call) is None and "code" in {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    }
    told = {code_of(call) for function in functions() for call in calls(function, maker, *handing_on)}
    return {code for code in told if code is not None and CODE.fullmatch(code)}


def cited_in(text: str) -> set[tuple[str, str]]:
    stated = {(found["instrument"], found["article"]) for found in CITATION.finditer(text)}
    return stated | {("ASSUME", found["article"]) for found in ASSUMPTION.finditer(text)}


def test_every_breach_is_made_where_its_ground_is_cited() -> None:
    makers = {function.name for function in functions() if list(calls(function, "Breach"))}

    assert makers == {"unmet", "breach"}


def test_every_code_of_the_program_has_a_ground_and_no_ground_is_idle() -> None:
    on_a_provision = {code for codes in OF_PROVISIONS.values() for code in codes}

    assert (set(GROUND_OF) - {"no_provision_in_force"}) ^ told_by("unmet") == set()
    assert on_a_provision ^ told_by("breach") == set()


def test_a_code_stands_on_one_ground() -> None:
    told = [code for ground in GROUNDS for code in ground.codes]

    assert sorted(told) == sorted(set(told))
    assert not set(told) & {code for codes in OF_PROVISIONS.values() for code in codes}
    assert all(list(ground.codes) == sorted(ground.codes) for ground in GROUNDS)


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: f"{ground.instrument} {ground.article}")
def test_a_ground_has_the_authority_of_its_text(ground: Ground) -> None:
    books = {version.instrument.id for version in PROVISIONS}

    assert ground.instrument in books | set(TEXTS)
    assert (ground.instrument == OWN_RULES) is (ground.authority == OWN_RULE)
    assert (ground.instrument == "ASSUME") is (ground.authority == Authority.ASSUMED)
    assert ground.authority in AUTHORITIES
    of_the_book = {version.authority for version in PROVISIONS if version.instrument.id == ground.instrument}
    assert ground.authority != Authority.ENACTED or Authority.ENACTED in of_the_book or ground.instrument in TEXTS


def test_the_rules_of_the_ledger_are_numbered_without_a_gap() -> None:
    numbers = [int(ground.article) for ground in GROUNDS if ground.instrument == OWN_RULES]

    assert numbers == list(range(1, len(numbers) + 1))


def test_codes_of_provisions_name_keys_of_the_rule_book() -> None:
    assert set(OF_PROVISIONS) <= set(KEYS)


def test_the_manual_has_the_same_grounds() -> None:
    text = (MANUAL / "grounds.md").read_text(encoding="utf-8")
    grounds = [
        f"| {ground.instrument} {ground.article} | {AUTHORITIES[ground.authority]} | {ground.english} "
        f"| {' '.join(f'`{code}`' for code in ground.codes)} |"
        for ground in GROUNDS
    ]
    provisions = [f"| `{key}` | {' '.join(f'`{code}`' for code in codes)} |" for key, codes in OF_PROVISIONS.items()]
    texts = [f"| {name} | {text['title']} | {text['source']} |" for name, text in TEXTS.items()]
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]

    assert [row for row in rows if row in grounds] == grounds
    assert [row for row in rows if row in provisions] == provisions
    assert [row for row in rows if row in texts] == texts
    assert len(rows) == len(grounds) + len(provisions) + len(texts) + 3


def test_what_the_manual_cites_beside_a_check_is_a_ground_or_a_provision() -> None:
    known = {(ground.instrument, ground.article.partition("(")[0]) for ground in GROUNDS}
    known |= {(version.instrument.id, version.article.partition("(")[0]) for version in PROVISIONS}
    checks = [
        line
        for page in sorted(MANUAL.glob("*.md"))
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("| checks |")
    ]

    assert len(checks) > 100
    assert {cited for line in checks for cited in cited_in(line)} - known == set()


def test_what_a_check_says_of_its_source_is_what_it_cites() -> None:
    """A check whose description names an article, and that cites a ground of the table, cites that article."""
    differing = {}
    for function in functions():
        stated = cited_in(ast.get_docstring(function) or "")
        codes = {code_of(call) for call in calls(function, "unmet")} - {None}
        grounds = {(GROUND_OF[code].instrument, GROUND_OF[code].article) for code in codes if code is not None}
        if stated and grounds and not stated & grounds:
            differing[function.name] = (stated, grounds)

    assert differing == {}
