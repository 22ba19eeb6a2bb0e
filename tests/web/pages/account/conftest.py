"""The fixtures of the log-in."""

from tests.web.pages.account.entrance import app, book, clock, safe

__all__ = ["app", "book", "clock", "safe"]
