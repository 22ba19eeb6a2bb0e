"""What the pictures show: sums made for drawing, each with the check that it adds up."""
