"""The two other ledgers that read our exports: hledger and beancount."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ledger.projections.export.formats import exported
from ledger.projections.export.selection import Selection
from ledger.store.book import Book

CHECKS = {
    "hledger": ["hledger", "check", "--strict", "-f"],
    "beancount": [str(Path(sys.executable).with_name("bean-check")), "--no-cache"],
}


def text_of(book: Book, name: str, selection: Selection) -> str:
    with book.reading() as connection:
        return b"".join(exported(connection, selection, format=name)).decode()


def check(name: str, text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / f"books.{name}"
    file.write_text(text, encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*CHECKS[name], str(file)], env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
