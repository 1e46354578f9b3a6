"""Remedies as the register keeps them, in the words that the core knows."""

from __future__ import annotations

from datetime import datetime

from cynosure.measures.remedies import Remedy
from cynosure.register import models
from cynosure.register.scrubbing import scrub


def keep(remedy: Remedy) -> Remedy:
    """Keep what was done against a theme; return it with its number."""
    return _remedy(
        models.Remedy.record(
            theme_id=remedy.theme_id,
            at=remedy.at,
            what=remedy.what,
            marked_by=remedy.by,
            marked_at=remedy.marked_at,
        )
    )


def take_back(number: int, *, by: str, at: datetime) -> Remedy | None:
    """Take the mark of this number back; return it, None where none counts."""
    taken = models.Remedy.take_back(number, by=by, at=at)
    return None if taken is None else _remedy(taken)


def counting() -> list[Remedy]:
    """Return the remedies that nobody took back, by the moment of what was done."""
    return [_remedy(row) for row in models.Remedy.counting()]


def forget(words: str, *, token: str) -> int:
    """Replace the name of an erased person who marked remedies; what was done stays.

    Where what was done names them, those words go, too. It is gone from the file,
    its free pages and its log. Returns how many rows changed.
    """
    changed = models.Remedy.forget(words, token=token)
    scrub()
    return changed


def _remedy(row: models.Remedy) -> Remedy:
    if row.at is None:  # the database's own constraint lets in no mark without a moment
        raise ValueError(f"{row} has no moment")
    return Remedy(
        theme_id=row.theme_id,
        at=row.at,
        what=row.what,
        by=row.marked_by,
        marked_at=row.marked_at,
        number=row.pk,
    )
