"""How it is kept: the only writer of SQL that changes the books."""
