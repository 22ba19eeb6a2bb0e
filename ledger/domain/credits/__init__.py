"""Reductions of emission, the card of a facility, and credit on its way."""
