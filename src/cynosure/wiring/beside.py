"""What lies in a workspace's folder and is not of the store."""

from __future__ import annotations

SECRET = "secret.key"  # noqa: S105 a file's name
BESIDE = (
    "register.sqlite3",
    "register.sqlite3-shm",
    "register.sqlite3-wal",
    "register.sqlite3.lock",
    "uploads",  # files that were sent and are not taken in yet
    "worker.seen",
    SECRET,
)
