from datetime import UTC, datetime
from typing import Any

import pytest

from cynosure.intake.shape import (
    Context,
    Place,
    Record,
    SetAside,
    Translated,
    UnreadableRecord,
)
from cynosure.intake.table import Mapping, Table

CONTEXT = Context("desk", UTC, True, datetime(2026, 8, 1, tzinfo=UTC))


def translated(fields: dict[str, Any], **more: Any) -> Translated:
    """Translate a row whose columns are called as our fields are."""
    mapping = Mapping(columns={name: (name,) for name in fields}, **more)
    found = Table(mapping).translate([Record(Place("a.csv", "line 2"), fields)], CONTEXT)
    assert isinstance(found, Translated)
    return found


def events(fields: dict[str, Any], **more: Any) -> list[tuple[str, str, str]]:
    return [
        (event.kind, f"{event.at:%d}", event.origin)
        for event in translated({"source_id": "7", **fields}, **more).events
    ]


class TestTable:
    def test_fills_a_demand_and_claims_its_times(self) -> None:
        found = translated(
            {
                "source_id": 7,
                "title": "Login fails",
                "asked_at": "2026-03-01",
                "labels": "ui, login",
                "satisfaction": "4",
                "effort_hours": "1,5",
                "asker": "ana",
                "follows": "6",
                "reopen_count": "2",
            }
        )

        demand = found.demand
        assert (demand.demand_id, demand.title, demand.labels) == (
            "desk:7",
            "Login fails",
            ("ui", "login"),
        )
        assert (demand.satisfaction, demand.effort_minutes) == (0.75, 90)
        assert (demand.follows, demand.follows_origin) == ("desk:6", "declared")
        assert found.figures == {"reopen_count": 2}
        assert [(event.kind, event.origin) for event in found.events] == [("asked", "claimed")]

    @pytest.mark.parametrize(
        ("fields", "ending"),
        [
            ({"resolved_at": "2026-03-05"}, [("resolved", "05")]),
            ({"resolved_at": "2026-03-05", "closed_at": "2026-03-09"}, [("resolved", "05")]),
            ({"closed_at": "2026-03-09"}, [("resolved", "09")]),
            ({"closed_at": "2026-03-09", "status": "Rejected"}, [("declined", "09")]),
            ({"closed_at": "2026-03-09", "status": "Closed", "resolution": "Won't fix"},
             [("declined", "09")]),
            ({"closed_at": "2026-03-09", "status": "Closed", "duplicate_of": "3"}, [("merged", "09")]),
            ({"resolved_at": "2026-03-05", "status": "In Progress"}, []),
            ({"resolved_at": "", "status": "Open", "updated_at": "2026-03-07"}, []),
            ({"resolved_at": "", "status": "Closed", "updated_at": "2026-03-07"}, [("resolved", "07")]),
            ({"status": "Closed"}, []),
        ],
    )  # fmt: skip
    def test_ends_a_demand_as_its_columns_say(
        self, fields: dict[str, str], ending: list[tuple[str, str]]
    ) -> None:
        said = events({"asked_at": "2026-03-01", **fields})

        assert [(kind, day) for kind, day, _ in said if kind != "asked"] == ending
        assert all(origin == "claimed" for _, _, origin in said)

    def test_follows_the_statuses_of_the_mapping(self) -> None:
        fields = {"asked_at": "2026-03-01", "closed_at": "2026-03-09", "status": "Lila"}

        assert events(fields, statuses={"lila": "abandoned"})[-1][0] == "abandoned"

    def test_names_a_row_by_its_words_where_it_has_no_id(self) -> None:
        one, same, other = (translated({"title": text}) for text in ("a", "a", "b"))

        assert one.demand.demand_id == same.demand.demand_id != other.demand.demand_id

    def test_takes_words_without_a_time(self) -> None:
        found = translated({"source_id": "7", "body": "It fails"})

        assert found.demand.asked_at is None
        assert list(found.events) == []

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"source_id": "", "title": "x"}, "'source_id' is empty"),
            ({"source_id": "7", "title": ""}, "neither when it was asked nor what"),
            ({"source_id": "7", "title": "x", "asked_at": "31/02/2026"}, "asked_at: '31/02/2026'"),
            ({"source_id": "7", "asked_at": "2026-03-01", "resolved_at": "soon"}, "resolved_at: "),
        ],
    )
    def test_refuses_a_row_that_is_no_demand(self, fields: dict[str, str], why: str) -> None:
        with pytest.raises(UnreadableRecord, match=why):
            translated(fields)

    def test_sets_an_empty_row_aside(self) -> None:
        row = Record(Place("a.csv", "line 2"), {"source_id": "", "title": None})

        found = Table(Mapping(columns={"title": ("title",)})).translate([row], CONTEXT)

        assert found == SetAside("an empty row")

    def test_tells_bots_apart(self) -> None:
        found = translated({"source_id": "7", "title": "x", "asker": "alert-bot"})

        assert found.demand.asker_kind == "bot"
