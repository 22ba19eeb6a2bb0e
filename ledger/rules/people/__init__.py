"""What persons, absences and passwords are judged on."""
