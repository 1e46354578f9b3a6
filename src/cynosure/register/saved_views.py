"""Saved views of the list of demands: kept, shared, let go of."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote_plus

from django.db.models import Q, QuerySet

from cynosure.register.models import SavedView
from cynosure.register.people.models import User
from cynosure.register.scrubbing import scrub


def save(name: str, query: str, *, by: User, shared: bool, at: datetime) -> SavedView:
    """Keep a view; one of the same name that this person saved before is replaced."""
    kept, _ = SavedView.objects.update_or_create(
        name=name, by=by, defaults={"query": query, "shared": shared, "made_at": at}
    )
    return kept


def seen_by(user: User) -> QuerySet[SavedView]:
    """Return the views that a member sees in the open workspace: their own and the shared ones."""
    rows: QuerySet[SavedView] = SavedView.objects.filter(Q(by=user) | Q(shared=True))
    return rows.select_related("by")


def let_go(number: int, *, by: User, others: bool) -> SavedView | None:
    """Let go of a view and return it; None where there is none that this person may let go of.

    With `others` also a shared one of somebody else.
    """
    found = seen_by(by).filter(pk=number).first()
    if found is None or (found.by_id != by.pk and not others):
        return None
    found.delete()
    return found


def forget(words: str) -> int:
    """Let go of all views that name an erased person; return how many."""
    named = [
        row.pk
        for row in SavedView.objects.all()
        if words.lower() in f"{row.name} {unquote_plus(row.query)}".lower()
    ]
    if named:
        SavedView.objects.filter(pk__in=named).delete()
        scrub()
    return len(named)
