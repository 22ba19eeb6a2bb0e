"""What reductions and credit are judged on: one gram, one use."""
