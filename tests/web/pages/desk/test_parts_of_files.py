"""Parts of files, and files that are known already: never a fault of the program, and a page that tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.city import City

_RANGES = ("bytes=0-4", "bytes=99999999-", "bytes=abc", "bytes=-5", "bytes=5-1", "bytes=0-1,3-4", "lines=1-2")


@pytest.mark.parametrize("asked", _RANGES)
def test_a_part_of_a_static_file_is_sent_or_refused_with_its_length(city: City, asked: str) -> None:
    browser = city.visitor("clerk")
    [address, *_] = re.findall(r'href="(/static/[^"]+css)"', browser.get("/desk").text)
    whole = browser.get(address).data

    answer = browser.get(address, headers={"Range": asked, "Accept": "text/html"})

    assert answer.status_code in {200, 206, 416}
    if answer.status_code == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"
        assert "请求的字节范围不在此文件内" in answer.text
    else:
        assert answer.data in whole


def test_a_range_beyond_the_end_is_a_problem(city: City) -> None:
    browser = city.visitor("clerk")
    [address, *_] = re.findall(r'href="(/static/[^"]+css)"', browser.get("/desk").text)

    answer = browser.get(address, headers={"Range": "bytes=99999999-", "Accept": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (416, "request.range")


@pytest.mark.parametrize("asked", _RANGES)
def test_a_list_is_always_sent_whole(city: City, asked: str) -> None:
    browser = city.visitor("clerk")
    whole = browser.get("/desk/lists/projects.csv")

    answer = browser.get("/desk/lists/projects.csv", headers={"Range": asked, "If-None-Match": "*"})

    assert (answer.status_code, answer.data) == (200, whole.data)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'filename="projects-' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("header", ['"x', "*", 'W/"', "\u00e9"])
def test_what_a_browser_says_it_knows_is_answered(city: City, header: str) -> None:
    browser = city.visitor("clerk")
    [address, *_] = re.findall(r'href="(/static/[^"]+css)"', browser.get("/desk").text)

    assert browser.get(address, headers={"If-None-Match": header, "If-Modified-Since": "x"}).status_code in {200, 304}
