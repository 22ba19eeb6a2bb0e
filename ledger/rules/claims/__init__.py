"""What claims are judged on."""
