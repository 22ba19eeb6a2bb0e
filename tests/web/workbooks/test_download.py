"""Files under Chinese names: what understands UTF-8 gets the name, what does not something sensible (RFC 6266)."""

from __future__ import annotations

import pytest
from werkzeug.http import parse_options_header

from web.workbooks.download import disposition


@pytest.mark.parametrize(
    ("name", "plain", "shown"),
    [
        ("建设项目-2026-11-22-演示.csv", "projects-2026-11-22", "projects-2026-11-22.csv"),
        ("建设项目-2026-11-22.csv", None, "file-2026-11-22.csv"),
        ("批文“一”.pdf", None, "file.pdf"),
        ("notice 1.pdf", None, "notice-1.pdf"),
        ("没有后缀", None, "file"),
        ("../../etc/passwd", None, "etc-passwd"),
        (".htaccess", None, "file.htaccess"),
        ('a"b\\c.txt', None, "a-b-c.txt"),
    ],
)
def test_a_file_has_a_name_for_each_reader(name: str, plain: str | None, shown: str) -> None:
    written = disposition(name, plain=plain)

    assert written.isascii()
    assert f'filename="{shown}"' in written
    _, options = parse_options_header(written)
    assert options["filename"] == (name if "filename*" in written else shown)


def test_a_name_that_is_plain_is_written_once() -> None:
    assert disposition("books-17.zip") == 'attachment; filename="books-17.zip"'
