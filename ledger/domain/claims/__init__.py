"""Claims to rights that others hold, and their rank."""
