"""The rooms of a workspace, in the order in which the way through the house names them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class Room:
    """One room: the name of its first address, what it is called, and the key that leads there."""

    name: str
    title: str
    key: str


ROOMS: tuple[Room, ...] = (
    Room("focus", "Focus", "g f"),
    Room("demands", "Demands", "g d"),
    Room("audit", "Audit", "g a"),
    Room("measures", "Measures", "g m"),
    Room("dissatisfiers", "Dissatisfiers", "g i"),
    Room("take_in", "Take in", "g t"),
    Room("workspace", "Settings", "g s"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A room as the navigation shows it."""

    room: Room
    address: str
    here: bool


def doors(slug: str, path: str, room: str = "") -> tuple[Door, ...]:
    """Return the rooms of a workspace that have an address, the present one marked.

    The present room is the one named, else the one whose address begins this
    path; Focus lies at the root of all others, so the longest wins. A room
    that is not built has no address and is left out.
    """
    known = tuple(_addresses(slug))
    around = [
        (len(address), each.name)
        for each, address in known
        if path.startswith(address) and (each.name != "focus" or path == address)
    ]
    here = room or max(around, default=(0, ""))[1]
    return tuple(Door(each, address, each.name == here) for each, address in known)


def _addresses(slug: str) -> Iterator[tuple[Room, str]]:
    for room in ROOMS:
        try:
            yield room, reverse(room.name, kwargs={"slug": slug})
        except NoReverseMatch:
            continue
