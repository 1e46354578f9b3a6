"""The look of every page as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Templates, parts, style sheets and scripts that all rooms share."""

    name = "cynosure.web.design"
    label = "design"
    verbose_name = "Design"
