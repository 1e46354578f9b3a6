"""People and access as a Django app of its own: its first migration makes the user."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who may do what."""

    name = "cynosure.register.people"
    label = "people"
    verbose_name = "People and access"
