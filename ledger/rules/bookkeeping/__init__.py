"""What openings, closed periods and corrections are judged on."""
