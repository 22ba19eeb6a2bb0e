"""Construction projects, from the EIA table to the confirmation of their quota."""
