"""The server's own secret: kept beside the register, readable by its account alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cynosure.errors import StoreError

FILE = "secret.key"


class SecretUnreadable(StoreError):
    """The server's secret cannot be read or kept."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"The server's secret {file} cannot be used: {reason}. Let the server's account read "
            "and write it, or give one in CYNOSURE_SECRET_KEY."
        )


def secret_in(folder: Path) -> str:
    """Return the secret kept in a folder, made at first use.

    It signs sessions and keeps webhooks' secrets; without it everybody signs in again and
    senders need new secrets. A backup holds it.

    Raises
    ------
    SecretUnreadable
        If it cannot be read, or kept.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     secret_in(Path(folder)) == secret_in(Path(folder))
    True
    """
    file = folder / FILE
    try:
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            kept = file.read_text(encoding="ascii").strip()
            if len(kept) < 32:
                raise SecretUnreadable(file, "it is too short to be one") from None
            return kept
        made = secrets.token_urlsafe(50)
        with os.fdopen(handle, "w", encoding="ascii") as open_file:
            open_file.write(made)
    except OSError as error:
        raise SecretUnreadable(file, error.strerror or str(error)) from error
    return made
