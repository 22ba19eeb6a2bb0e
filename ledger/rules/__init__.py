"""What is allowed: small pure functions over a frozen case, and the dated provisions they ask."""
