"""Cynosure's own form of a demand, as programs send it: checked on the way in, all at once.

One JSON object a demand, under the names of its fields as `cynosure export demands`
writes them, and beside them `events`: what happened to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final, get_args

import orjson

from cynosure.demand import DEMANDS, EVENT_KINDS, EVENTS
from cynosure.demand.kinds import ActorKind, AskerKind, FollowsOrigin, Origin
from cynosure.intake.dates import UnreadableTime, read_time
from cynosure.intake.shape import Context

MOST_LINES: Final = 10_000
LONGEST_LINE: Final = 1_000_000  # bytes
MOST_EVENTS: Final = 1_000  # of one demand
MOST_PROBLEMS: Final = 1_000  # that are told at once
_LONGEST_NAME = 200  # characters of a source or an id
_UTC = Context("", UTC, True, datetime(1970, 1, 1, tzinfo=UTC))

# What an export holds beside and an import fills in itself.
OURS: Final = frozenset({"imported_at", "import_id", "payload_hash"})
_REQUIRED = ("source", "source_id")
_ONE_OF = ("title", "body", "asked_at")

Say = str | None  # what is wrong with a value; None: nothing
Check = Callable[[Any], Say]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field of one line; a field within an event is `events[2].at`."""

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a batch: how many demands, and what is wrong with them."""

    demands: int
    problems: tuple[Problem, ...]
    more: int = 0  # problems beyond those that are told


def check_batch(body: bytes) -> Checked:
    r"""Return what is wrong with a batch of demands, one a line; empty lines do not count.

    >>> found = check_batch(b'{"source": "desk", "source_id": "7", "title": "Late"}\n{"source": 3}')
    >>> [(each.line, each.field) for each in found.problems]
    [(2, 'source'), (2, 'source_id'), (2, 'title')]
    """
    found = _Found()
    demands = 0
    for number, line in lines_of(body):
        demands += 1
        if demands > MOST_LINES:
            reason = f"A batch holds at most {MOST_LINES:,} demands. Send the rest in another one."
            found.add(Problem(number, "", reason))
            break
        if len(line) > LONGEST_LINE:
            reason = f"It is {len(line):,} bytes long; at most {LONGEST_LINE:,} are taken."
            found.add(Problem(number, "", reason))
            continue
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError as problem:
            found.add(Problem(number, "", f"It is no JSON: {problem.msg}."))
            continue
        check_demand(said, number, found.add)
    if not demands:
        found.add(Problem(1, "", "There is no demand. Send one JSON object a line."))
    return Checked(demands, tuple(found.told), found.more)


def check_one(said: object) -> Checked:
    """Return what is wrong with one demand.

    >>> check_one({"source": "desk", "source_id": "7", "asked_at": "2026-03-02T09:00Z"}).problems
    ()
    """
    found = _Found()
    check_demand(said, 1, found.add)
    return Checked(1, tuple(found.told), found.more)


def lines_of(body: bytes) -> Iterator[tuple[int, bytes]]:
    r"""Yield the lines of a batch that hold something, numbered from one.

    >>> list(lines_of(b"{}\n\n {} \r\n"))
    [(1, b'{}'), (3, b'{}')]
    """
    for number, line in enumerate(body.split(b"\n"), start=1):
        if kept := line.strip():
            yield number, kept


def check_demand(said: object, line: int, tell: Callable[[Problem], None]) -> None:
    """Tell everything that is wrong with one demand."""
    if not isinstance(said, dict):
        tell(Problem(line, "", "It is no JSON object. Send one object a line."))
        return
    for name, value in said.items():
        check = _FIELDS.get(name)
        if check is None:
            if name == "events":
                _check_events(value, line, tell)
            elif name not in OURS:
                tell(Problem(line, _short(name), _unknown(_FIELDS)))
        elif value is not None and (wrong := check(value)) is not None:
            tell(Problem(line, name, wrong))
    for name in _REQUIRED:
        if said.get(name) is None:
            tell(Problem(line, name, "It is required."))
    if not any(said.get(name) for name in _ONE_OF):
        tell(Problem(line, _ONE_OF[0], f"One of {', '.join(_ONE_OF)} is required."))
    _check_id(said, line, tell)


def _check_id(said: Mapping[str, Any], line: int, tell: Callable[[Problem], None]) -> None:
    given = said.get("demand_id")
    if given is not None and given != f"{said.get('source')}:{said.get('source_id')}":
        reason = "It is made of source and source_id, as desk:7. Leave it out, or write it so."
        tell(Problem(line, "demand_id", reason))


def _check_events(events: object, line: int, tell: Callable[[Problem], None]) -> None:
    if events is None:
        return
    if not isinstance(events, list):
        tell(Problem(line, "events", "It is no list of objects."))
        return
    if len(events) > MOST_EVENTS:
        reason = f"It holds {len(events):,}; at most {MOST_EVENTS:,} are taken."
        tell(Problem(line, "events", reason))
        return
    for place, event in enumerate(events):
        where = f"events[{place}]"
        if not isinstance(event, dict):
            tell(Problem(line, where, "It is no JSON object."))
            continue
        for name, value in event.items():
            check = _EVENT_FIELDS.get(name)
            if check is None:
                if name not in OURS:
                    tell(Problem(line, f"{where}.{_short(name)}", _unknown(_EVENT_FIELDS)))
            elif value is not None and (wrong := check(value)) is not None:
                tell(Problem(line, f"{where}.{name}", wrong))
        for name in ("at", "kind"):
            if event.get(name) is None:
                tell(Problem(line, f"{where}.{name}", "It is required."))


class _Found:
    """Problems as they are found, the first of them kept."""

    def __init__(self) -> None:
        self.told: list[Problem] = []
        self.more = 0

    def add(self, problem: Problem) -> None:
        if len(self.told) < MOST_PROBLEMS:
            self.told.append(problem)
        else:
            self.more += 1


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"


def _unknown(known: Iterable[str]) -> str:
    return f"No field is called so. Known are {', '.join(known)}."


def _text(value: object) -> Say:
    return None if isinstance(value, str) else "It is no text."


def _name(value: object) -> Say:
    if not isinstance(value, str):
        return "It is no text."
    if not value.strip():
        return "It is empty."
    if len(value) > _LONGEST_NAME:
        return f"It is longer than {_LONGEST_NAME} characters."
    return None if value.isprintable() else "It holds characters that cannot be seen."


def _time(value: object) -> Say:
    if not isinstance(value, str):
        return "It is no time as text. Write times as 2026-02-28T14:05:00Z."
    try:
        at = read_time(value, _UTC)
    except UnreadableTime as problem:
        return str(problem)
    return "It is empty. Write times as 2026-02-28T14:05:00Z." if at is None else None


def _number(value: object) -> Say:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return None if plain else "It is no number."


def _share(value: object) -> Say:
    if (wrong := _number(value)) is not None:
        return wrong
    return None if 0 <= float(str(value)) <= 1 else "It is not between 0 and 1."


def _amount(value: object) -> Say:
    if (wrong := _number(value)) is not None:
        return wrong
    return None if float(str(value)) >= 0 else "It is below 0."


def _whole(value: object) -> Say:
    fits = isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    return None if fits else "It is no whole number."


def _truth(value: object) -> Say:
    return None if isinstance(value, bool) else "It is neither true nor false."


def _texts(value: object) -> Say:
    fits = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return None if fits else "It is no list of texts."


def _one_of(known: Sequence[str]) -> Check:
    allowed = frozenset(known)
    wrong = f"It is none of {', '.join(known)}."

    def check(value: object) -> Say:
        return None if isinstance(value, str) and value in allowed else wrong

    return check


_FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        **{name: _text for name in DEMANDS.names if name not in OURS},
        "demand_id": _text,
        "source": _name,
        "source_id": _name,
        "asker_kind": _one_of(get_args(AskerKind)),
        "follows_origin": _one_of(get_args(FollowsOrigin)),
        "labels": _texts,
        "asked_at": _time,
        "effort_minutes": _amount,
        "cost": _number,
        "satisfaction": _share,
    }
)
_EVENT_FIELDS: Mapping[str, Check] = MappingProxyType(
    {
        **{name: _text for name in EVENTS.names if name not in OURS | {"demand_id"}},
        "at": _time,
        "kind": _one_of(EVENT_KINDS),
        "actor_kind": _one_of(get_args(ActorKind)),
        "origin": _one_of(get_args(Origin)),
        "public": _truth,
        "seq": _whole,
    }
)
