"""What services are given that keep something beside the books, by a name that says so."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection

OfficeConnection: TypeAlias = Connection
"""A connection lent by :meth:`ledger.store.book.Book.office`, or by a unit of work, or by a view for looking alone."""
