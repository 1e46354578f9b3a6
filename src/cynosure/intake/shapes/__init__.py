"""One module for each known export."""
