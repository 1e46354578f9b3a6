"""Recurring groups of failure demand."""
