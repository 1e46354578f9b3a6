"""Texts as numbers: bytes that Arrow keeps, and functions compiled to read them."""
