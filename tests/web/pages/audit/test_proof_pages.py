"""What the auditor proves and takes away from the pages: samples, the log, verification, the archive, the law."""

from __future__ import annotations

import io
import json
import re
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import quote
from zipfile import ZipFile

from tests.web.city import form_token
from tests.web.pages.audit.reading import table_of
from web.pages.audit.once import alone

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.web.city import City


def test_the_sample_is_the_same_for_everybody_who_knows_the_seed(auditor: FlaskClient) -> None:
    asked = "seed=2026-11&size=7&kind=project.intake"
    page, again = auditor.get(f"/audit/sample?{asked}"), auditor.get(f"/audit/sample?{asked}")
    file = table_of(auditor.get(f"/audit/sample.csv?{asked}"))

    drawn = re.findall(r'scope="row" class="number"><a href="/entries/(\d+)"', page.text)
    assert [row[1] for row in file[1:]] == drawn
    assert len(drawn) == 7
    assert re.findall(r'title="([0-9a-f]{64})"', again.text) == [row[2] for row in file[1:]]


def test_the_log_names_acts_and_entrances_of_a_person(auditor: FlaskClient, city: City) -> None:
    name = city.persons["reviewer"].name
    acts = table_of(auditor.get(f"/audit/log.csv?person={quote(name)}"))
    own = table_of(auditor.get(f"/audit/access.csv?person={quote(city.persons['auditor'].name)}"))

    assert len(acts) > 10
    assert all(name in row[6:8] for row in acts[1:])
    assert {"log_in.accepted"} <= {row[3] for row in own[1:]}


def test_the_books_are_verified_from_the_page_against_an_older_checkpoint(auditor: FlaskClient) -> None:
    form = {"csrf": form_token(auditor.get("/audit/proof").text)}
    checkpoint = auditor.get("/audit/checkpoint").text
    origin, size, root, _ = checkpoint.split("\n")

    sound = auditor.post("/audit/proof", data={**form, "anchor": checkpoint.replace("\n", "\r\n")})
    file = {**form, "file": (io.BytesIO(checkpoint.encode()), "checkpoint.txt")}
    uploaded = auditor.post("/audit/proof", data=file, content_type="multipart/form-data")
    foreign = auditor.post("/audit/proof", data={**form, "anchor": f"other.example/book\n{size}\n{root}\n"})
    unreadable = auditor.post("/audit/proof", data={**form, "anchor": f"{origin}\nmany\n{root}\n"})

    assert "账簿与其日志相符" in sound.text
    assert "包含所给的检查点" in sound.text
    assert root in sound.text
    assert "包含所给的检查点" in uploaded.text
    assert "anchor.origin" in foreign.text
    assert unreadable.status_code == 422
    assert "many" in unreadable.text
    assert auditor.post("/audit/proof", data={}).status_code == 403


def test_only_one_verification_runs_at_a_time(auditor: FlaskClient) -> None:
    form = {"csrf": form_token(auditor.get("/audit/proof").text)}
    running, enough = Event(), Event()

    def elsewhere() -> None:
        with alone():
            running.set()
            enough.wait(30)

    thread = Thread(target=elsewhere)
    thread.start()
    running.wait(30)
    busy = [auditor.post("/audit/proof", data=form).status_code, auditor.get("/audit/books.zip").status_code]
    enough.set()
    thread.join()

    assert busy == [409, 409]
    assert auditor.post("/audit/proof", data=form).status_code == 200


def test_the_whole_books_are_taken_away_as_one_archive(auditor: FlaskClient) -> None:
    with auditor.get("/audit/books.zip") as response:
        content = response.data
    with ZipFile(io.BytesIO(content)) as zipped:
        listed = json.loads(zipped.read("contents.json"))
        names = set(zipped.namelist())

    assert names == {file["name"] for file in listed["files"]} | {"contents.json"}
    assert listed["acts"] == int(auditor.get("/audit/checkpoint").text.split("\n")[1])
    assert auditor.get("/audit/books.zip").status_code == 200


def test_the_text_of_a_rule_book_is_given_as_it_judged(auditor: FlaskClient) -> None:
    page = auditor.get("/audit/rule-books")
    address = re.search(r'href="(/audit/rule-books/[0-9a-f]{64}/liaocheng/lc25\.toml)"', page.text)
    assert address is not None

    file = auditor.get(address[1])

    assert file.mimetype == "text/plain"
    assert '[provision."scope.test"]' in file.text
    assert auditor.get(address[1].replace("lc25", "lc99")).status_code == 404
    assert auditor.get("/audit/provisions/credit.plan_period?on=2020-01-01").status_code == 404
    assert auditor.get(f"/audit/provisions/credit.plan_period?book={'0' * 64}").status_code == 404
    assert auditor.get("/audit/provisions/no.such.key").status_code == 404
