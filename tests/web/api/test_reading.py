"""What programs read: as pages show it, of their own workspace, a page at a time."""

from __future__ import annotations

import csv
import io

import orjson
import pyarrow.parquet as pq
import pytest

from cynosure.measures import MEASURES
from tests.web.api.conftest import Program, entries_of, token_of
from tests.web.conftest import Desk


def ids(answer: object) -> list[str]:
    return [each["demand_id"] for each in answer.json()["demands"]]  # type: ignore[attr-defined]


class TestDemands:
    def test_come_in_pages_that_hold_each_once(self, program: Program) -> None:
        found: list[str] = []
        after = ""
        for _ in range(10):
            page = program.get(f"/demands?limit=100{after}")
            found += ids(page)
            if page.json()["next"] is None:
                break
            after = f"&after={page.json()['next']}"

        assert found == ids(program.get("/demands?limit=1000"))
        assert len(found) == len(set(found)) > 300

    def test_are_chosen_by_filters(self, program: Program) -> None:
        page = program.get("/demands?nature=failure&state=open&limit=1000").json()

        assert {(each["nature"], each["state"]) for each in page["demands"]} == {
            ("failure", "open")
        }

    def test_are_found_by_their_ids(self, program: Program) -> None:
        (first,) = ids(program.get("/demands?limit=1"))

        assert program.get(f"/demands/{first}").json()["demand_id"] == first
        assert program.get(f"/demands/{first}x").status_code == 404

    def test_of_another_workspace_are_not_there(self, program: Program, stranger: Program) -> None:
        (first,) = ids(program.get("/demands?limit=1"))

        # Nothing was told of the other workspace yet.
        assert stranger.get(f"/demands/{first}").status_code == 503
        assert stranger.get("/demands").status_code == 503


class TestThemesAndImports:
    def test_are_listed_and_found(self, program: Program) -> None:
        themes = program.get("/themes").json()["themes"]
        imports = program.get("/imports").json()["imports"]

        for each in themes[:2]:
            assert program.get(f"/themes/{each['theme_id']}").json() == each
        (only,) = imports
        assert program.get(f"/imports/{only['import_id']}").json() == only
        parts = ("new", "changed", "unchanged", "set_aside", "quarantined")
        assert only["read"] == sum(only[part] for part in parts)
        assert program.get("/themes/none").status_code == 404
        assert program.get("/imports/none").status_code == 404


class TestFigures:
    @pytest.mark.parametrize("name", list(MEASURES))
    def test_of_each_measure_are_answered(self, program: Program, name: str) -> None:
        figure = program.get(f"/measures/{name}").json()

        assert figure["measure"] == name
        assert figure["of"]
        assert (figure["value"] is not None) or figure["instead"]
        assert program.get(f"/measures/{name}/series?every=month").json()["every"] == "month"

    def test_are_told_apart_and_nothing_is_dropped(self, program: Program) -> None:
        shown = program.get("/measures/arrivals/by/channel").json()

        assert sum(group["value"] for _, group in shown["groups"]) == shown["total"]["value"]

    def test_are_of_the_period_that_is_asked(self, program: Program) -> None:
        whole = program.get("/measures/arrivals").json()["value"]
        since = program.get("/measures/arrivals?since=2026-03-01").json()
        until = program.get("/measures/arrivals?until=2026-03-01").json()

        assert since["value"] + until["value"] == whole
        backward = "/measures/arrivals?since=2026-03-01&until=2026-02-01"
        assert program.get(backward).status_code == 422

    def test_lead_to_the_demands_that_they_are_of(self, program: Program) -> None:
        figure = program.get("/measures/stock").json()

        behind = program.get("/demands?behind=stock&asker_kind=customer&limit=1000").json()

        assert len(behind["demands"]) == figure["value"]

    def test_are_listed_with_what_they_mean(self, program: Program) -> None:
        said = program.get("/measures").json()

        assert [each["name"] for each in said["measures"]] == list(MEASURES)
        assert all(each["definition"] for each in said["measures"])
        assert "channel" in said["dimensions"]


class TestDecisions:
    def decide(self, program: Program, **said: object) -> dict[str, object]:
        (first,) = ids(program.get("/demands?limit=1"))
        return {"demand_id": first, "nature": "failure", "code": "slow", **said}

    def test_count_and_are_taken_back(self, program: Program) -> None:
        said = self.decide(program)

        made = program.send("/decisions", said)

        assert made.status_code == 201
        assert made.json()["decided_by"] == "Paul"
        address = f"/decisions/{said['demand_id']}"
        assert program.get(address).json() == made.json()
        assert program.get("/decisions").json()["decisions"] == [made.json()]
        back = program.ask("DELETE", address)
        assert back.json() == {"taken_back": made.json(), "counts_now": None}
        assert program.get(address).status_code == 404
        assert program.ask("DELETE", address).status_code == 404

    @pytest.mark.parametrize(
        "wrong",
        [
            {"code": "advice"},
            {"nature": "none"},
            {"nature": None},
            {"nature": "good"},
            {"doubtful": "perhaps"},
            {"decided_by": "Olga"},
            {"demand_id": ""},
        ],
    )
    def test_that_make_no_sense_are_refused(
        self, program: Program, wrong: dict[str, object]
    ) -> None:
        assert program.send("/decisions", self.decide(program, **wrong)).status_code == 422
        assert program.get("/decisions").json()["decisions"] == []

    def test_on_a_demand_that_is_not_there_are_refused(self, program: Program) -> None:
        assert program.send("/decisions", self.decide(program, demand_id="x:1")).status_code == 404

    def test_are_in_the_trail(self, program: Program, full_desk: Desk) -> None:
        program.send("/decisions", self.decide(program))

        assert entries_of(full_desk.number) == [("demand.decided", "Paul")]

    def test_come_in_pages(self, program: Program) -> None:
        for demand_id in ids(program.get("/demands?limit=5")):
            program.send("/decisions", {"demand_id": demand_id, "nature": None})

        first = program.get("/decisions?limit=3").json()
        second = program.get(f"/decisions?limit=3&after={first['next']}").json()

        assert [len(first["decisions"]), len(second["decisions"])] == [3, 2]
        assert second["next"] is None

    def test_of_another_workspace_are_not_there(self, program: Program, stranger: Program) -> None:
        said = self.decide(program)
        program.send("/decisions", said)

        assert stranger.get("/decisions").json()["decisions"] == []
        assert stranger.get(f"/decisions/{said['demand_id']}").status_code == 404
        assert stranger.ask("DELETE", f"/decisions/{said['demand_id']}").status_code == 404


class TestExports:
    def whole(self, program: Program, table: str, form: str) -> bytes:
        answer = program.get(f"/exports/{table}?format={form}")
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    @pytest.mark.parametrize("table", ["demands", "events", "labels", "clocks"])
    def test_say_the_same_in_every_form(self, program: Program, table: str) -> None:
        rows = list(csv.DictReader(io.StringIO(self.whole(program, table, "csv").decode())))
        lines = [orjson.loads(line) for line in self.whole(program, table, "ndjson").splitlines()]
        columns = pq.read_table(io.BytesIO(self.whole(program, table, "parquet")))

        assert len(rows) == len(lines) == columns.num_rows >= 400
        assert list(rows[0]) == list(lines[0]) == columns.schema.names
        names = [row["demand_id"] for row in rows]
        assert names == [line["demand_id"] for line in lines] == columns["demand_id"].to_pylist()
        assert names == sorted(names)

    def test_make_formulas_harmless(self, program: Program, full_desk: Desk) -> None:
        from cynosure.wiring import open_place
        from cynosure.wiring.inbox import move
        from tests.web.conftest import now

        program.send(
            "/demands", {"source": "desk", "source_id": "1", "title": "=HYPERLINK(1)", "body": "+1"}
        )
        with open_place(full_desk.folder) as place:
            move(place, at=now())

        told = self.whole(program, "demands", "csv").decode()

        assert "'=HYPERLINK(1)" in told
        assert ",=HYPERLINK" not in told

    def test_leave_the_next_one_room(self, program: Program) -> None:
        for _ in range(4):
            self.whole(program, "labels", "csv")
        for _ in range(4):  # nobody reads these
            program.get("/exports/labels").close()

        assert self.whole(program, "labels", "csv")

    def test_need_a_scope_and_are_in_the_trail(self, program: Program, full_desk: Desk) -> None:
        assert Program(token_of("paul", "demands:read")).get("/exports/labels").status_code == 403

        self.whole(program, "labels", "csv")

        assert entries_of(full_desk.number) == [("exported", "Paul")]
