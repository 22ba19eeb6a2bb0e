"""Pictures of the books, each with the table that it is drawn from."""
