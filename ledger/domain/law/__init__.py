"""On which ground a check stands: the article, or the ledger's own rule."""
