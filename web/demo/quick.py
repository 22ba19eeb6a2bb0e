"""The passwords of throw-away books: random, made for one run and printed, so a slow check would guard nothing."""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher

from ledger.services.passwords import Passwords

QUICK: Final = Passwords(hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
