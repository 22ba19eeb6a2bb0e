"""Every worked example, as the book that comes with the program decides it."""

from __future__ import annotations

import pytest

from ledger.rules.law.book import NoProvisionInForce
from ledger.rules.law.keys import named_key
from ledger.rules.law.loader import load_book
from ledger.rules.projects.scope import OtherReading, classify
from tests.worked_examples.notation import Act, InForce, Outcome, worked_examples

BOOK = load_book()
EXAMPLES = worked_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.place)
def test_the_rules_decide_as_the_example_says(example: Act | InForce) -> None:
    if isinstance(example, Act):
        decides(example)
    else:
        is_in_force(example)


def decides(act: Act) -> None:
    result = classify(act.case, book=BOOK)

    assert (result.regime, {name: factor.regime for name, factor in result.factors.items()}) == act.then
    assert outcome(result.other_reading) == act.otherwise


def outcome(other: OtherReading | None) -> Outcome | None:
    return None if other is None else (other.regime, dict(other.factors))


def is_in_force(example: InForce) -> None:
    key = named_key(example.key)
    if example.provision is None:
        with pytest.raises(NoProvisionInForce):
            BOOK.provision(key, on=example.on)
        return

    found = BOOK.provision(key, on=example.on)

    assert (found.instrument.id, found.article, found.stated) == example.provision
