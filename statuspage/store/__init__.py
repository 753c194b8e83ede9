"""What was measured, in SQLite: one writer (the monitor), any number of readers."""
