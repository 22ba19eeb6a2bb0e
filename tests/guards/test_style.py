"""House rules that no tool of the trade checks."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
PRODUCT: Final = ("ledger", "schemas", "web")
LONGEST_MODULE: Final = 300
LONGEST_FUNCTION: Final = 60

FLOATS_ALLOWED: Final = {
    "web/bench": "measures seconds and rates of this machine, nothing that is owned",
}
CLOCKS: Final = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "func.now",
}
ENVIRONMENT: Final = {"os.environ", "os.environb", "os.getenv", "os.putenv"}
MEANINGLESS_NAMES: Final = {"utils", "util", "helpers", "helper", "common", "misc"}
SILENCED: Final = re.compile(
    r"#\s*(?:noqa|type: ignore)(?P<codes>\[[^\]]*\]|:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)"
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    found = [path.relative_to(ROOT) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found, f"no module in {folders}"
    return found


def text_of(module: Path) -> str:
    return (ROOT / module).read_text(encoding="utf-8")


@functools.cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(text_of(module))


def functions(module: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree_of(module)) if isinstance(node, Function))


def public_definitions(body: list[ast.stmt]) -> Iterator[ast.ClassDef | Function]:
    for node in body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_definitions(node.body)


def dotted_names(module: Path) -> Iterator[tuple[int, str]]:
    """Yield each attribute by its last two names, and each imported name by its origin, with its line."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ".".join(ast.unparse(node).split(".")[-2:])
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def uses(module: Path, forbidden: set[str]) -> list[str]:
    return [f"{module}:{line} {name}" for line, name in dotted_names(module) if name in forbidden]


def test_no_module_is_longer_than_one_room() -> None:
    lengths = {module: len(text_of(module).splitlines()) for module in modules(*PRODUCT, "tests")}

    assert {str(module): lines for module, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_one_page() -> None:
    lengths = {
        f"{module}:{function.name}": (function.end_lineno or function.lineno) - function.lineno + 1
        for module in modules(*PRODUCT, "tests")
        for function in functions(module)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_every_public_docstring_begins_with_a_sentence_that_stands_alone() -> None:
    offences = []
    for module in modules(*PRODUCT):
        documented: list[ast.Module | ast.ClassDef | Function] = [tree_of(module)]
        documented += public_definitions(tree_of(module).body)
        for node in documented:
            summary, _, rest = (ast.get_docstring(node) or "").partition("\n")
            if not summary.endswith((".", "。")) or (rest.strip() and not rest.startswith("\n")):
                offences.append(f"{module}:{getattr(node, 'name', '')} {summary!r}")

    assert offences == []


def test_no_float_enters_the_books() -> None:
    offences = [
        f"{module}:{node.lineno} {ast.unparse(node)}"
        for module in modules(*PRODUCT)
        if not str(module).startswith(tuple(FLOATS_ALLOWED))
        for node in ast.walk(tree_of(module))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "float")
    ]

    assert offences == []


def test_only_the_settings_read_the_environment() -> None:
    offences = [
        use for module in modules(*PRODUCT) if module != Path("ledger/settings.py") for use in uses(module, ENVIRONMENT)
    ]

    assert offences == []


def test_only_the_doors_look_at_the_clock() -> None:
    offences = [use for module in modules("ledger", "schemas") for use in uses(module, CLOCKS)]

    assert offences == []


def test_every_module_is_named_for_what_it_holds() -> None:
    offences = [
        str(module) for module in modules(*PRODUCT, "tests") if MEANINGLESS_NAMES & {*module.parts, module.stem}
    ]

    assert offences == []


def test_every_silenced_finding_gives_its_reason() -> None:
    offences = [
        f"{module}:{number} {line.strip()}"
        for module in modules(*PRODUCT, "tests")
        for number, line in enumerate(text_of(module).splitlines(), start=1)
        if (silenced := SILENCED.search(line)) and not (silenced["codes"] and silenced["reason"].strip(" #-:"))
    ]

    assert offences == []
