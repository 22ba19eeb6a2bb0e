"""Acts on reductions and credit."""
