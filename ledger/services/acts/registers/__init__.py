"""Acts that enter something in a register, and what all acts look up there."""
