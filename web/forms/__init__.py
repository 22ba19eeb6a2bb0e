"""Forms of commands: made from the command itself, filled by people, read by the schema of the command."""
