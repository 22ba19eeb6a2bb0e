"""What an enterprise sees of its own."""
