"""Value or failure, and the cause."""
