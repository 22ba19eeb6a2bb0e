"""The bureau does what an independent model of it does, whatever is asked of it, by whomever, in whatever order."""

from __future__ import annotations

from random import SystemRandom

import pytest

from ledger.services.catalogue import ACTS
from tests.properties.bureau_asks import ASKS
from tests.properties.bureau_machine import run
from tests.properties.bureau_model import KINDS

MOSTLY = 75
"""Kinds of act that are done even in a short run; a long one does them all."""


def test_every_kind_of_act_is_driven() -> None:
    assert set(KINDS) == set(ACTS)
    assert set(ASKS) == set(ACTS)


def test_the_bureau_does_what_the_model_does(database_url: str) -> None:
    chance = 2 if database_url.startswith("postgresql") else 1

    done = run(database_url, examples=23, steps=30, chance=chance)

    print(dict(sorted(done.items())))  # noqa: T201 - how much was tried
    assert done["operations"] >= 5_000
    assert len([kind for kind in ACTS if done[f"{kind} posted"]]) >= MOSTLY


@pytest.mark.slow
def test_the_bureau_does_what_the_model_does_for_two_hundred_thousand_operations(database_url: str) -> None:
    done = run(database_url, examples=250, steps=60, chance=SystemRandom().randrange(2**32))

    print(dict(sorted(done.items())))  # noqa: T201 - how much was tried
    assert done["operations"] >= 100_000
    assert not [kind for kind in ACTS if not done[f"{kind} posted"]]
