"""The room of demands: find them, read one, say what it is."""
