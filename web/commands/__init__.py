"""The commands, one module each, whose ``command`` is imported only when it is called."""
