"""New law: adopted by two persons, and what each act was judged by."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest

from ledger.domain.bookkeeping.judged_by import JudgedBy
from ledger.domain.bookkeeping.law import AdoptLaw, RuleBookAdoption, RuleFile
from ledger.domain.bookkeeping.reversal import ReverseAct
from ledger.domain.bookkeeping.unit import UnitKind
from ledger.domain.projects.eia_table import TableLine
from ledger.domain.projects.project import Project
from ledger.domain.projects.project_traits import Category, Discharge, Nature, Regime
from ledger.domain.rights.cap import CapKind, SetCap
from ledger.domain.values.pollutant import Pollutant
from ledger.projections.exposure import exposures
from ledger.rules.law.adoption import rewritten_keys
from ledger.rules.law.loader import read_book
from ledger.rules.law.reclassification import changed_regimes
from ledger.store.adoption import adopted_digests, adopted_text
from tests.services.acts.bureau import EAST, HAI, LAW, Bureau

DAY = date(2026, 2, 2)
LC25 = "liaocheng/lc25.toml"


def amended(before: str, after: str) -> dict[str, str]:
    assert before in LAW.texts[LC25]
    return {**LAW.texts, LC25: LAW.texts[LC25].replace(before, after)}


STRICTER = amended("at_most = 0.01", "at_most = 0.005")


def adoption(texts: dict[str, str], **more: Any) -> AdoptLaw:
    files = tuple(RuleFile(name=name, text=text) for name, text in sorted(texts.items()))
    return AdoptLaw(effective_on=DAY, files=files, document="示例决定1号", **more)


def test_a_book_is_opened_with_the_adoption_of_its_law(bureau: Bureau) -> None:
    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(RuleBookAdoption, RuleBookAdoption.SUBJECT)

    assert found is not None
    assert found.digest == LAW.digest
    assert "LC25" in found.instruments


def test_law_is_recorded_by_one_person_and_adopted_by_another(bureau: Bureau) -> None:
    bureau.do("law.adopt", adoption(STRICTER, corrigendum="原文误读"))

    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(RuleBookAdoption, RuleBookAdoption.SUBJECT)
    assert found is not None
    assert (found.digest, found.texts) == (read_book(STRICTER).digest, STRICTER)


def test_an_adoption_that_is_taken_back_leaves_the_former_law(bureau: Bureau) -> None:
    place = bureau.do("law.adopt", adoption(STRICTER, corrigendum="原文误读"))

    bureau.do("correction.reverse", ReverseAct(effective_on=DAY, seq=place, reason="误办"))

    with bureau.book.reading() as connection:
        assert adopted_text(connection).digest.hex() == LAW.digest
        assert adopted_digests(connection) == {LAW.digest, read_book(STRICTER).digest}


def test_the_law_of_days_past_is_changed_only_as_a_correction(bureau: Bureau) -> None:
    assert bureau.refused("law.adopt", adoption(STRICTER)) == ["law.rewrites_past"]


def test_law_of_days_to_come_needs_no_correction(bureau: Bureau) -> None:
    later = amended("[[provision", "[[provision")
    later["liaocheng/new.toml"] = (
        '[instrument]\nid = "LC27"\ntitle = "示例"\nsource = "示例"\n'
        '[[provision."assessment.review_years"]]\nvalue = 3\neffective_from = 2027-01-01\narticle = "1"\n'
        'authority = "enacted"\nnote = "示例"\n'
    )
    name = next(name for name, text in later.items() if '"assessment.review_years"' in text and "LC27" not in text)
    head, key, rest = later[name].partition('[[provision."assessment.review_years"]]')
    later[name] = head + key + rest.replace("article =", "effective_until = 2027-01-01\narticle =", 1)

    bureau.do("law.adopt", adoption(later))


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (dict(LAW.texts), ["law.unchanged"]),
        ({"a.toml": "x = 1"}, ["rule_book.faulty"]),
        ({}, ["rule_book.faulty"]),
    ],
)
def test_a_book_that_is_adopted_or_faulty_is_refused(bureau: Bureau, texts: dict[str, str], codes: list[str]) -> None:
    assert bureau.refused("law.adopt", adoption(texts)) == codes


def test_a_key_that_the_adopted_book_does_not_know_rewrites_nothing() -> None:
    without = {**LAW.texts, LC25: LAW.texts[LC25]}
    name = next(name for name, text in without.items() if '"journal.retention"' in text)
    blocks = without[name].split("[[provision")
    without[name] = "[[provision".join(block for block in blocks if not block.startswith('."journal.retention"'))

    assert list(rewritten_keys(read_book(without), LAW, before=DAY)) == []
    assert list(rewritten_keys(LAW, read_book(without), before=DAY)) == ["journal.retention"]


PROJECT = Project(
    id="示例项目1号",
    area=EAST,
    enterprise="91371500MA00DEM012",
    legal_person="91371500MA00DEM012",
    site="示例厂址",
    name="示例项目",
    nature=Nature.NEW,
    category=Category.INDUSTRY,
    discharge=Discharge.DIRECT,
    voluntary=False,
    excluded_pollutants=False,
    requested_on=date(2026, 6, 1),
    table=(
        TableLine(
            pollutant=Pollutant.AMMONIA_NITROGEN,
            basin=HAI,
            existing_actual=0,
            existing_permitted=0,
            under_construction=0,
            this_project=8_000,
            replaced=0,
            whole_plant_after=8_000,
        ),
    ),
    regime=Regime.EXEMPT,
    factors=(),
)


def test_a_correction_tells_the_projects_whose_result_changes() -> None:
    changes = list(changed_regimes([PROJECT], before=LAW, after=read_book(STRICTER)))

    assert [(change.pollutant, change.before, change.after) for change in changes] == [
        (None, Regime.EXEMPT, Regime.ORDINARY),
        (Pollutant.AMMONIA_NITROGEN, Regime.EXEMPT, Regime.ORDINARY),
    ]


def test_a_project_of_a_day_without_law_under_one_book_changes_too() -> None:
    before = [dataclasses.replace(PROJECT, requested_on=date(2023, 11, 1))]
    later = {name: text.replace("2023-11-01", "2023-11-02") for name, text in LAW.texts.items()}

    changes = list(changed_regimes(before, before=LAW, after=read_book(later)))

    assert {change.after for change in changes} == {None}


def test_every_posted_act_says_by_which_provisions_it_was_judged(bureau: Bureau) -> None:
    cap = SetCap(
        effective_on=DAY,
        area=EAST,
        pollutant=Pollutant.COD,
        basin=HAI,
        kind=CapKind.ABSOLUTE,
        grams=5_000_000,
        document="示例文件1号",
    )
    reference = bureau.record("cap.set", cap)
    bureau.decide(reference)
    bureau.do("cap.set", dataclasses.replace(cap, grams=2_000_000))
    taken_back = bureau.do("cap.set", dataclasses.replace(cap, grams=9_000_000))
    bureau.do("correction.reverse", ReverseAct(effective_on=DAY, seq=taken_back, reason="误录"))

    with bureau.desk("市局经办") as desk:
        found = desk.work.registers.find(JudgedBy, str(reference))
    assert found is not None
    assert "trade.water_area" in {provision.key for provision in found.provisions}
    with bureau.book.reading() as connection:
        by_key = {provision.key: exposed for provision, exposed in exposures(connection).items()}
    assert by_key["trade.water_area"].acts == 2
    assert by_key["trade.water_area"].moved[UnitKind.RIGHT] == 8_000_000
