"""Pages of logging in, and of a person's own means to do so."""
