"""Signing in and members as a Django app, so that what allauth does is written down."""

from __future__ import annotations

from django.apps import AppConfig


class PeoplePagesConfig(AppConfig):
    """Pages of people and access; their models are the register's."""

    name = "cynosure.web.people"
    label = "people_pages"
    verbose_name = "Signing in, members, tokens"

    def ready(self) -> None:
        """Listen to what allauth does."""
        from cynosure.web.people import noting  # noqa: F401, PLC0415 models have to be there first
