"""Who handled what with whom: pairs of maker and decider, acts of one hand, what was sent back, changes of users."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ledger.domain.bookkeeping.act import State, WaitingAct
from ledger.domain.bookkeeping.journal import Judgement
from ledger.domain.people.actor import User
from ledger.domain.values.encoding import day_of, moment_of
from ledger.errors import Message, say
from ledger.projections.audit.handled import added
from ledger.projections.audit.journal_filter import in_area
from ledger.projections.audit.question import ActAt, Kind, Question, Row, Share
from ledger.store.record_text import REMOVED, record_of
from ledger.store.tables import journal, registration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from ledger.projections.audit.handled import Tally
    from ledger.projections.audit.question import Inquiry


def pairs(inquiry: Inquiry) -> Iterator[Row]:
    """Yield who decided what who had recorded, the most frequent pair first, with its share in the maker's acts."""
    found: dict[tuple[str, str], list[Tally]] = defaultdict(list)
    of_maker: Counter[str] = Counter()
    for handling, tally in inquiry.handled().items():
        if handling.decider is not None:
            found[handling.maker, handling.decider].append(tally)
            of_maker[handling.maker] += tally.acts
    together = {pair: added(tallies) for pair, tallies in found.items()}
    for (maker, decider), tally in sorted(together.items(), key=lambda item: (-item[1].acts, item[0])):
        share = Share(tally.acts, of_maker[maker])
        days = day_of(tally.first_day), day_of(tally.last_day)
        yield Row(cells=(maker, decider, tally.acts, share, *days), finding=share.part == share.whole)


def one_hand(inquiry: Inquiry) -> Iterator[Row]:
    """Yield the kinds of numbered acts that nobody but their maker handled."""
    found: dict[str, list[Tally]] = defaultdict(list)
    for handling, tally in inquiry.handled().items():
        if handling.decider is None and handling.numbered:
            found[handling.kind].append(tally)
    of_kind = {kind: added(tallies) for kind, tallies in found.items()}
    for kind, tally in sorted(of_kind.items(), key=lambda item: (-item[1].acts, item[0])):
        yield Row(cells=(Kind(kind), tally.acts, ActAt(tally.first), ActAt(tally.last)))


def sent_back(inquiry: Inquiry) -> Iterator[Row]:
    """Yield steps by which an act was returned, rejected or withdrawn, the latest first."""
    states = (State.RETURNED, State.REJECTED, State.WITHDRAWN)
    rows = inquiry.view.execute(
        select(journal.c.seq, journal.c.actor, journal.c.recorded_at, registration.c.body)
        .join(registration, registration.c.seq == journal.c.seq)
        .where(
            journal.c.kind.in_([f"act.{state}" for state in states]),
            registration.c.register == WaitingAct.REGISTER,
            *_within(inquiry),
        )
        .order_by(journal.c.seq.desc())
    )
    for seq, person, recorded_at, body in rows:
        act = record_of(WaitingAct, body)
        yield Row(
            cells=(
                ActAt(seq),
                Kind(act.kind),
                act.maker,
                person,
                act.state.words,
                moment_of(recorded_at),
                act.reason or "",
            )
        )


def changes_of_users(inquiry: Inquiry) -> Iterator[Row]:
    """Yield every change of the register of users, the latest first: who changed what of whom."""
    rows = inquiry.view.execute(
        select(journal.c.seq, journal.c.actor, journal.c.recorded_at, registration.c.subject, registration.c.body)
        .join(registration, registration.c.seq == journal.c.seq)
        .where(registration.c.register == User.REGISTER)
        .order_by(registration.c.seq, registration.c.n)
    )
    known: dict[str, User] = {}
    changes = []
    for seq, person, recorded_at, name, body in rows:
        user = User(name=name, role=known[name].role, disabled=True) if body == REMOVED else record_of(User, body)
        what = _changed(known.get(name), user)
        known[name] = user
        office = user.area or user.office or user.enterprise or ""
        changes.append((ActAt(seq), name, user.role, office, what, person, moment_of(recorded_at)))
    for cells in reversed(changes):
        yield Row(cells=cells)


def _changed(before: User | None, after: User) -> Message:
    if before is None:
        return say("增加")
    if after.disabled is not before.disabled:
        return say("停用") if after.disabled else say("恢复")
    if (after.role, after.office, after.area) != (before.role, before.office, before.area):
        return say("变更职责")
    return say("换发凭据") if after.token_digest != before.token_digest else say("变更")


def without_papers(inquiry: Inquiry) -> Iterator[Row]:
    """Yield how many decided acts of each kind have no paper, the most first."""
    acts: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for handling, tally in inquiry.handled().items():
        if handling.numbered and handling.judgement is Judgement.JUDGED:
            acts[handling.kind] += tally.acts
            bare[handling.kind] += 0 if handling.with_papers else tally.acts
    for kind, lacking in sorted(bare.items(), key=lambda item: (-item[1], item[0])):
        yield Row(cells=(Kind(kind), acts[kind], lacking, Share(lacking, acts[kind])), finding=lacking > 0)


def _within(inquiry: Inquiry) -> list[ColumnElement[bool]]:
    return [] if inquiry.area is None else [in_area(inquiry.area)]


QUESTIONS: Final = (
    Question(
        name="pairs",
        title=say("经办与审批的配对"),
        asks=say(
            "已入账业务按（经办、审批）计件，并列该经办人的业务中由此人审批的比例；全部业务只由同一人审批的为重点。"
        ),
        basis=say("财会〔2024〕12号第21条：制单与审核分离"),
        columns=(say("经办"), say("审批"), say("件数"), say("占经办人业务"), say("最早生效日"), say("最近生效日")),
        answer=pairs,
    ),
    Question(
        name="one-hand",
        title=say("只经一人之手的业务"),
        asks=say("有凭证号而没有第二人审批的业务，按类别计件；按办理流程，仅联系方式更正等不入账事项可以如此。"),
        basis=say("办理流程：无需第二人决定的一类"),
        columns=(say("业务"), say("件数"), say("首件"), say("末件")),
        answer=one_hand,
    ),
    Question(
        name="sent-back",
        title=say("退回、不予批准与撤回"),
        asks=say("被退回、不予批准或由经办人撤回的业务，及其理由，最近的在前。"),
        basis=say("实务：看理由，也看同一事项后来由谁重报、谁批准"),
        columns=(say("件号"), say("业务"), say("经办"), say("处理人"), say("处理"), say("时刻"), say("理由")),
        answer=sent_back,
    ),
    Question(
        name="papers",
        title=say("没有附件的业务"),
        asks=say("已入账、有凭证号的业务，按类别列件数与其中没有任何附件的件数。"),
        basis=say("会计基础工作规范：记账凭证除结账、更正外须附原始凭证"),
        columns=(say("业务"), say("件数"), say("无附件"), say("比例")),
        answer=without_papers,
    ),
    Question(
        name="users",
        title=say("用户及其变更"),
        asks=say("用户的增加、停用、恢复、职责变更与凭据换发，何人所为，最近的在前。"),
        basis=say("网络安全等级保护三级：三员分立；实务：先看谁能做什么、自何时起"),
        columns=(say("件号"), say("用户"), say("角色"), say("所在"), say("变更"), say("操作人"), say("时刻")),
        answer=changes_of_users,
        whole_city=True,
    ),
)
