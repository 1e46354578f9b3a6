"""Weights from labelled demands, and how good they are."""
