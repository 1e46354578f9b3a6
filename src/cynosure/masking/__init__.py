"""Personal data out of text."""
