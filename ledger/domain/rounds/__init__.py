"""Published trading rounds, and how they are booked."""
