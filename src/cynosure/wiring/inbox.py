"""What machines sent is moved from the inbox into the store, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from cynosure.demand import DEMANDS
from cynosure.errors import CynosureError, StoreError
from cynosure.intake.deliveries import Arrived, import_id_of, imports_of
from cynosure.register import open_register
from cynosure.wiring.place import Place
from cynosure.workflows.keeping import Receipt
from cynosure.workflows.take_in import Progress, label_new, unwatched

if TYPE_CHECKING:
    from cynosure.register.inbox import Begun, Waiting

MOST_AT_ONCE = 5_000  # deliveries of one import


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of the deliveries that waited."""

    deliveries: int
    imports: Sequence[Receipt]
    failed: int  # that were given up


def move(place: Place, *, at: datetime, progress: Progress = unwatched) -> Moved:
    """Move all that waits in the inbox into the store, and label what has no label.

    Raises
    ------
    StoreError
        If the store cannot be written just now; what waits goes on waiting.
    """
    moved = bring_in(place, at=at, progress=progress)
    # Also where nothing waited: who moved before may have been killed before labelling.
    label_new(store=place.store, labeller=place.labeller, progress=progress)
    return moved


def bring_in(place: Place, *, at: datetime, progress: Progress = unwatched) -> Moved:
    """Move all that waits in the inbox into the store, and label nothing yet.

    Killed at any moment and begun again, it brings nothing twice and loses nothing:
    an import is named in the inbox before the store is written, and marked after.

    Raises
    ------
    StoreError
        If the store cannot be written just now; what waits goes on waiting.
    """
    receipts: list[Receipt] = []
    deliveries = failed = 0
    with open_register(place.folder):
        from cynosure.register import inbox

        while (begun := inbox.begin(MOST_AT_ONCE, named=_named)) is not None:
            try:
                receipts.extend(_take_in(place, begun, at=at))
            except StoreError:
                raise  # nothing is wrong with what was sent
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others
                failed += _failed(place, begun, error, at=at)
                continue
            deliveries += inbox.moved(begun.import_id, at=at)
            progress("Taking in deliveries", deliveries)
    return Moved(deliveries=deliveries, imports=receipts, failed=failed)


def _named(waiting: Sequence[Waiting]) -> str:
    return import_id_of(_arrived(waiting))


def _take_in(place: Place, begun: Begun, *, at: datetime) -> Sequence[Receipt]:
    arrived = _arrived(begun.deliveries)
    source = arrived[0].sender
    return [
        place.store.take_in(incoming)
        for incoming in imports_of(
            arrived,
            begun.import_id,
            imported_at=at,
            known=lambda ids: _asked(place, ids),
            told_before=_told_before(place, source),
        )
    ]


def _failed(place: Place, begun: Begun, error: Exception, *, at: datetime) -> int:
    """Note a failure, unless the store has the import all the same; return how many are given up."""
    from cynosure.register import inbox

    if any(row["import_id"] == begun.import_id for row in place.imports()):
        inbox.moved(begun.import_id, at=at)
        return 0
    said = str(error) if isinstance(error, CynosureError) else type(error).__name__
    return inbox.failed(begun.import_id, why=said, at=at)


def _arrived(waiting: Sequence[Waiting]) -> list[Arrived]:
    return [
        Arrived(each.number, each.sender, each.event, each.body, each.accepted_at)
        for each in waiting
    ]


def _asked(place: Place, ids: Sequence[str]) -> dict[str, tuple[str | None, datetime]]:
    """Return who asked demands that are kept, and when."""
    rows = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    wanted = rows.filter(rows.demand_id.isin(list(ids)), rows.asked_at.notnull())
    found: pa.Table = place.engine.result(wanted.select("demand_id", "asker", "asked_at"))
    return {row["demand_id"]: (row["asker"], row["asked_at"]) for row in found.to_pylist()}


def _told_before(place: Place, sender: str) -> frozenset[Any]:
    """Return what earlier deliveries of a sender told: one that only repeats a demand tells no less."""
    told = (row["tells"] or () for row in place.imports() if row["shape"] == sender)
    return frozenset(name for names in told for name in names)
