"""Acts on rights under the cap."""
