"""Settings that pytest needs before it imports a module."""

from __future__ import annotations

from pathlib import Path


def pytest_collect_file(file_path: Path) -> None:
    """Configure Django before the register's models are imported for their examples."""
    if "register" in file_path.parts:
        from cynosure.register.opening import configure  # noqa: PLC0415 Django only where needed

        configure()
