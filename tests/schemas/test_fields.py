"""Fields of requests: strict, with stable codes, every fault at once."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from datetime import date
from enum import StrEnum
from typing import Any

import marshmallow
import pytest
from marshmallow import fields as library

import schemas
from ledger.domain.values.pollutant import Pollutant
from ledger.errors import InvalidValue, say
from schemas import fields
from schemas.base import RequestSchema, load, refusal
from schemas.json_text import read_json
from schemas.malformed import Malformed


class Mode(StrEnum):
    """How a round of the exercise is held."""

    AUCTION = "auction"
    BIDDING = "bidding"


class LotRequest(RequestSchema):
    """A lot of the exercise."""

    factor = fields.FactorField(required=True)
    quantity = fields.TonnesField(required=True)


class RoundRequest(RequestSchema):
    """A round of the exercise, with one field of each kind."""

    number = fields.IntegerField(least=1, most=9999)
    place = fields.TextField()
    note = fields.TextField(empty=True, longest=10)
    date = fields.PartialDateField()
    opened = fields.DateField()
    mode = fields.ChoiceField(Mode)
    lots = fields.ListField(fields.ObjectField(LotRequest), most=3)
    increments = fields.MappingField(fields.FactorField(), fields.TonnesField(decimals=6))
    amount = fields.YuanField(allow_none=True)
    amount_wan = fields.WanField()
    price = fields.PriceField()
    buyer_code = fields.CreditCodeField()
    voluntary = fields.BooleanField(load_default=False)

    @marshmallow.validates_schema
    def dates_agree(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse an opening before the year of the round."""
        if "opened" in data and "date" in data and data["opened"].isoformat() < data["date"]:
            raise refusal(code="date.order", detail=say("开标早于批次"), path="opened")


def errors_of(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(Malformed) as refused:
        load(RoundRequest(), read_json(text))
    return [(error.field, error.value, error.code) for error in refused.value.errors]


def test_every_kind_of_field_is_read_into_the_values_of_the_domain() -> None:
    text = """{"number": 7, "place": "聊城", "note": "", "date": "2015", "opened": "2026-06-01", "mode": "auction",
        "lots": [{"factor": "COD", "quantity": "3.8285"}], "increments": {"NOx": "0.000001"},
        "amount": null, "amount_wan": "344.3", "price": "5097.2", "buyer_code": "91350100M000100Y43"}"""

    loaded = load(RoundRequest(), read_json(text))

    assert loaded == {
        "number": 7,
        "place": "聊城",
        "note": "",
        "date": "2015",
        "opened": date(2026, 6, 1),
        "mode": Mode.AUCTION,
        "lots": [{"factor": Pollutant.COD, "quantity": 3_828_500}],
        "increments": {Pollutant.NITROGEN_OXIDES: 1},
        "amount": None,
        "amount_wan": 344_300_000,
        "price": 50_972_000,
        "buyer_code": "91350100M000100Y43",
        "voluntary": False,
    }


@pytest.mark.parametrize(
    ("member", "written", "code"),
    [
        ("number", "1.0", "integer.type"),
        ("number", "1.9", "integer.type"),
        ("number", '"1"', "integer.type"),
        ("number", "true", "integer.type"),
        ("number", "1e20", "integer.type"),
        ("number", "9223372036854775808", "integer.type"),
        ("number", "0", "integer.range"),
        ("number", "-1", "integer.range"),
        ("number", "10000", "integer.range"),
        ("number", "null", "field.null"),
        ("place", '""', "text.empty"),
        ("place", "1", "text.type"),
        ("place", '"甲\\u202e"', "text.character"),
        ("note", '"一二三四五六七八九十一"', "text.length"),
        ("date", '"2015-13"', "date.format"),
        ("date", "2015", "date.type"),
        ("opened", '"2026-W01-1"', "date.format"),
        ("opened", '"2026-01"', "date.format"),
        ("opened", '"9999-12-31"', "date.range"),
        ("mode", '"Auction"', "choice.unknown"),
        ("mode", "[]", "choice.type"),
        ("lots", "{}", "list.type"),
        ("lots", "[1,2,3,4]", "list.length"),
        ("increments", "[]", "object.type"),
        ("amount", "1", "number.type"),
        ("amount", "0.1", "number.type"),
        ("amount", '"0.001"', "number.scale"),
        ("amount", '"1e3"', "number.format"),
        ("amount_wan", '"1000000000000"', "number.range"),
        ("price", '"0.00001"', "number.scale"),
        ("buyer_code", '"91350100M000100Y44"', "id.check_digit"),
        ("voluntary", '"true"', "boolean.type"),
        ("voluntary", "1", "boolean.type"),
        ("approved_by", '"me"', "field.unknown"),
    ],
)
def test_one_fault_is_named_by_its_member_and_a_stable_code(member: str, written: str, code: str) -> None:
    errors = errors_of(f'{{"{member}": {written}}}')

    assert [(field, found) for field, _, found in errors] == [(member, code)]


def test_all_faults_are_told_at_once_with_their_paths_and_values() -> None:
    errors = errors_of("""{"number": 0, "lots": [{"factor": "CO2", "quantity": 1.50}, 3, {"quantity": "1"}],
        "increments": {"COD": "0.0000001", "x": "1"}, "extra": {"deep": 1}}""")

    assert errors == [
        ("number", "0", "integer.range"),
        ("lots.0.factor", "CO2", "factor.unknown"),
        ("lots.0.quantity", "1.50", "number.type"),
        ("lots.1", "3", "object.type"),
        ("lots.2.factor", "", "field.required"),
        ("increments.COD", "0.0000001", "number.scale"),
        ("increments.x", "1", "factor.unknown"),
        ("extra", "{…}", "field.unknown"),
    ]


def test_a_fault_between_members_is_told_like_any_other() -> None:
    assert errors_of('{"date": "2026", "opened": "2025-01-01"}') == [("opened", "2025-01-01", "date.order")]


@pytest.mark.parametrize("text", ["null", "[null,null]", "1", '"x"', "[]"])
def test_what_is_no_object_is_refused_as_a_whole(text: str) -> None:
    assert [(field, code) for field, _, code in errors_of(text)] == [("", "object.type")]


def test_at_most_a_hundred_faults_are_listed_and_all_are_counted() -> None:
    members = ",".join(f'"m{number}": 1' for number in range(250))

    with pytest.raises(Malformed) as refused:
        load(RoundRequest(), read_json(f"{{{members}}}"))

    assert len(refused.value.errors) == 100
    assert refused.value.count == 250


def test_a_hostile_name_of_a_member_is_shown_inert() -> None:
    errors = errors_of('{"\\u202e\\u001b[2J' + "x" * 1000 + '": 1}')

    assert len(errors[0][0]) <= 40
    assert errors[0][0].isprintable()


def test_a_parser_that_refuses_after_reading_is_told_without_a_member() -> None:
    class Request(RequestSchema):
        @marshmallow.post_load
        def refuse(self, _: dict[str, Any], **__: Any) -> dict[str, Any]:
            raise InvalidValue("round.closed", say("批次已关闭"))

    with pytest.raises(Malformed) as refused:
        load(Request(), {})

    assert refused.value.code == "round.closed"


def test_the_english_of_the_library_never_reaches_anybody() -> None:
    class Request(RequestSchema):
        count = library.Integer()

    with pytest.raises(Malformed) as refused:
        load(Request(), {"count": "x"})

    assert refused.value.code == "field.invalid"
    assert not str(refused.value.errors[0].detail).isascii()


def test_every_field_of_every_schema_is_one_of_ours() -> None:
    for module in pkgutil.iter_modules(schemas.__path__):
        for _, found in inspect.getmembers(importlib.import_module(f"schemas.{module.name}"), inspect.isclass):
            declared = getattr(found, "_declared_fields", {}) if issubclass(found, RequestSchema) else {}
            for name, field in declared.items():
                assert type(field).__module__.startswith("schemas."), f"{found.__name__}.{name}"


def test_values_are_written_as_the_contract_prints_them() -> None:
    written = RoundRequest().dump(
        {
            "opened": date(2026, 6, 1),
            "mode": Mode.BIDDING,
            "lots": [{"factor": Pollutant.AMMONIA_NITROGEN, "quantity": -3_300}],
            "increments": {Pollutant.COD: 9_990_000},
            "amount": 56_310_000,
            "amount_wan": 344_300_000,
            "price": 103_000_000,
        }
    )

    assert written == {
        "opened": "2026-06-01",
        "mode": "bidding",
        "lots": [{"factor": "NH3-N", "quantity": "-0.0033"}],
        "increments": {"COD": "9.990000"},
        "amount": "563100.00",
        "amount_wan": "344.3",
        "price": "10300.00",
    }


def test_what_is_not_known_is_written_as_null() -> None:
    written = RoundRequest().dump({"opened": None, "mode": None, "increments": None, "amount": None})

    assert written == {"opened": None, "mode": None, "increments": None, "amount": None}
