"""Record published rounds as history: booked as printed, not judged.

A round is known by place and number. The same round again is recognised and books nothing; another content under
the same place and number is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.domain.account import Account, account
from ledger.domain.encoding import canonical_json, digest
from ledger.domain.historical_round import (
    HistoricalRound,
    Sale,
    Seller,
    SellerKind,
    offered,
    sales_of,
)
from ledger.domain.journal import JournalEntry, Judgement, Movement, Registration
from ledger.domain.unit import MONEY, Origin, Unit, UnitKind
from ledger.errors import Conflict, say

if TYPE_CHECKING:
    from ledger.domain.pollutant import Pollutant
    from ledger.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRound:
    """The answer to one round: where it stands in the journal, and whether it was there before."""

    round: HistoricalRound
    seq: int
    acts: int
    recognised: bool


def record_round(work: UnitOfWork, round_: HistoricalRound, *, printed: Mapping[str, Any], actor: str) -> RecordedRound:
    """Book one round.

    :param printed: the round as it was read, member for member; kept in the register of rounds.
    :param actor: who imports it.
    :raises Conflict: ``round.changed``, the round is recorded with another content.
    :raises InvalidValue: ``number.range``, a figure beyond what a column holds.
    """
    content = digest(printed)
    key = f"round:{round_.subject}"
    known = work.journal.find(key)
    if known is not None:
        if known[1] != content:
            raise Conflict(
                say(
                    "“{place}”第{number}批已经入账，且内容与本文件不同；未入账",
                    place=round_.place,
                    number=round_.number,
                ),
                code="round.changed",
            )
        return RecordedRound(round=round_, seq=known[0], acts=0, recognised=True)
    entries = _Entries(work, round_, content=content, actor=actor)
    first = work.journal.append(entries.registration(key, printed))
    for entry in entries.postings():
        work.journal.append(entry)
    return RecordedRound(round=round_, seq=first, acts=work.journal.size - first + 1, recognised=False)


class _Entries:
    """The acts of one round: its registration, the opening of its sellers, the notice of its lots, its sales."""

    def __init__(self, work: UnitOfWork, round_: HistoricalRound, *, content: bytes, actor: str) -> None:
        self._work = work
        self._round = round_
        self._content = content
        self._actor = actor
        self._sales = sales_of(round_)
        self._offered = offered(round_, self._sales)

    def registration(self, key: str, printed: Mapping[str, Any]) -> JournalEntry:
        register = Registration(register="round", subject=self._round.subject, body=canonical_json(printed))
        return self._entry(key, "round.recorded", "登记历史批次", registrations=(register,))

    def postings(self) -> Iterator[JournalEntry]:
        if self._offered:
            yield self._act(
                "opening",
                "出让方期初",
                [
                    self._movement(self._held(seller), account("opening", area=self._round.place), right, grams)
                    for (seller, right), grams in self._tranches()
                ],
            )
            yield self._act(
                "notice",
                "标的公告",
                [
                    self._movement(self._noticed(seller), self._held(seller), right, grams)
                    for (seller, right), grams in self._tranches()
                ],
            )
        for n, sale in enumerate(self._sales, 1):
            movements = self._sold(sale)
            if movements:
                yield self._act(f"sale/{n}", "成交", movements, sale)

    def _tranches(self) -> Iterator[tuple[tuple[Seller, Unit], int]]:
        for (seller, pollutant), grams in self._offered.items():
            yield (seller, self._right(seller, pollutant)), grams

    def _sold(self, sale: Sale) -> list[Movement]:
        place, buyer = self._round.place, sale.buyer or self._round.unnamed_buyers
        movements = []
        if sale.grams:
            right = self._right(sale.seller, sale.pollutant)
            holder = account("Q40", area=place, holder=buyer)
            movements.append(self._movement(holder, self._noticed(sale.seller), right, sale.grams))
        if sale.fen:
            reserve = sale.seller.kind is SellerKind.RESERVE
            owes = account("1212.2" if reserve else "B40", area=place, holder=buyer)
            is_owed = account("2103.1" if reserve else "B41", area=place, holder=self._holder(sale.seller))
            movements.append(self._movement(owes, is_owed, MONEY, sale.fen))
        return movements

    def _held(self, seller: Seller) -> Account:
        chart = "Q30" if seller.kind is SellerKind.RESERVE else "Q41"
        return account(chart, area=self._round.place, holder=self._holder(seller))

    def _noticed(self, seller: Seller) -> Account:
        chart = "Q31" if seller.kind is SellerKind.RESERVE else "Q42.1"
        return account(chart, area=self._round.place, holder=self._holder(seller))

    def _holder(self, seller: Seller) -> str | None:
        if seller.kind is SellerKind.RESERVE:
            return None
        return seller.name or self._round.unnamed_sellers

    def _right(self, seller: Seller, pollutant: Pollutant) -> Unit:
        term = self._round.term
        return Unit(
            kind=UnitKind.RIGHT,
            pollutant=pollutant,
            area=self._round.place,
            term_from=term.starts,
            term_to=term.ends,
            origin=Origin.RESERVE_SALE if seller.kind is SellerKind.RESERVE else Origin.UNKNOWN,
        )

    def _movement(self, debit: Account, credit: Account, unit: Unit, amount: int) -> Movement:
        return Movement(self._work.position(debit, unit), self._work.position(credit, unit), amount)

    def _act(self, act: str, narration: str, movements: list[Movement], sale: Sale | None = None) -> JournalEntry:
        step, _, line = act.partition("/")
        body: dict[str, object] = {"act": step, "term_assumed": self._round.printed_term_years is None}
        if sale is not None:
            body |= {
                "buyer_named": sale.buyer is not None,
                "factor": sale.pollutant,
                "line": sale.line,
                "price": sale.price,
                "price_basis": self._round.price_basis,
                "seller": sale.seller.kind,
                "term_years": self._round.term_years,
            }
        subject = self._round.subject
        fact = Registration(register="round.act", subject=subject, body=canonical_json(body))
        return self._entry(
            f"round:{subject}:{act}",
            f"round.{step}",
            f"{narration}{line}",
            movements=tuple(movements),
            registrations=(fact,),
        )

    def _entry(
        self,
        key: str,
        kind: str,
        what: str,
        *,
        movements: tuple[Movement, ...] = (),
        registrations: tuple[Registration, ...],
    ) -> JournalEntry:
        return JournalEntry(
            key=key,
            request_digest=self._content,
            kind=kind,
            effective_on=self._round.held_on,
            actor=self._actor,
            narration=f"{what}（{self._round.place}，第{self._round.number}批，历史记录）",
            judgement=Judgement.RECORDED,
            movements=movements,
            registrations=registrations,
        )
