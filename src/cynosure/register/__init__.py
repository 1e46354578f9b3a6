"""What people said."""

from cynosure.register.opening import Register, open_register

__all__ = ["Register", "open_register"]
