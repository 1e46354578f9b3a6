"""How the register came to its form, step by step."""
