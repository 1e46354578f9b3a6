"""The inbox: what machines sent is kept for good before they are told so, and moved exactly once.

An import is named in the inbox before the store is written, and marked after. Whoever
is killed in between leaves a name behind: the next one makes the same import of
the same deliveries again, and the store knows it or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import pyarrow as pa
from django.db import IntegrityError, connection, transaction

from cynosure.errors import StoreError
from cynosure.register.models import Delivery

_ZSTD = pa.Codec("zstd")
_LONGEST_IDENTITY = 200
MOST_ATTEMPTS = 3
MOST_BYTES = 256 * 2**20  # of words that are moved at once, as they were sent
KEPT = timedelta(days=90)  # how long a delivery is known again after it was moved

# SQLite lets one write at a time; who asks in turn is quicker than who tries and waits.
_in_turn = Lock()


class KeyReused(StoreError):
    """A key that stood for one body came with another."""

    exit_status = 65

    def __init__(self, key: str) -> None:
        super().__init__(
            f"The Idempotency-Key {key[:60]!r} came before with another body, which was accepted. "
            "Give each batch a key of its own; send a batch again with the key that it had."
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """That a delivery is kept; `seen_before` where it had come already."""

    number: int
    seen_before: bool
    state: str


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


def accept(
    sender: str,
    identity: str,
    body: bytes,
    *,
    at: datetime,
    event: str = "",
    sent_by: str = "",
    demands: int | None = None,
    one_body: bool = False,
) -> Accepted:
    """Keep a delivery for good and return its number; the same one again is kept once.

    When this returns, it is on the disk: it outlives the loss of power, also on SQLite. A
    worker moves it unasked. With `one_body` an identity stands for one body only.

    Raises
    ------
    KeyReused
        If it came before with another body and `one_body` is asked for.
    """
    name = identity if len(identity) <= _LONGEST_IDENTITY else _hash(identity.encode())
    said = _hash(body)
    packed = _ZSTD.compress(body, asbytes=True)
    with _durably():
        try:
            with transaction.atomic():
                row = Delivery.objects.create(
                    sender=sender,
                    identity=name,
                    event=event[:100],
                    sent_by=sent_by,
                    body=packed,
                    body_hash=said,
                    size=len(body),
                    demands=demands,
                    accepted_at=at,
                )
        except IntegrityError:
            row = Delivery.objects.defer("body").get(sender=sender, identity=name)
        else:
            return Accepted(row.pk, seen_before=False, state="waiting")
    if one_body and row.body_hash != said:
        raise KeyReused(identity)
    return Accepted(row.pk, seen_before=True, state=row.state)


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
    rows = Delivery.objects.filter(pk=number, failed_at__isnull=False)
    return bool(rows.update(failed_at=None, attempts=0))


def let_go(number: int) -> bool:
    """Let go of the words of a delivery that was given up; return whether there is one."""
    rows = Delivery.objects.filter(pk=number, failed_at__isnull=False)
    return bool(rows.update(body=None))


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


def waiting_anywhere() -> list[int]:
    """Return the workspaces in whose inboxes something waits to be moved, for a worker of all."""
    rows = Delivery.everywhere.filter(moved_at__isnull=True, failed_at__isnull=True)
    return sorted(rows.order_by().values_list("workspace_id", flat=True).distinct())


def counts() -> dict[str, int]:
    """Return how many deliveries wait, and how many were given up."""
    rows = Delivery.objects.filter(moved_at__isnull=True)
    failed_ones = rows.filter(failed_at__isnull=False).count()
    return {"waiting": rows.count() - failed_ones, "failed": failed_ones}


def tidy(*, at: datetime) -> int:
    """Let go of what was moved long ago; a repetition of it changes nothing in the store either."""
    gone, _ = Delivery.objects.filter(moved_at__lt=at - KEPT).delete()
    return int(gone)


def _fitting(rows: Any, first: Delivery, limit: int) -> Iterator[Delivery]:
    size = 0
    for row in rows.filter(sender=first.sender, attempts=0).order_by("pk")[:limit]:
        size += row.size
        if size > MOST_BYTES and row.pk != first.pk:
            return
        yield row


def _waiting(row: Delivery) -> Waiting:
    assert row.body is not None, "the words of what was not moved are kept"
    with pa.CompressedInputStream(pa.BufferReader(bytes(row.body)), "zstd") as stream:
        body = bytes(stream.read())
    return Waiting(row.pk, row.sender, row.event, body, row.accepted_at)


def _hash(said: bytes) -> str:
    return hashlib.blake2b(said, digest_size=16).hexdigest()


@contextmanager
def _durably() -> Iterator[None]:
    """Let what is committed in the block be on the disk when the block ends.

    SQLite in our settings keeps the last commits only in memory until its log is
    next synced: enough for labels, not for what somebody else will not send again.
    """
    on_sqlite = connection.vendor == "sqlite"
    with _in_turn if on_sqlite else nullcontext():
        if on_sqlite and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
        yield
