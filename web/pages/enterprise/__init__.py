"""Pages of an enterprise's officer."""
