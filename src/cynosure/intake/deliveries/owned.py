"""Deliveries in Cynosure's own form, as one import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
import pyarrow as pa

from cynosure.demand import QUARANTINE, SET_ASIDE, demand_id
from cynosure.intake.deliveries.arrived import API, Arrived, UnreadableDelivery, opened
from cynosure.intake.deliveries.own_form import OURS, Problem, check_demand, lines_of
from cynosure.intake.deliveries.senders import SENDERS
from cynosure.intake.deliveries.told import Lines
from cynosure.intake.incoming import Batch, Incoming
from cynosure.intake.own import OwnBatches, told_by
from cynosure.intake.reading import shown
from cynosure.intake.shape import Context, Place, SetAside, Tells, UnreadableRecord

_FILE = {API: "API"}
_ROWS = 8_192


@dataclass(slots=True)
class _Read:
    """Demands by their ids, the newest state of each, and all that happened to them."""

    demands: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    aside: list[tuple[Place, str, str]] = field(default_factory=list)
    unread: list[tuple[Place, str, str]] = field(default_factory=list)
    rows: int = 0


def incoming_of(
    arrived: Sequence[Arrived],
    import_id: str,
    *,
    imported_at: datetime,
    told_before: frozenset[Tells],
) -> Incoming:
    """Return deliveries in our own form as one import; of one demand the last line counts."""
    read = _Read()
    for each in arrived:
        _read(each, read)
    first = next(iter(read.demands.values()), None)
    told = told_by(
        [fields for _, fields in read.demands.values()], [fields for _, fields in read.events]
    )
    name = arrived[0].sender
    source = str(first[1]["source"]) if first else name
    return Incoming(
        import_id=import_id,
        imported_at=imported_at,
        exported_at=min(max(each.accepted_at for each in arrived), imported_at),
        shape=name,
        source=source,
        files=(_file(name),),
        zone="UTC",
        zone_assumed=False,
        tells=told | told_before,
        notes=(),
        batches=_batches(read, import_id, name, Context(source, UTC, True, imported_at)),
    )


def _file(sender: str) -> str:
    return _FILE.get(sender) or f"{SENDERS[sender].title} webhook"


def _read(arrived: Arrived, read: _Read) -> None:
    for where, said in _lines(arrived, read):
        read.rows += 1
        place = Place(_file(arrived.sender), where)
        problems: list[Problem] = []
        check_demand(said, 1, problems.append)
        if problems:
            why = "; ".join(f"{each.field or 'the line'}: {each.reason}" for each in problems[:5])
            read.unread.append((place, why, orjson.dumps(said).decode()))
            continue
        assert isinstance(said, dict), "checked"
        _take(said, where, read)


def _take(said: Mapping[str, Any], where: str, read: _Read) -> None:
    name = demand_id(said["source"], said["source_id"])
    demand = {key: value for key, value in said.items() if key != "events" and key not in OURS}
    demand["demand_id"] = name
    read.demands.pop(name, None)
    read.demands[name] = (where, demand)
    events = said.get("events") or ()
    if demand.get("asked_at") and not any(event["kind"] == "asked" for event in events):
        asked = {"at": demand["asked_at"], "kind": "asked", "actor": demand.get("asker")}
        asked |= {"actor_kind": "asker", "public": True, "origin": "claimed"}
        read.events.append((where, {"demand_id": name, **asked}))
    for event in events:
        kept = {key: value for key, value in event.items() if key not in OURS}
        read.events.append((where, {"demand_id": name, **kept}))


def _lines(arrived: Arrived, read: _Read) -> Iterator[tuple[str, object]]:
    """Yield what stands in a delivery, with its place; what is no demand is noted aside."""
    where = f"delivery {arrived.number}"
    place = Place(_file(arrived.sender), where)
    if arrived.sender == API and arrived.event == "batch":
        for number, line in lines_of(arrived.body):
            try:
                yield f"{where}, line {number}", orjson.loads(line)
            except orjson.JSONDecodeError as problem:
                read.rows += 1
                text = line.decode("utf-8", "backslashreplace")
                read.unread.append((place, str(UnreadableDelivery(problem.msg)), text))
        return
    try:
        said = opened(arrived.body)
        meaning = (
            Lines([said])
            if arrived.sender == API
            else SENDERS[arrived.sender].records(arrived.event, said, "")
        )
    except UnreadableRecord as problem:
        read.rows += 1
        read.unread.append((place, str(problem), arrived.body.decode("utf-8", "backslashreplace")))
        return
    if isinstance(meaning, SetAside):
        read.rows += 1
        read.aside.append((place, meaning.reason, arrived.body.decode("utf-8", "replace")))
    elif isinstance(meaning, Lines):
        one = len(meaning.records) == 1
        for number, record in enumerate(meaning.records, start=1):
            yield where if one else f"{where}, demand {number}", record


def _batches(read: _Read, import_id: str, sender: str, context: Context) -> Iterator[Batch]:
    if read.aside or read.unread:
        yield Batch(
            read=len(read.aside) + len(read.unread),
            rows=len(read.aside) + len(read.unread),
            set_aside=_rows(import_id, read.aside, SET_ASIDE),
            quarantine=_rows(import_id, read.unread, QUARANTINE),
        )
    own = OwnBatches(import_id, context)
    yield from own.of_rows(_file(sender), list(read.demands.values()), read.events, rows=_ROWS)


def _rows(
    import_id: str, noted: Sequence[tuple[Place, str, str]], schema: pa.Schema
) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [
            {
                "import_id": import_id,
                "place": str(place),
                "reason": shown(why),
                "record": shown(text),
            }
            for place, why, text in noted
        ],
        schema=schema,
    )
