"""The layers, the types and the form of the code are checked by their tools on every run."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).parents[2]
TOOLS: Final = Path(sys.executable).parent


class Trespass(NamedTuple):
    """An import that a contract of setup.cfg forbids."""

    contract: str
    package: str
    statement: str


TRESPASSES: Final = (
    Trespass("layers", "ledger/domain", "import ledger.rules"),
    Trespass("layers", "ledger/rules", "import ledger.store"),
    Trespass("layers", "ledger/store", "import ledger.rules"),
    Trespass("layers", "ledger/services", "import ledger.projections"),
    Trespass("layers", "ledger/projections", "import ledger.services"),
    Trespass("layers", "schemas", "import web"),
    Trespass("pure", "ledger/rules", "import sqlalchemy"),
    Trespass("sql", "ledger/services", "import sqlalchemy"),
    Trespass("http", "schemas", "import flask"),
    Trespass("views", "web/pages", "import ledger.store"),
)


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_keep_every_contract() -> None:
    result = run(TOOLS / "lint-imports", "--no-cache", "--no-logo")

    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_is_tried_by_a_trespass() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")

    contracts = {name.rpartition(":")[2] for name in setup if name.startswith("importlinter:contract:")}

    assert {trespass.contract for trespass in TRESPASSES} == contracts


@pytest.mark.parametrize("trespass", TRESPASSES, ids=lambda trespass: f"{trespass.package}: {trespass.statement}")
def test_a_trespass_is_caught(trespass: Trespass, tmp_path: Path) -> None:
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    for package in ("ledger", "schemas", "web"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (tmp_path / trespass.package / "trespasser.py").write_text(f"{trespass.statement}\n", encoding="utf-8")

    result = run(TOOLS / "lint-imports", "--no-cache", "--no-logo", "--contract", trespass.contract, folder=tmp_path)

    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{trespass.package.replace('/', '.')}.trespasser" in result.stdout


def test_types_are_strict() -> None:
    result = run(TOOLS / "mypy")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_linter_finds_nothing() -> None:
    result = run(TOOLS / "ruff", "check", "--quiet", ".")

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_code_is_formatted() -> None:
    result = run(TOOLS / "ruff", "format", "--check", ".")

    assert result.returncode == 0, result.stdout + result.stderr
