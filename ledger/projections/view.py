"""What a projection is given, by a name that the doors may use: they pass it on and never ask it anything."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Connection

View: TypeAlias = Connection
"""A connection that sees one state of the book."""
