"""What the entries of the registers are judged on."""
