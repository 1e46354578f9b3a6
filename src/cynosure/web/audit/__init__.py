"""Audit: people judge a random sample, and the share gets an interval."""
