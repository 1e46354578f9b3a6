"""Django's settings for the register, taken over by `opening`; the web shell adds its own."""

from __future__ import annotations

from typing import Any

DEBUG = False
INSTALLED_APPS = ["cynosure.register.people", "cynosure.register"]
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

# The program that opens the register decides what is logged and how.
LOGGING_CONFIG = None

# SQLite keeps no comments of columns; PostgreSQL, which teams use, does.
SILENCED_SYSTEM_CHECKS = ["fields.W163", "models.W046"]

SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": 600,  # a thread of a server keeps its connection
    "NAME": ":memory:",  # `open_register` puts the workspace's file here
    "OPTIONS": {
        # A writer asks for the lock at once and waits, instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # What is erased is overwritten, so that it is not left in free pages.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
        ),
    },
}
DATABASES: dict[str, dict[str, Any]] = {"default": {**SQLITE}}
