"""Settings: where demands come from, how they are read, what customers weigh, who is forgotten."""
