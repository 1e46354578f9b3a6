"""Cynosure shows a software organisation to itself through its customers' eyes."""
