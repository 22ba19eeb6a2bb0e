"""What the signing-off of an opening, and the clearing of its unexplained differences, are judged on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.domain.bookkeeping.opening import Against, ClearDifference, Opening, OpeningDifference, SignOffOpening
from ledger.domain.law.ground import unmet
from ledger.domain.rights.cap import Cap
from ledger.domain.values.quantity import format_tonnes
from ledger.errors import Breach, enumerated, say
from ledger.rules.judge import Check
from ledger.rules.law.book import RuleBook

_OF_RIGHTS: Final = frozenset({Against.CAP, Against.UNALLOCATED, Against.HOLDER})
_OF_CREDITS: Final = frozenset({Against.RECOGNISED, Against.POOL})


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffCase:
    """An opening to be signed off, with its trial balance: account, unit, debits less credits."""

    asked: SignOffOpening
    opening: Opening
    balances: tuple[tuple[str, str, int], ...]

    @property
    def area(self) -> str:
        """Return the area."""
        return self.asked.area

    @property
    def sums(self) -> Mapping[str, int]:
        """Return debits less credits of every unit over the area's accounts."""
        sums: dict[str, int] = {}
        for _, unit, amount in self.balances:
            sums[unit] = sums.get(unit, 0) + amount
        return sums


def not_before_the_opening(case: SignOffCase, book: RuleBook) -> Breach | None:
    """Refuse to sign off before the day of the opening."""
    del book
    if case.asked.effective_on >= case.opening.opened_on:
        return None
    return unmet(
        code="opening.sign_off_early",
        detail=say("签认日{day}早于建账日{opened}", day=case.asked.effective_on, opened=case.opening.opened_on),
    )


def trial_balance_balances(case: SignOffCase, book: RuleBook) -> Breach | None:
    """Refuse an area whose debits and credits differ in a unit: then something of it stands in another area."""
    del book
    wrong = {unit: amount for unit, amount in case.sums.items() if amount}
    if not wrong:
        return None
    named = enumerated(f"{unit}（{amount}）" for unit, amount in sorted(wrong.items()))
    return unmet(
        code="opening.unbalanced",
        detail=say("有{count}个品种的借贷不等（借方减贷方，克或分）：{named}", count=len(wrong), named=named),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingCase:
    """A difference of the opening to be cleared.

    ``balance`` of the account of differences, debits less credits, in grams: negative where more is there than the
    papers explained. ``cap`` is the one in force, where the difference is one of rights.
    """

    asked: ClearDifference
    difference: OpeningDifference
    balance: int
    cap: Cap | None

    @property
    def area(self) -> str:
        """Return the area."""
        return self.asked.area

    @property
    def change(self) -> int:
        """Return by how much what was taken over changes on the other side, in grams: more where more was found."""
        return self.asked.grams if self.difference.grams > 0 else -self.asked.grams


def clears_what_is_there(case: ClearingCase, book: RuleBook) -> Breach | None:
    """Refuse to clear nothing, or more than is unexplained."""
    del book
    if 0 < case.asked.grams <= abs(case.balance):
        return None
    return unmet(
        code="opening.difference_smaller",
        detail=say(
            "拟处理{grams}吨/年，应大于零且不超过待查余额{balance}吨/年",
            grams=format_tonnes(case.asked.grams),
            balance=format_tonnes(abs(case.balance)),
        ),
    )


def against_fits(case: ClearingCase, book: RuleBook) -> Breach | None:
    """Refuse to clear a difference of rights against credits, or the other way round."""
    del book
    asked = case.asked
    if asked.against in (_OF_RIGHTS if asked.facility is None else _OF_CREDITS):
        return None
    return unmet(
        code="opening.against",
        detail=say(
            "排污权的待查差异只能以总量、未分配总量或企业持有处理，减排量的只能以认定量或减排量库处理，现为“{against}”",
            against=asked.against.words,
        ),
    )


def holder_is_named(case: ClearingCase, book: RuleBook) -> Breach | None:
    """Refuse an enterprise without its tranche, of another pollutant or basin, or where neither has a part in it."""
    del book
    asked, tranche = case.asked, case.asked.tranche
    if asked.against is not Against.HOLDER:
        fits = asked.enterprise is None and tranche is None
    else:
        fits = (
            asked.enterprise is not None
            and tranche is not None
            and (tranche.pollutant, tranche.basin) == (asked.pollutant, asked.basin)
            and tranche.term_from < tranche.term_to
        )
    if fits:
        return None
    return unmet(
        code="opening.holder",
        detail=say("以企业持有处理的，须写明企业及同一污染物、同一流域的份额；其他处理方式不得写明"),
    )


def cap_is_registered(case: ClearingCase, book: RuleBook) -> Breach | None:
    """Refuse to correct a cap that is not registered, or by more than it has."""
    del book
    if case.asked.against is not Against.CAP:
        return None
    stated = 0 if case.cap is None else case.cap.grams
    if case.cap is not None and stated + case.change >= 0:
        return None
    return unmet(
        code="opening.cap",
        detail=say(
            "登记的总量为{cap}吨/年，不能再变动{change}吨/年",
            cap=format_tonnes(stated),
            change=format_tonnes(case.change),
        ),
    )


SIGN_OFF_CHECKS: Final[tuple[Check[SignOffCase], ...]] = (not_before_the_opening, trial_balance_balances)
CLEARING_CHECKS: Final[tuple[Check[ClearingCase], ...]] = (
    against_fits,
    holder_is_named,
    clears_what_is_there,
    cap_is_registered,
)
