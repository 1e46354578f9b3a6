"""The questions, each with its answer."""
