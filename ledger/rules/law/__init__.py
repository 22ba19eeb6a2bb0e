"""The rule book: dated provisions, read from TOML, each with its source and authority."""
