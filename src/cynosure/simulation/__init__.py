"""An invented company, and the truth about it."""
