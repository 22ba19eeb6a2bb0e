"""Accounts, their balances, their movements, and what holders have."""
