"""What comes in: the schema of every extract, reading, checking, findings."""
