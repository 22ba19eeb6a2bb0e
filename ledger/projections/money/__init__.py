"""Dues by age, and money that was not matched yet."""
