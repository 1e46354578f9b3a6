"""The whole command as its user meets it, on real exports and on an invented company."""
