"""Made-up imports, with only what a test is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from cynosure.demand import (
    DEMANDS,
    EVENTS,
    PAYLOADS,
    QUARANTINE,
    SET_ASIDE,
    SOURCE_FIGURES,
    Demand,
    Event,
    as_batch,
    payload_hash,
    with_id,
)
from cynosure.intake.incoming import Batch, Incoming
from cynosure.store.payloads import packed

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def day(number: int, hour: int = 9) -> datetime:
    """Return a time in March 2026: day 1 is Monday the second."""
    return MONDAY + timedelta(days=number - 1, hours=hour - 9)


def demand(number: int | str, **said: object) -> Demand:
    """Return demand `desk:<number>`; its payload's hash follows from what was said."""
    named = {"asker": "ana", "title": f"Demand {number}", "asked_at": day(1), **said}
    words = payload_hash(repr(sorted(named.items())).encode())
    return Demand(
        demand_id=f"desk:{number}",
        source="desk",
        source_id=str(number),
        payload_hash=words,
        **named,  # type: ignore[arg-type]  # a test names fields as it likes
    )


def event(number: int | str, at: datetime, kind: str, **said: object) -> Event:
    """Return an event of demand `desk:<number>`, with its id."""
    return with_id(Event(demand_id=f"desk:{number}", at=at, kind=kind, **said))  # type: ignore[arg-type]  # as above


def incoming(
    import_id: str,
    *demands: Demand,
    events: Iterable[Event] = (),
    exported_at: datetime | None = None,
    imported_at: datetime | None = None,
    set_aside: Sequence[str] = (),
    quarantine: Sequence[str] = (),
    figures: Mapping[str, float] | None = None,
    payload: str | None = None,
    rows: int = 100,
) -> Incoming:
    """Return an import of these demands, in batches of `rows`, each with its events."""
    imported_at = imported_at or exported_at or day(20)
    stamp = {"import_id": import_id, "imported_at": imported_at}
    demands = tuple(replace(one, **stamp) for one in demands)  # type: ignore[arg-type]  # as above
    told = [replace(one, **stamp) for one in events]  # type: ignore[arg-type]  # as above

    def batches() -> Iterator[Batch]:
        for start in range(0, max(len(demands), 1), rows):
            some = demands[start : start + rows]
            names = {one.demand_id for one in some}
            yield Batch(
                rows=2 * len(some),
                read=len(some) + (len(set_aside) + len(quarantine) if start == 0 else 0),
                demands=as_batch(some, DEMANDS),
                events=as_batch([one for one in told if one.demand_id in names], EVENTS),
                payloads=pa.RecordBatch.from_pylist(
                    [
                        {
                            "import_id": import_id,
                            "demand_id": one.demand_id,
                            "payload_hash": one.payload_hash,
                            "payload": packed((payload or f"words of {one.title}").encode()),
                        }
                        for one in some
                    ],
                    schema=PAYLOADS,
                ),
                figures=pa.RecordBatch.from_pylist(
                    [
                        {
                            "import_id": import_id,
                            "demand_id": one.demand_id,
                            "figure": figure,
                            "value": value,
                        }
                        for one in some
                        for figure, value in (figures or {}).items()
                    ],
                    schema=SOURCE_FIGURES,
                ),
                set_aside=pa.RecordBatch.from_pylist(
                    [
                        {
                            "import_id": import_id,
                            "place": "x.csv, line 1",
                            "record": record,
                            "reason": "pull request",
                        }
                        for record in (set_aside if start == 0 else ())
                    ],
                    schema=SET_ASIDE,
                ),
                quarantine=pa.RecordBatch.from_pylist(
                    [
                        {
                            "import_id": import_id,
                            "place": "x.csv, line 2",
                            "reason": "no id",
                            "record": record,
                        }
                        for record in (quarantine if start == 0 else ())
                    ],
                    schema=QUARANTINE,
                ),
                last_sign_at=day(3),
            )

    return Incoming(
        import_id=import_id,
        imported_at=imported_at,
        exported_at=exported_at,
        shape="table",
        source="desk",
        files=("x.csv",),
        zone="UTC",
        zone_assumed=False,
        tells=frozenset({"endings"}),
        notes=(),
        batches=batches(),
    )
