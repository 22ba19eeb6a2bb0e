"""How fast the books are, measured against a script written by hand on the same machine in the same minute."""
