"""What things are: frozen values of the standard library alone."""
