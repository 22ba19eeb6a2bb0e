"""Acts on construction projects."""
