"""Pages of the three administrators: persons, sessions, the access log."""
