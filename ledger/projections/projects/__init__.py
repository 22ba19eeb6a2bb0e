"""Where the cases of projects stand, and what exempt ones still lack."""
