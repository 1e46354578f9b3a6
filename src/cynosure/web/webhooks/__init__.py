"""Webhooks in: what other systems send by themselves."""
