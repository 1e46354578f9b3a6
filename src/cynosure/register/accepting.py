"""Taking into the inbox: many threads at once, each answered when its delivery is on the disk.

A disk takes about as long to sync one row as fifty. So who comes first writes
for all who came while the last was syncing, in one commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

import pyarrow as pa
from django.db import IntegrityError, connection, transaction

from cynosure.errors import StoreError
from cynosure.register.models import Delivery
from cynosure.register.scope import current_workspace

_ZSTD = pa.Codec("zstd")
_LONGEST_IDENTITY = 200

_in_turn = Lock()  # who holds it writes
_at_the_door = Lock()  # of the list below
_waiting: list[_One] = []


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


@dataclass(eq=False, slots=True)
class _One:
    """A delivery at the door, and what became of it."""

    row: Delivery
    kept: Delivery | None = None  # itself, or the one that came before
    error: Exception | None = None

    @property
    def done(self) -> bool:
        return self.kept is not None or self.error is not None

    @property
    def key(self) -> tuple[int | None, str, str]:
        return _key(self.row)


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
    said = _hash(body)
    one = _One(
        Delivery(
            # Who writes may stand in another workspace.
            workspace_id=current_workspace(),
            sender=sender,
            identity=identity if len(identity) <= _LONGEST_IDENTITY else _hash(identity.encode()),
            event=event[:100],
            sent_by=sent_by,
            body=_ZSTD.compress(body, asbytes=True),
            body_hash=said,
            size=len(body),
            demands=demands,
            accepted_at=at,
        )
    )
    if connection.in_atomic_block:
        # What is not committed yet may be taken back; nobody else's is written into that.
        _write([one])
    else:
        _write_in_turn(one)
    if one.error is not None:
        raise one.error
    assert one.kept is not None, "written"
    if one.kept is one.row:
        return Accepted(one.row.pk, seen_before=False, state=one.row.state)
    if one_body and one.kept.body_hash != said:
        raise KeyReused(identity)
    return Accepted(one.kept.pk, seen_before=True, state=one.kept.state)


def _write_in_turn(one: _One) -> None:
    with _at_the_door:
        _waiting.append(one)
    with _in_turn:
        if one.done:  # somebody wrote it along
            return
        with _at_the_door:
            group = list(_waiting)
            _waiting.clear()
        try:
            with _durably():
                _write(group)
        except Exception as error:  # noqa: BLE001 - each who waits is told
            for each in group:
                each.error = each.error or error


def _write(group: Sequence[_One]) -> None:
    new = {each.key: each.row for each in reversed(group)}
    try:
        # Nearly all are new: they are asked for only where the database says that one is not.
        with transaction.atomic():
            Delivery.everywhere.bulk_create(list(new.values())[::-1])
    except IntegrityError:
        for each in group:
            _write_by_itself(each)
    else:
        for each in group:
            each.kept = new[each.key]


def _write_by_itself(one: _One) -> None:
    one.row.pk = None
    try:
        with transaction.atomic():
            one.row.save(force_insert=True)
            one.kept = one.row
    except IntegrityError:
        workspace, sender, identity = one.key
        rows = Delivery.everywhere.defer("body")
        one.kept = rows.get(workspace=workspace, sender=sender, identity=identity)


def _key(row: Delivery) -> tuple[int | None, str, str]:
    return row.workspace_id, row.sender, row.identity


def _hash(said: bytes) -> str:
    return hashlib.blake2b(said, digest_size=16).hexdigest()


@contextmanager
def _durably() -> Iterator[None]:
    """Let what is committed in the block be on the disk when the block ends.

    SQLite in our settings keeps the last commits only in memory until its log is
    next synced: enough for labels, not for what somebody else will not send again.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    yield
