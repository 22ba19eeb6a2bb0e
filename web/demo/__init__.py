"""The demonstration city: made up from a fixed seed, and booked by the same services as real work."""
