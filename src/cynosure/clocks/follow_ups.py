"""Rules 5 and 17: follow-ups, declared or inferred, and the chains they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from cynosure.clocks.alone import Alone
from cynosure.clocks.joined import joined
from cynosure.demand.kinds import FollowsOrigin


@dataclass(frozen=True, slots=True)
class Link:
    """What a demand follows, and who says so."""

    to: str
    origin: FollowsOrigin


def links(clocked: Mapping[str, Alone], groups: Mapping[str, str], *, days: int) -> dict[str, Link]:
    """Return what each demand follows, between demands that have a clock.

    What the source declares is never overruled: where it names any demand,
    nothing is inferred, even if that demand is not in the data.
    """
    found: dict[str, Link] = {}
    for name, alone in clocked.items():
        declared = alone.demand.follows
        if declared is not None and alone.demand.follows_origin != "inferred":
            if declared in clocked and declared != name:
                found[name] = Link(declared, "declared")
                alone.notes.say(5, f"The source says that it follows {declared}.")
        elif (earlier := _followed(alone, clocked, groups, days)) is not None:
            found[name] = Link(earlier, "inferred")
            alone.notes.say(
                17,
                f"Same asker, product and group within {days} days after {earlier} was "
                "resolved: taken as its follow-up.",
            )
    return found


def _followed(
    alone: Alone, clocked: Mapping[str, Alone], groups: Mapping[str, str], days: int
) -> str | None:
    # Of several earlier ones the last resolved; of those the last asked.
    demand = alone.demand
    group = groups.get(demand.demand_id)
    if demand.asker is None or group is None:
        return None
    earlier = [
        (other.ended_at, other.begun, name)
        for name, other in clocked.items()
        if other.state == "resolved"
        and other.ended_at is not None
        and other.ended_at < alone.begun
        and other.demand.asker == demand.asker
        and other.demand.product == demand.product
        and groups.get(name) == group
    ]
    if not earlier:
        return None
    ended_at, _, name = max(earlier)
    return name if alone.begun <= ended_at + timedelta(hours=24 * days) else None


def chains(clocked: Mapping[str, Alone], links: Mapping[str, Link]) -> dict[str, list[str]]:
    """Return the demands of each request, by the one asked first; most are alone in theirs."""
    members: dict[str, list[str]] = defaultdict(list)
    for name, root in joined(clocked, [(name, link.to) for name, link in links.items()]).items():
        members[root].append(name)
    by_start = [
        sorted(names, key=lambda name: (clocked[name].begun, name)) for names in members.values()
    ]
    return {names[0]: names for names in by_start}
