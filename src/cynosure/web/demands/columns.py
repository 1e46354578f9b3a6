"""What a list of demands can show of each: columns, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from cynosure.workflows.told.listing import ListedDemand

Kind = Literal["nature", "moment", "duration", "share", "number", "code", "theme", "words", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, how a cell is shown, and the fields of a demand that it shows."""

    name: str
    title: str
    kind: Kind
    fields: tuple[str, ...]
    sort: str = ""  # the order that its head leads to
    is_number: bool = False


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        column.name: column
        for column in (
            Column("nature", "What it is", "nature", ("nature", "code", "decided")),
            Column("sure", "Sure", "share", ("probability",), "unsure", is_number=True),
            Column("asked", "Asked", "moment", ("start",), "newest"),
            Column(
                "waited", "Waited", "duration", ("waited_seconds",), "longest", is_number=True
            ),
            Column("state", "State", "code", ("state",)),
            Column("theme", "Theme", "theme", ("theme",)),
            Column("product", "Product", "words", ("product",)),
            Column("channel", "Channel", "words", ("channel",)),
            Column("source", "Source", "words", ("source",)),
            Column("customer", "Customer", "words", ("customer",)),
            Column("role", "Role", "code", ("role",)),
            Column("standing", "Standing", "code", ("standing",)),
            Column("language", "Language", "words", ("language",)),
            Column("reported", "Reported as", "words", ("reported_type",)),
            Column("labels", "Labels of the source", "list", ("labels",)),
            Column("priority", "Priority", "words", ("priority",)),
            Column("effort", "Effort, minutes", "number", ("effort_minutes",), is_number=True),
            Column(
                "answered", "First response", "duration", ("first_response_seconds",),
                is_number=True,
            ),
            Column(
                "resolved", "To resolution", "duration", ("request_to_resolution_seconds",),
                is_number=True,
            ),
            Column("reopened", "Reopened", "number", ("reopenings",), is_number=True),
            Column("handed", "Hand-offs", "number", ("hand_offs",), is_number=True),
            Column("follows", "Follows up", "words", ("follows",)),
        )
    }
)  # fmt: skip
USUAL = ("nature", "theme", "asked", "waited", "state")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value, with what it takes to show it."""

    column: Column
    value: Any
    also: Any = None  # of a nature: its cause or want; of a theme: its name
    by: str = ""  # "person" where somebody decided


def cells(
    row: ListedDemand, columns: Iterable[Column], themes: Mapping[str, str]
) -> tuple[Cell, ...]:
    """Return what a row shows in these columns."""
    return tuple(_cell(row, column, themes) for column in columns)


def exported(columns: Iterable[Column]) -> tuple[str, ...]:
    """Return the fields that a file holds of a list with these columns.

    >>> exported([COLUMNS["nature"]])
    ('demand_id', 'title', 'nature', 'code', 'decided')
    """
    fields = (name for column in columns for name in column.fields)
    return tuple(dict.fromkeys(("demand_id", "title", *fields)))


def _cell(row: ListedDemand, column: Column, themes: Mapping[str, str]) -> Cell:
    value = getattr(row, column.fields[0])
    if column.kind == "nature":
        return Cell(column, value, row.code, "person" if row.decided else "")
    if column.kind == "theme":
        return Cell(column, value, themes.get(value or "", value))
    if column.kind == "share" and row.decided:
        return Cell(column, None)  # a person is not so or so sure
    return Cell(column, value)
