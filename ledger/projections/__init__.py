"""What is shown: read-only views of the journal."""
