"""What a desk is reminded of, and when."""
