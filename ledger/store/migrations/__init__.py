"""Migrations of the schema, in order; no regulation ever arrives by one."""
