"""Dissatisfiers and themes: what hurts customers most, and what people make of it."""
