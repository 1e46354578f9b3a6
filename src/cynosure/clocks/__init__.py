"""Times from events, by the rules of CLOCKS.md."""
