"""What the clocks read: demands, events, and which import said what.

A history is in the form the store keeps: every demand and event once, and a
sighting for each time that an import held a demand or a claim. Made from
literals, it brings itself into that form, so that the same story means the same
whether it was told once or twice, and in which order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from types import MappingProxyType

import pyarrow as pa

from cynosure.demand import DEMANDS, EVENTS, IMPORTS, SIGHTINGS, Demand, Event, as_batch, with_id

# Claims that name no import are of one import, which has no name.
NAMELESS = ""
GROUPS = pa.schema([pa.field("demand_id", pa.string(), nullable=False), ("group", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One export that was taken in.

    Imports are ordered by `exported_at`, without one by `imported_at`; one with
    neither is the oldest.
    """

    import_id: str
    exported_at: datetime | None = None
    imported_at: datetime | None = None

    def order(self) -> tuple[datetime, datetime, str]:
        """Return by what imports are put in order, oldest first."""
        return (
            self.exported_at or self.imported_at or _LONG_AGO,
            self.imported_at or _LONG_AGO,
            self.import_id,
        )


_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """An import held a demand (`event_id` None) or one of its claims."""

    import_id: str
    demand_id: str
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Demands and what happened to them, each once.

    `imported_at` is the moment of the import for events that carry none: what
    is later than it cannot have happened yet. Such events were always known.
    `differing` lists events that came a second time with other content; the
    first written stands.
    """

    demands: Mapping[str, Demand]
    events: tuple[Event, ...]
    sightings: frozenset[Sighting] = frozenset()
    imports: Mapping[str, Import] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    imported_at: datetime | None = None
    differing: tuple[Event, ...] = ()

    @classmethod
    def of(
        cls,
        demands: Iterable[Demand],
        events: Iterable[Event],
        *,
        sightings: Iterable[Sighting] = (),
        imports: Iterable[Import] = (),
        groups: Mapping[str, str | None] | None = None,
        imported_at: datetime | None = None,
    ) -> History:
        """Return a history from what was said, however often and in whatever order.

        Events of demands that are not there, and events without a time, tell
        nothing and are left out.

        >>> demand = Demand(demand_id="desk:1", source="desk", source_id="1")
        >>> asked = Event(demand_id="desk:1", at=datetime(2026, 3, 2, tzinfo=UTC), kind="asked")
        >>> len(History.of([demand], [asked, asked]).events)
        1
        """
        kept_demands = {demand.demand_id: demand for demand in demands}
        said = [with_id(event) for event in events if event.at and event.demand_id in kept_demands]
        kept_events, differing = _once(said)
        return cls(
            demands=MappingProxyType(kept_demands),
            events=kept_events,
            sightings=frozenset(sightings) | frozenset(_sightings(kept_demands.values(), said)),
            imports=MappingProxyType(_imports(imports, said)),
            groups=MappingProxyType({k: v for k, v in (groups or {}).items() if v is not None}),
            imported_at=imported_at,
            differing=differing,
        )

    @classmethod
    def of_tables(
        cls,
        *,
        demands: pa.Table,
        events: pa.Table,
        sightings: pa.Table,
        imports: pa.Table,
        groups: pa.Table,
        imported_at: datetime | None = None,
    ) -> History:
        """Return a history from tables of the store's schemas; meant for few demands."""
        names = {one.name for one in fields(Demand)} - {"labels"}
        return cls.of(
            (
                Demand(**{name: row[name] for name in names if name in row})
                for row in demands.to_pylist()
            ),
            (
                Event(**{k: v for k, v in row.items() if k in EVENTS.names})
                for row in events.to_pylist()
            ),
            sightings=(
                Sighting(row["import_id"], row["demand_id"], row["event_id"])
                for row in sightings.to_pylist()
            ),
            imports=(
                Import(
                    import_id=row["import_id"],
                    exported_at=row["exported_at"],
                    imported_at=row["imported_at"],
                )
                for row in imports.to_pylist()
            ),
            groups={row["demand_id"]: row["group"] for row in groups.to_pylist()},
            imported_at=imported_at,
        )

    def arrow(self) -> dict[str, pa.Table]:
        """Return the history as tables of the store's schemas, by name."""
        imports = [
            {
                "import_id": one.import_id,
                "exported_at": one.exported_at,
                "imported_at": one.imported_at,
            }
            for one in self.imports.values()
        ]
        sightings = [
            {"import_id": one.import_id, "demand_id": one.demand_id, "event_id": one.event_id}
            for one in self.sightings
        ]
        return {
            "demands": pa.Table.from_batches([as_batch(self.demands.values(), DEMANDS)]),
            "events": pa.Table.from_batches([as_batch(self.events, EVENTS)]),
            "sightings": pa.Table.from_pylist(sightings, schema=SIGHTINGS),
            "imports": pa.Table.from_pylist(imports, schema=IMPORTS),
            "groups": pa.Table.from_pylist(
                [{"demand_id": k, "group": v} for k, v in self.groups.items()], schema=GROUPS
            ),
        }


def _first_written(event: Event) -> tuple[datetime, str, str]:
    # What carries no time of import was always known. The words themselves
    # decide last, so that the order of the list never does.
    return (event.imported_at or _LONG_AGO, event.import_id or "", repr(event))


def _once(said: Iterable[Event]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    kept: dict[tuple[str, str | None], Event] = {}
    differing: list[Event] = []
    for event in sorted(said, key=_first_written):
        first = kept.setdefault((event.demand_id, event.event_id), event)
        if _content(first) != _content(event):
            differing.append(event)
    return tuple(kept.values()), tuple(differing)


def _content(event: Event) -> Event:
    # When and by which import it came is no part of what an event is.
    return replace(event, imported_at=None, import_id=None)


def _sightings(demands: Iterable[Demand], said: Iterable[Event]) -> Iterable[Sighting]:
    for demand in demands:
        if demand.import_id:
            yield Sighting(demand.import_id, demand.demand_id)
    for event in said:
        if event.import_id:
            yield Sighting(event.import_id, event.demand_id)
        if event.origin == "claimed":
            yield Sighting(event.import_id or NAMELESS, event.demand_id, event.event_id)


def _imports(known: Iterable[Import], said: Iterable[Event]) -> dict[str, Import]:
    imports = {one.import_id: one for one in known}
    arrived: dict[str, datetime] = {}
    for event in said:
        if event.import_id and event.imported_at:
            latest = max(arrived.get(event.import_id, event.imported_at), event.imported_at)
            arrived[event.import_id] = latest
    for import_id, moment in arrived.items():
        one = imports.setdefault(import_id, Import(import_id=import_id))
        if one.imported_at is None:
            imports[import_id] = replace(one, imported_at=moment)
    return imports
