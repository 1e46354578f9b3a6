"""Histories that nobody would think of: everything that rules can trip over, mixed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args

from cynosure.clocks import History, Import
from cynosure.demand import ENDINGS, EVENT_KINDS, Demand, Event
from cynosure.demand.kinds import ActorKind

DAY_ZERO = datetime(2026, 3, 1, tzinfo=UTC)
PEOPLE = ("ana", "carl", "bob", "eva", "bot", None)


def moment(random: Random, days: int = 40) -> datetime:
    """Return an instant on a coarse grid, so that equal ones are frequent."""
    at = DAY_ZERO + timedelta(days=random.randrange(days), hours=random.choice((0, 9, 9, 17)))
    return at + timedelta(microseconds=random.choice((0, 0, 0, 0, 400_000, 900_000, 1_000_000)))


def _promise(random: Random) -> str:
    snapshot: dict[str, object] = {
        "agreement": "standard",
        "term": random.choice(("first_response", "resolution", "resolution", "availability")),
    }
    if random.random() < 0.4:
        snapshot["due"] = moment(random).isoformat()
    else:
        snapshot["target_seconds"] = random.choice((3600, 86_400, 5 * 86_400))
        snapshot["calendar"] = random.choice(("around_the_clock", "around_the_clock", "office"))
        waits = ("waits_on_asker", "waits_on_other", "waits_on_us")
        snapshot["pauses"] = [name for name in waits if random.random() < 0.4]
    return json.dumps(snapshot, sort_keys=True)


def _after(random: Random, kind: str, names: list[str]) -> str | None:
    if kind == "merged":
        return random.choice([*names, *names, "gone", None])
    if kind == "promised":
        return _promise(random)
    if kind == "resolved":
        return random.choice((None, None, None, "stale", "no_answer", "fixed"))
    if kind == "assigned":
        return random.choice((None, "one", "two"))
    return None


def _event(
    random: Random, name: str, names: list[str], imports: list[Import], prefix: str
) -> Event:
    kind = random.choice((*EVENT_KINDS, *ENDINGS, "resolved", "resolved", "reopened", "reopened"))
    before = None
    if kind == "asked" and random.random() < 0.2:
        before = moment(random).isoformat()
    if kind == "assigned" and random.random() < 0.5:
        before = random.choice(("one", "two"))
    claimed = random.random() < 0.3 and kind != "noted"
    source = random.choice([*imports, *imports, None]) if imports else None
    late = random.choice((None, None, None, moment(random, 90)))
    actor = random.choice(PEOPLE)
    return Event(
        demand_id=name,
        at=moment(random),
        kind=kind,
        actor=None if actor is None else prefix + actor,
        actor_kind=random.choice((*get_args(ActorKind), "staff", "staff", None)),
        public=random.choice((True, True, False, None)),
        before=before,
        after=_after(random, kind, names),
        origin="claimed" if claimed else "observed",
        seq=None if claimed or random.random() < 0.5 else random.randrange(6),
        event_id=None if random.random() < 0.9 else random.choice("xyz"),
        imported_at=source.imported_at if source else late,
        import_id=source.import_id if source else None,
    )


def _summaries(random: Random, name: str, imports: list[Import], prefix: str) -> list[Event]:
    """Return what each import claims of one demand, from export to export a little else."""
    events = []
    asked, ended = moment(random, 10), moment(random)
    for one in imports:
        if random.random() < 0.2:
            continue
        if random.random() < 0.15:
            asked = moment(random, 10)
        said = [("asked", asked)]
        if random.random() < 0.7:
            if random.random() < 0.5:
                ended = moment(random)
            said.append((random.choice(("resolved", "resolved", "declined")), ended))
        if random.random() < 0.1:
            said.append(("reopened", moment(random)))
        events += [
            Event(
                demand_id=name,
                at=at,
                kind=kind,  # type: ignore[arg-type]  # one of the kinds above
                actor_kind="asker" if kind == "asked" else "staff",
                public=True,
                origin="claimed",
                imported_at=one.imported_at,
                import_id=one.import_id,
            )
            for kind, at in said
        ]
    return events


def small_history(random: Random, prefix: str) -> tuple[list[Demand], list[Event], list[Import]]:
    """Return one to six demands that may have to do with one another."""
    imports = [
        Import(
            import_id=f"{prefix}i{n}",
            exported_at=random.choice((None, moment(random, 60))),
            imported_at=DAY_ZERO + timedelta(days=random.choice((20, 45, 50, 50, 50))),
        )
        for n in range(random.randrange(4))
    ]
    names = [f"{prefix}{n}" for n in range(random.randint(1, 6))]
    demands = [
        Demand(
            demand_id=name,
            source="desk",
            source_id=name,
            asker=random.choice((f"{prefix}ana", f"{prefix}ana", f"{prefix}carl", None)),
            product=random.choice((None, "p", "p")),
            follows=random.choice([*names, "gone"]) if random.random() < 0.25 else None,
            follows_origin=random.choice((None, None, "declared", "inferred")),
            duplicate_of=random.choice(names) if random.random() < 0.1 else None,
            imported_at=random.choice((None, None, moment(random))),
            import_id=random.choice(imports).import_id
            if imports and random.random() < 0.5
            else None,
        )
        for name in names
    ]
    events: list[Event] = []
    for demand in demands:
        name = demand.demand_id
        if random.random() < 0.85:
            events.append(
                Event(
                    demand_id=name,
                    at=moment(random, 12),
                    kind="asked",
                    actor=demand.asker,
                    actor_kind="asker",
                    public=True,
                    seq=random.choice((None, None, 0)),
                )
            )
        if random.random() < 0.4:
            events += _summaries(random, name, imports, prefix)
        if random.random() < 0.85:
            events += [
                _event(random, name, names, imports, prefix) for _ in range(random.randrange(9))
            ]
    # Some deliveries come twice, and the order of the list means nothing.
    events += random.sample(events, len(events) // 5)
    random.shuffle(events)
    return demands, events, imports


def desk(random: Random, prefix: str) -> tuple[list[Demand], list[Event]]:
    """Return demands of one asker who is answered, comes back, and asks again."""
    demands, events = [], []
    for n in range(random.randint(2, 6)):
        name = f"{prefix}{n}"
        asker = f"{prefix}ana"
        demands.append(
            Demand(
                demand_id=name,
                source="desk",
                source_id=name,
                asker=asker,
                product=random.choice((None, "p")),
            )
        )
        asked = moment(random, 20)
        events.append(Event(demand_id=name, at=asked, kind="asked", actor=asker, public=True))
        kinds = ("responded", "responded", "told", "resolved", "resolved", "reopened", "rated")
        for _ in range(random.randrange(9)):
            kind = random.choice((*kinds, "waits_on_asker", "waits_on_other", "assigned"))
            who = random.choice((asker, f"{prefix}bob", f"{prefix}bob"))
            events.append(
                Event(
                    demand_id=name,
                    at=asked + (moment(random, 12) - DAY_ZERO),
                    kind=kind,  # type: ignore[arg-type]  # one of the kinds above
                    actor=who,
                    actor_kind="staff",
                    public=random.random() < 0.9,
                    after=random.choice(("one", "two")) if kind == "assigned" else None,
                )
            )
    return demands, events


def tangle(random: Random, prefix: str) -> tuple[list[Demand], list[Event]]:
    """Return demands that follow one another and go into one another, in circles too."""
    names = [f"{prefix}{n}" for n in range(random.randint(3, 9))]
    demands, events = [], []
    for name in names:
        follows = random.choice(names) if random.random() < 0.5 else None
        demands.append(Demand(demand_id=name, source="desk", source_id=name, follows=follows))
        events.append(Event(demand_id=name, at=moment(random, 10), kind="asked"))
        kind = random.choice(("merged", "merged", "merged", *ENDINGS, "noted"))
        into = random.choice((*names, "gone")) if random.random() < 0.95 else None
        after = into if kind == "merged" else None
        events.append(Event(demand_id=name, at=moment(random), kind=kind, after=after))
    return demands, events


def clean_up(random: Random, prefix: str) -> tuple[list[Demand], list[Event]]:
    """Return demands that one person closed within hours, some of them more than once."""
    demands, events = [], []
    day = DAY_ZERO + timedelta(days=random.randrange(40))
    for n in range(random.randint(15, 80)):
        name = f"{prefix}closed-{n}"
        demands.append(Demand(demand_id=name, source="desk", source_id=name))
        events.append(Event(demand_id=name, at=DAY_ZERO, kind="asked"))
        for kind in ("resolved", "reopened", "abandoned")[: random.choice((1, 1, 1, 3))]:
            after = timedelta(minutes=random.randrange(180), microseconds=random.choice((0, 7)))
            events.append(
                Event(demand_id=name, at=day + after, kind=kind, actor=f"{prefix}max")  # type: ignore[arg-type]  # one of the kinds above
            )
    return demands, events


def many_histories(seed: int, *, histories: int = 80) -> History:
    """Return many small histories side by side, each under names of its own."""
    random = Random(seed)
    demands: list[Demand] = []
    events: list[Event] = []
    imports: list[Import] = []
    for number in range(histories):
        more_demands, more_events, more_imports = small_history(random, f"{number}/")
        demands += more_demands
        events += more_events
        imports += more_imports
    for kind, times in ((desk, 40), (tangle, 40), (clean_up, 3)):
        for number in range(times):
            more_demands, more_events = kind(random, f"{kind.__name__}{number}/")
            demands += more_demands
            events += more_events
    return History.of(
        demands,
        events,
        imports=[one for one in imports if random.random() < 0.9],
        groups={d.demand_id: random.choice((None, "g", "g", "g", "h")) for d in demands},
        imported_at=random.choice((None, None, DAY_ZERO + timedelta(days=35))),
    )
