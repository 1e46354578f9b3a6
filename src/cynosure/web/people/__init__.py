"""Signing in, members, tokens, and the trail of what was done."""
