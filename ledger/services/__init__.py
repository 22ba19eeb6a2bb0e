"""What is done: one module per procedure; a service gathers, judges and records, and never commits."""
