"""Settings that pytest needs before it imports a module."""

from __future__ import annotations

import os
from pathlib import Path

# The pages' settings are the register's and more, so one process tests both.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cynosure.web.settings")
os.environ.setdefault("CYNOSURE_SECRET_KEY", "a secret of the tests, and of nobody else at all")
# Playwright keeps a loop in the thread of a test, in which nothing of Django's runs.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
pytest_plugins = ["tests.postgresql"]  # a server for whoever asks for one


def pytest_collect_file(file_path: Path) -> None:
    """Set Django up before models and pages are imported."""
    if {"register", "web"} & set(file_path.parts):
        import django  # noqa: PLC0415 Django only where needed

        django.setup()
