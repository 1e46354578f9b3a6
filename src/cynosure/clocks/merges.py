"""Rule 4: how it ended for demands that went into others, and for chains of follow-ups.

Every merge is followed to its end. The latest ending that can be reached says
how it ended; the moment is that ending's, or the latest merge on the way, since
nobody's clock ends before their merge. Where nothing but a circle can be
reached, it is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cynosure.clocks.alone import Alone
from cynosure.clocks.follow_ups import Link


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. `decided_by` is the demand whose ending counts.

    `ends_as` is `merged` where it went into something unknown, and `ended_at`
    None while it is open. `circle`: the merges ran in one.
    """

    ends_as: str
    ended_at: datetime | None
    decided_by: str | None = None
    circle: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where merges lead: what one must see to follow them."""

    clocked: Mapping[str, Alone]
    chain_of: Mapping[str, Sequence[str]]  # the demands of each demand's request
    followed: frozenset[str]
    as_of: datetime

    def target(self, name: str) -> str | None:
        """Return the demand with a clock that a merged one went into, if it is known."""
        standing = self.clocked[name].course.standing
        into = None if standing is None else standing.after
        into = into if into is not None else self.clocked[name].demand.duplicate_of
        return into if into in self.clocked else None

    def merged(self, name: str) -> bool:
        """Return whether a demand goes on in another."""
        return self.clocked[name].state == "merged"

    def merged_at(self, name: str) -> datetime:
        """Return when a merged demand went into the other."""
        at = self.clocked[name].ended_at
        assert at is not None
        return at


def outcome(name: str, ways: Ways) -> Outcome:
    """Return how one demand ended, as of the instant."""
    if not ways.merged(name):
        alone = ways.clocked[name]
        return Outcome(str(alone.state), alone.ended_at, name)
    path = _Path(name, ways)
    if path.circle:
        return Outcome("open", None, circle=True)
    if path.chain is not None:
        whole = _not_before(chain_outcome(path.chain, ways), path.latest)
        # What its own way runs into is flagged; what others of the chain ran into is not.
        return replace(whole, circle=whole.decided_by is None, unknown=False)
    return _not_before(_ending(path.last, ways), path.latest)


def chain_outcome(members: Sequence[str], ways: Ways) -> Outcome:
    """Return how a chain of follow-ups ended: by the latest ending that it can reach."""
    endings: list[tuple[bool, datetime, datetime, str, Outcome]] = []
    latest: list[datetime] = []
    for name in _reached(members, ways):
        if not ways.merged(name):
            found = outcome(name, ways)
        else:
            path = _Path(name, ways)
            if not path.circle:
                latest.append(path.latest)
            if path.chain is not None:
                continue
            found = (
                Outcome("open", None, name, circle=True)
                if path.circle
                else _ending(path.last, ways)
            )
        by = found.decided_by or name
        at = found.ended_at or ways.as_of
        endings.append((found.ended_at is None, at, ways.clocked[by].begun, by, found))
    if not endings:
        return Outcome("open", None, circle=True)
    last = max(endings, key=lambda one: one[:4])[4]
    return _not_before(last, *latest)


class _Path:
    """The way of a merged demand: to a demand, a chain, something unknown, or in a circle."""

    def __init__(self, name: str, ways: Ways) -> None:
        self.chain: Sequence[str] | None = None
        self.circle = False
        self.latest = ways.merged_at(name)
        seen = {name}
        while True:
            into = ways.target(name)
            if into is None:
                self.last = name
                return
            if into in ways.followed:
                self.chain = ways.chain_of[into]
                return
            if not ways.merged(into):
                self.last = into
                return
            if into in seen:
                self.circle = True
                return
            seen.add(into)
            self.latest = max(self.latest, ways.merged_at(into))
            name = into


def _reached(members: Sequence[str], ways: Ways) -> Iterator[str]:
    # The demands of a chain, and of every chain that one of them waits for.
    chains, seen = [members], {members[0]}
    for chain in chains:
        for name in chain:
            yield name
            if ways.merged(name):
                onward = _Path(name, ways).chain
                if onward is not None and onward[0] not in seen:
                    seen.add(onward[0])
                    chains.append(onward)


def _ending(last: str, ways: Ways) -> Outcome:
    alone = ways.clocked[last]
    return Outcome(str(alone.state), alone.ended_at, last, unknown=alone.state == "merged")


def _not_before(found: Outcome, *moments: datetime) -> Outcome:
    if found.ended_at is None:
        return found
    return replace(found, ended_at=max((found.ended_at, *moments)))


def merge_pairs(ways: Ways) -> list[tuple[str, str]]:
    """Return each merged demand with what it went into, where that is known."""
    pairs = ((name, ways.target(name)) for name in ways.clocked if ways.merged(name))
    return [(name, into) for name, into in pairs if into is not None]


def ways_of(
    clocked: Mapping[str, Alone],
    links: Mapping[str, Link],
    chains: Mapping[str, Sequence[str]],
    as_of: datetime,
) -> Ways:
    """Return what one must see to follow merges."""
    return Ways(
        clocked=clocked,
        chain_of={name: members for members in chains.values() for name in members},
        followed=frozenset(link.to for link in links.values()),
        as_of=as_of,
    )
