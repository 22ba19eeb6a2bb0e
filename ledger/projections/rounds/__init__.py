"""Recorded rounds, as printed and as booked."""
