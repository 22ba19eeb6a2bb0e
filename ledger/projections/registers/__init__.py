"""What the registers say, and how they came to say it."""
