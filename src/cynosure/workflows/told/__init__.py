"""What was last told: what is kept of a telling, and what may be asked of it."""
