"""The register as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """What people said: decisions and labels."""

    name = "cynosure.register"
    label = "register"
    verbose_name = "Register"
