"""Is the book what its log makes of it? Everything is recomputed from the rows, and every difference is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect

from ledger.domain.bookkeeping.merkle import MerkleTree
from ledger.errors import Unavailable, enumerated, say
from ledger.store import full_checks, schema, triggers
from ledger.store.act_checks import check_contents, check_docket, check_papers, check_periods
from ledger.store.book import Book
from ledger.store.checkpoint import origin_of
from ledger.store.derived_checks import check_balances, check_counts, check_head, check_turnovers
from ledger.store.engine import damage_of
from ledger.store.findings import Finding, Findings
from ledger.store.name_checks import check_names, check_rule_books, check_used
from ledger.store.recomputation import Recomputation
from ledger.store.stored import stored_names
from ledger.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL, Connection

    from ledger.domain.bookkeeping.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a verification came to."""

    size: int
    """How many acts were read."""
    root: bytes
    """The root of the tree of their recomputed leaves."""
    findings: tuple[Finding, ...]
    """The first thousand, and one that counts the rest."""
    count: int
    """How many findings there are."""

    @property
    def ok(self) -> bool:
        """Return whether nothing was found."""
        return not self.count


def verify_book(
    url: str | URL,
    *,
    full: bool = False,
    anchor: Checkpoint | None = None,
    progress: Callable[[int], None] | None = None,
    judge: Callable[[Connection, Findings], None] | None = None,
) -> Verification:
    """Verify the book at an address, also one that is too damaged to be opened for use.

    :raises Unavailable: there is no book, or the database cannot be reached.
    """
    book = Book.open(url, check=False)
    try:
        with book.reading() as connection:
            return verify(connection, full=full, anchor=anchor, progress=progress, judge=judge)
    except Unavailable as error:
        damage = damage_of(error)
        if damage is None:
            raise
        findings = Findings()
        findings.add("database.damaged", "database", say("无法读取：{detail}", detail=damage))
        return _verification(findings, MerkleTree())
    finally:
        book.close()


def verify(
    connection: Connection,
    *,
    full: bool = False,
    anchor: Checkpoint | None = None,
    progress: Callable[[int], None] | None = None,
    judge: Callable[[Connection, Findings], None] | None = None,
) -> Verification:
    """Recompute the book from its log and list every finding.

    :param full: also check the file, every constraint, the text of the schema, and each calendar day.
    :param anchor: a checkpoint of this book that was kept elsewhere; the journal must still begin with it.
    :param progress: told from time to time how many acts have been read.
    :param judge: judges the recorded acts once more and adds what it finds; asked with ``full`` alone, last.
    :raises Unavailable: ``book.missing``.
    """
    findings = Findings()
    recomputed = None
    if _has_every_table(connection, findings):
        if full:
            _check_declarations(connection, findings)
        findings.attempt("rule_book", check_rule_books, connection, findings)
        wanted_size = None if anchor is None else anchor.size
        recomputed = findings.attempt("position", _prepared, connection, findings, wanted_size)
    if recomputed is None:
        return _verification(findings, MerkleTree())
    recomputed.run(progress or _silently)
    _check_derived(connection, recomputed, findings)
    if full and not recomputed.unreadable:
        findings.attempt("movement", full_checks.check_days, connection, recomputed, findings)
        findings.attempt("evidence", check_contents, connection, recomputed.acts, findings)
        findings.attempt("journal", check_periods, connection, recomputed.acts, findings)
    if anchor is not None:
        findings.attempt("anchor", _check_anchor, connection, recomputed, anchor, findings)
    if full and judge is not None:
        findings.attempt("judgement", judge, connection, findings)
    return _verification(findings, recomputed.tree)


def _verification(findings: Findings, tree: MerkleTree) -> Verification:
    return Verification(size=tree.size, root=tree.root, findings=findings.kept(), count=findings.count)


def _has_every_table(connection: Connection, findings: Findings) -> bool:
    """Return whether all tables are there; of an older or newer program's book, say that it is one.

    :raises Unavailable: ``book.missing``, none of them is there.
    """
    needed = {*metadata.tables, schema.VERSION_TABLE}
    found = findings.attempt("schema", _table_names, connection)
    if found is None:
        return False
    if not needed & found:
        raise Unavailable(say("数据库中没有账簿；请先运行 permit-ledger init"), code="book.missing")
    if schema.VERSION_TABLE in found:
        findings.attempt("schema", _check_version, connection, findings)
    for name in sorted(needed - found):
        findings.add("schema.table", name, say("缺少此表"))
    return needed <= found


def _table_names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _check_version(connection: Connection, findings: Findings) -> None:
    versions = schema.revisions(connection)
    if versions != [schema.NEWEST]:
        found = enumerated(versions)
        detail = say("数据库版本为{found}，应为{newest}", found=found, newest=schema.NEWEST)
        findings.add("schema.version", schema.VERSION_TABLE, detail)
    for name in sorted(triggers.expected() - triggers.present(connection)):
        findings.add("schema.trigger", name, say("缺少触发器"))


def _check_declarations(connection: Connection, findings: Findings) -> None:
    if connection.dialect.name == "sqlite":
        findings.attempt("database", full_checks.check_file, connection, findings)
        findings.attempt("schema", full_checks.check_schema, connection, findings)
    full_checks.check_constraints(connection, findings)


def _prepared(connection: Connection, findings: Findings, wanted_size: int | None) -> Recomputation:
    return Recomputation(
        connection,
        bounds=check_names(connection, findings),
        names=stored_names(connection),
        findings=findings,
        wanted_size=wanted_size,
    )


def _check_derived(connection: Connection, recomputed: Recomputation, findings: Findings) -> None:
    findings.attempt("head", check_head, connection, recomputed, findings)
    if recomputed.unreadable:
        return
    findings.attempt("position", check_used, connection, recomputed, findings)
    findings.attempt("journal", check_counts, connection, recomputed, findings)
    findings.attempt("balance", check_balances, connection, recomputed, findings)
    findings.attempt("turnover", check_turnovers, connection, findings)
    findings.attempt("docket", check_docket, connection, recomputed.acts, findings)
    findings.attempt("evidence", check_papers, connection, recomputed.acts, findings)


def _check_anchor(connection: Connection, recomputed: Recomputation, anchor: Checkpoint, findings: Findings) -> None:
    origin, size = origin_of(connection), recomputed.tree.size
    if anchor.origin != origin:
        detail = say("检查点属于账簿“{other}”，本账簿为“{origin}”", other=anchor.origin, origin=origin)
        findings.add("anchor.origin", "anchor", detail)
    elif anchor.size > size:
        detail = say("检查点有{older}件，日志只有{size}件：末尾被截去，或恢复了旧副本", older=anchor.size, size=size)
        findings.add("anchor.size", "anchor", detail)
    elif recomputed.root_at != anchor.root:
        detail = say("前{older}件的根与检查点不同：此前的日志被改写", older=anchor.size)
        findings.add("anchor.root", "anchor", detail)


def _silently(_acts: int) -> None:
    """Tell nobody."""
