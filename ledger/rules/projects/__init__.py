"""What projects are judged on, from their scope to their confirmation."""
