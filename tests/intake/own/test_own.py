import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from cynosure.demand import DEMANDS, EVENTS, Demand, Event, as_batch, with_id
from cynosure.intake.recognising import PartAlone
from tests.intake.taking import NOW, take, write

ASKED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def demand(name: str, **more: Any) -> Demand:
    return Demand(
        demand_id=f"desk:{name}",
        source="desk",
        source_id=name,
        title=f'Title "{name}", and more',
        labels=("a", "b, c"),
        asked_at=ASKED,
        **more,
    )


def event(name: str, kind: Any = "asked", **more: Any) -> Event:
    return with_id(Event(**{"demand_id": f"desk:{name}", "at": ASKED, "kind": kind, **more}))


def written(folder: Path, form: str, demands: list[Demand], events: list[Event]) -> Path:
    """Write demands and events as `cynosure export` does."""
    folder.mkdir(exist_ok=True)
    for name, rows, schema in (("demands", demands, DEMANDS), ("events", events, EVENTS)):
        table = pa.Table.from_batches([as_batch(rows, schema)])
        if form == "parquet":
            pq.write_table(table, folder / f"{name}.parquet")
        elif form == "json":
            write(folder / f"{name}.json", _lines(table))
        else:
            write(folder / f"{name}.csv", _csv(table))
    return folder


def _lines(table: pa.Table) -> bytes:
    import orjson

    return b"".join(orjson.dumps(row) + b"\n" for row in table.to_pylist())


def _csv(table: pa.Table) -> bytes:
    import orjson

    if "labels" in table.schema.names:
        said = [orjson.dumps(row).decode() for row in table["labels"].to_pylist()]
        at = table.schema.get_field_index("labels")
        table = table.set_column(at, "labels", pa.array(said))
    held = io.BytesIO()
    pyarrow.csv.write_csv(table, held)
    return held.getvalue()


class TestOwnExport:
    @pytest.mark.parametrize("form", ["parquet", "json", "csv"])
    def test_comes_back_as_it_was(self, tmp_path: Path, form: str) -> None:
        demands = [demand("1", effort_minutes=2.5), demand("2", asker_kind="bot")]
        events = [event("1"), event("1", "resolved", public=True, seq=3), event("2")]

        taken = take(written(tmp_path / "export", form, demands, events))

        assert taken.incoming.shape == "own"
        assert taken.incoming.source == "desk"
        assert taken.read == 2
        for row, said in zip(taken.demands, demands, strict=True):
            for name in ("demand_id", "title", "asked_at", "effort_minutes", "asker_kind"):
                assert row[name] == getattr(said, name)
            assert row["labels"] == list(said.labels)
            assert row["imported_at"] == NOW
            assert row["payload_hash"]
        assert [row["event_id"] for row in taken.events] == [one.event_id for one in events]
        assert taken.events[1]["public"] is True
        assert taken.events[1]["seq"] == 3
        assert taken.last_sign_at == ASKED

    def test_says_the_same_of_the_same_rows_in_every_form(self, tmp_path: Path) -> None:
        hashes = {
            form: take(written(tmp_path / form, form, [demand("1")], [event("1")])).demands[0][
                "payload_hash"
            ]
            for form in ("parquet", "json", "csv")
        }

        assert len(set(hashes.values())) == 1

    def test_names_events_that_have_no_name(self, tmp_path: Path) -> None:
        nameless = Event(demand_id="desk:1", at=ASKED, kind="asked")
        other = Event(demand_id="desk:1", at=ASKED, kind="noted")

        first, second = (
            take(written(tmp_path / "export", "parquet", [demand("1")], [nameless, other])).events
            for _ in range(2)
        )

        names = [row["event_id"] for row in first]
        assert names == [row["event_id"] for row in second]
        assert len(set(names)) == 2

    def test_quarantines_rows_that_fit_nowhere(self, tmp_path: Path) -> None:
        demands = [
            demand("1"),
            demand("1", body="other"),
            demand("2", satisfaction=7.0),
            demand("3", asker_kind="alien"),
        ]
        events = [event("1"), event("9"), event("1", "exploded"), event("1", origin="guessed")]

        taken = take(written(tmp_path / "export", "parquet", demands, events))

        assert [row["source_id"] for row in taken.demands] == ["1"]
        assert len(taken.events) == 1
        assert taken.read == 1 + len(taken.quarantine)
        said = "\n".join(taken.reasons)
        for why in ("stood before in this export", "satisfaction is not between 0 and 1",
                    "asker_kind is none of", "No demand of this export", "kind is none of",
                    "origin is none of"):  # fmt: skip
            assert why in said
        assert "demands.parquet, row 3" in taken.places

    def test_reads_times_that_cannot_be_as_wrong_rows(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "demands.csv",
            "demand_id,source,source_id,title,asked_at\n"
            "desk:1,desk,1,a,2026-03-01T09:00:00Z\ndesk:2,desk,2,b,9999-12-31\n,desk,3,c,\n",
        )

        taken = take(path)

        assert [row["source_id"] for row in taken.demands] == ["1"]
        assert taken.places == ["demands.csv, line 3", "demands.csv, line 4"]

    def test_gives_a_harmless_formula_its_first_form_back(self, tmp_path: Path) -> None:
        path = write(
            tmp_path / "demands.csv", "demand_id,source,source_id,title\ndesk:1,desk,1,'=1+1\n"
        )

        assert take(path).demand["title"] == "=1+1"

    @pytest.mark.parametrize("form", ["parquet", "csv", "json"])
    def test_counts_demands_and_events_as_rows(self, tmp_path: Path, form: str) -> None:
        events = [event("1"), event("1", "resolved"), event("2")]

        taken = take(written(tmp_path / form, form, [demand("1"), demand("2")], events))

        assert (taken.rows, taken.read) == (5, 2)

    def test_tells_what_its_events_tell(self, tmp_path: Path) -> None:
        claimed = event("1", "resolved", origin="claimed")

        taken = take(written(tmp_path / "export", "parquet", [demand("1")], [claimed]))

        assert taken.incoming.tells == {"endings", "text"}

    def test_needs_its_demands(self, tmp_path: Path) -> None:
        folder = written(tmp_path / "export", "parquet", [], [event("1")])
        (folder / "demands.parquet").unlink()

        with pytest.raises(PartAlone, match="without the demands themselves"):
            take(folder)
