"""Projects as they come in to be classified, and classifications as they go out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import marshmallow

from ledger.domain.projects.project_traits import Category, Discharge, Nature
from ledger.domain.values.quantity import INCREMENT_DECIMALS, format_tonnes
from ledger.rules.projects.scope import Classification, ProjectCase
from schemas.base import RequestSchema, load
from schemas.fields import (
    BooleanField,
    ChoiceField,
    DateField,
    FactorField,
    MappingField,
    TextField,
    TonnesField,
)

if TYPE_CHECKING:
    from ledger.errors import Translate
    from ledger.rules.law.provision import Provision


class ProjectRequest(RequestSchema):
    """One project; ``increments`` are tonnes a year with up to six decimals, never rounded."""

    id = TextField(required=True)
    # No day is too early to ask about: before the first rules the answer is that none were in force.
    on = DateField(required=True, data_key="date", earliest=date.min)
    nature = ChoiceField(Nature, required=True)
    increments = MappingField(FactorField(), TonnesField(decimals=INCREMENT_DECIMALS), required=True)
    voluntary = BooleanField(load_default=False)
    discharge = ChoiceField(Discharge, load_default=Discharge.DIRECT)
    category = ChoiceField(Category, load_default=Category.INDUSTRY)
    excluded_pollutants = BooleanField(load_default=False)

    @marshmallow.post_load
    def case(self, data: dict[str, Any], **_: object) -> ProjectCase:
        """Return the case that the rules judge."""
        return ProjectCase(**data)


def read_project(item: object) -> ProjectCase:
    """Read one project from parsed JSON.

    :raises Malformed: with every fault of it.
    """
    case: ProjectCase = load(ProjectRequest(), item)
    return case


def classification_body(classification: Classification, *, translate: Translate) -> dict[str, Any]:
    """Return a classification as a JSON object, its reasons in the language of ``translate``."""
    body: dict[str, Any] = {
        "id": classification.id,
        "regime": classification.regime,
        "sums": {medium: _tonnes(grams) for medium, grams in classification.sums.items()},
        "factors": {
            pollutant: {
                "regime": result.regime,
                "increment": _tonnes(result.increment),
                "reason": result.reason.rendered(translate),
                "provision": result.provision.key,
            }
            for pollutant, result in classification.factors.items()
        },
        "provisions": [_provision(provision) for provision in classification.provisions],
    }
    if classification.reason is not None:
        body["reason"] = classification.reason.rendered(translate)
    other = classification.other_reading
    if other is not None:
        body["other_reading"] = {
            "exemption.unit": other.unit,
            "regime": other.regime,
            "factors": {pollutant: regime.value for pollutant, regime in other.factors.items()},
        }
    return body


def _provision(provision: Provision[Any]) -> dict[str, str]:
    return {
        "key": provision.key,
        "instrument": provision.instrument.id,
        "article": provision.article,
        "authority": provision.authority,
        "in_force_from": provision.effective_from.isoformat(),
    }


def _tonnes(grams: int) -> str:
    return format_tonnes(grams, decimals=INCREMENT_DECIMALS)
