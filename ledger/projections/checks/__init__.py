"""What must hold whatever was posted: identities, caps on every day, judging anew."""
