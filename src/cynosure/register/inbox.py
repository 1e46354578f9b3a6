"""The inbox: what machines sent is kept for good before they are told so, and moved exactly once.

An import is named in the inbox before the store is written, and marked after. Whoever
is killed in between leaves a name behind: the next one makes the same import of
the same deliveries again, and the store knows it or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Q

from cynosure.register.accepting import Accepted, KeyReused, accept
from cynosure.register.models import Delivery
from cynosure.register.scrubbing import ERASED, Naming

MOST_ATTEMPTS = 3
MOST_BYTES = 256 * 2**20  # of words that are moved at once, as they were sent
KEPT = timedelta(days=90)  # how long a delivery is known again after it was moved


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery to be moved."""

    number: int
    sender: str
    event: str
    body: bytes
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """Deliveries of one sender that one import moves; `again` where it was begun before."""

    import_id: str
    deliveries: Sequence[Waiting]
    again: bool


def begin(limit: int, *, named: Callable[[Sequence[Waiting]], str]) -> Begun | None:
    """Return the deliveries of the next import, under the name that `named` gives it.

    One that was begun and not marked comes first, with the deliveries and the name
    that it had. Else the oldest that wait, all of one sender, at most `limit`;
    one that could not be moved before is tried by itself. None where nothing waits.
    """
    with transaction.atomic():
        rows = Delivery.objects.filter(moved_at__isnull=True, failed_at__isnull=True)
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        begun = rows.filter(import_id__isnull=False).order_by("pk").first()
        if begun is not None:
            assert begun.import_id is not None, "asked for"
            found = list(rows.filter(import_id=begun.import_id).order_by("pk"))
            return Begun(begun.import_id, [_waiting(row) for row in found], again=True)
        first = rows.order_by("pk").first()
        if first is None:
            return None
        chosen = [first] if first.attempts else list(_fitting(rows, first, limit))
        taken = [_waiting(row) for row in chosen]
        import_id = named(taken)
        Delivery.objects.filter(pk__in=[row.pk for row in chosen]).update(import_id=import_id)
    return Begun(import_id, taken, again=False)


def moved(import_id: str, *, at: datetime) -> int:
    """Note that the store has what an import's deliveries say; their words go. Return how many."""
    rows = Delivery.objects.filter(import_id=import_id, moved_at__isnull=True)
    return int(rows.update(moved_at=at, body=None, why=""))


def failed(import_id: str, *, why: str, at: datetime) -> int:
    """Note that an import cannot be made and the store has nothing of it. Return how many failed.

    Its deliveries are tried again one by one, so that one that cannot be moved
    keeps no other; after three attempts it is given up until somebody tries it again.
    """
    rows = Delivery.objects.filter(import_id=import_id, moved_at__isnull=True)
    given_up = 0
    with transaction.atomic():
        for row in rows.defer("body"):
            row.attempts += 1
            row.import_id, row.why = None, why
            if row.attempts >= MOST_ATTEMPTS:
                row.failed_at = at
                given_up += 1
            row.save(update_fields=["attempts", "import_id", "why", "failed_at"])
    return given_up


def try_again(number: int) -> bool:
    """Let a delivery that was given up be moved once more; return whether there is one."""
    return bool(_given_up().filter(pk=number).update(failed_at=None, attempts=0))


def let_go(number: int) -> bool:
    """Let go of the words of a delivery that was given up, for good; return whether there is one."""
    return bool(_given_up().filter(pk=number).update(body=None))


def given_up() -> set[int]:
    """Return the numbers of the deliveries that were given up and whose words are still there."""
    return set(_given_up().order_by().values_list("pk", flat=True))


def recent(limit: int = 50, *, senders: Sequence[str] = (), sent_by: str = "") -> list[Delivery]:
    """Return the newest deliveries, without their words; of some senders, or of one token."""
    rows = Delivery.objects.defer("body").order_by("-pk")
    if senders:
        rows = rows.filter(sender__in=senders)
    if sent_by:
        rows = rows.filter(sent_by=sent_by)
    return list(rows[:limit])


def delivery(number: int) -> Delivery | None:
    """Return a delivery of the open workspace, without its words; None where there is none."""
    found: Delivery | None = Delivery.objects.defer("body").filter(pk=number).first()
    return found


def forget(naming: Naming) -> int:
    """Let go of the words of deliveries that were given up and name a person; return how many.

    What waits keeps its words: they are in the store, without the person, once it is moved. Also
    an identity and a reason that name them are replaced, of whatever delivery; one that is
    sent again under that identity counts as new, and changes nothing in the store. Who
    calls it scrubs the register after.
    """
    gone = 0
    failed_ones = Delivery.objects.filter(failed_at__isnull=False, body__isnull=False)
    for number in list(failed_ones.values_list("pk", flat=True)):  # one body in memory at a time
        row = failed_ones.filter(pk=number).first()
        if row is not None and naming([_unpacked(row).decode("utf-8", "replace")]):
            gone += int(failed_ones.filter(pk=number).update(body=None))
    numbers, said = [], []
    for number, *words in Delivery.objects.values_list("pk", "identity", "event", "why"):
        numbers.append(number)
        said.append(words)
    for column, anew in enumerate(("identity", "event", "why")):
        for place in naming([words[column] for words in said]):
            instead = f"erased-{numbers[place]}" if anew == "identity" else ERASED
            Delivery.objects.filter(pk=numbers[place]).update(**{anew: instead})
    return gone


def waiting_anywhere() -> list[int]:
    """Return the workspaces in whose inboxes something waits to be moved, for a worker of all."""
    rows = Delivery.everywhere.filter(moved_at__isnull=True, failed_at__isnull=True)
    return sorted(rows.order_by().values_list("workspace_id", flat=True).distinct())


def counts() -> dict[str, int]:
    """Return how many deliveries wait, and how many were given up and not let go of."""
    waiting = Delivery.objects.filter(moved_at__isnull=True, failed_at__isnull=True)
    return {"waiting": waiting.count(), "failed": _given_up().count()}


def tidy(*, at: datetime) -> int:
    """Forget what was moved or let go of long ago; return how many.

    A repetition of what was moved changes nothing in the store either.
    """
    moved_or_let_go = Q(moved_at__lt=at - KEPT) | Q(failed_at__lt=at - KEPT, body__isnull=True)
    gone, _ = Delivery.objects.filter(moved_or_let_go).delete()
    return int(gone)


def _fitting(rows: Any, first: Delivery, limit: int) -> Iterator[Delivery]:
    size = 0
    for row in rows.filter(sender=first.sender, attempts=0).order_by("pk")[:limit]:
        size += row.size
        if size > MOST_BYTES and row.pk != first.pk:
            return
        yield row


def _given_up() -> Any:
    # Without its words none can be moved, so one that was let go of cannot be tried again.
    return Delivery.objects.filter(failed_at__isnull=False, body__isnull=False)


def _waiting(row: Delivery) -> Waiting:
    return Waiting(row.pk, row.sender, row.event, _unpacked(row), row.accepted_at)


def _unpacked(row: Delivery) -> bytes:
    assert row.body is not None, "the words of what was not moved are kept"
    with pa.CompressedInputStream(pa.BufferReader(bytes(row.body)), "zstd") as stream:
        return bytes(stream.read())


__all__ = [
    "Accepted",
    "Begun",
    "KeyReused",
    "Waiting",
    "accept",
    "begin",
    "counts",
    "delivery",
    "failed",
    "forget",
    "given_up",
    "let_go",
    "moved",
    "recent",
    "tidy",
    "try_again",
    "waiting_anywhere",
]
