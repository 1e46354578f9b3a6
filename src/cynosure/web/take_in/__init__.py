"""Take in on a page: drop a file, see what it is taken for, correct, start, look at the result."""
