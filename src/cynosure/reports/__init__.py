"""One page that a director reads."""
