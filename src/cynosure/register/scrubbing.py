"""What was replaced in the register leaves its free pages and its log too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.db import connections

# Which of some texts name a person, by their places. The store knows; nobody else has the names.
Naming = Callable[[Sequence[str]], Collection[int]]
ERASED = "(erased)"  # what stands where a text named somebody


def scrub() -> None:
    """Write the register anew, so that nothing replaced is left in it or beside it."""
    with connections["default"].cursor() as cursor:
        if connections["default"].vendor != "sqlite":
            cursor.execute("VACUUM")  # PostgreSQL keeps its log for itself, as its owner set it
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
