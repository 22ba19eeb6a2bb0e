"""Acts on claims to rights."""
