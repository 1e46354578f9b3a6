from pathlib import Path

import pytest

from cynosure.intake import inspect_export, read_mapping, write_mapping
from cynosure.intake.sampling import OnlyHeader
from tests.intake.taking import NOW, take, write

TABLE = (
    "Nr.,Betreff,Erstellt am,Status\n"
    "1,Login geht nicht,28.02.2026 14:05,offen\n2,Zu langsam,01.03.2026 09:00,neu\n3,Was,bald,neu\n"
)


class TestInspectExport:
    def test_says_what_would_become_of_an_export(self, tmp_path: Path) -> None:
        seen = inspect_export([write(tmp_path / "a.csv", TABLE)], imported_at=NOW)

        assert (seen.read, seen.demands, seen.quarantined) == (3, 2, 1)
        assert seen.quarantine[0][0] == "a.csv, line 4"
        assert seen.zone_needed
        assert seen.complete
        assert [(date.column, date.written) for date in seen.dates] == [
            ("Erstellt am", "28.02.2026 14:05")
        ]

    def test_reads_as_a_page_of_text(self, tmp_path: Path) -> None:
        text = str(inspect_export([write(tmp_path / "a.csv", TABLE)], imported_at=NOW))

        for said in (
            "Recognised: a table", "title            from 'Betreff'   e.g. Login geht nicht",
            "28.02.2026 14:05                 2026-02-28 14:05:00 UTC", "--timezone",
            "It tells: the asker's own words.", "Records read: 3, which make 2 demands",
            "quarantined: 1", "a:1, asked 2026-02-28 14:05 UTC: Login geht nicht",
        ):  # fmt: skip
            assert said in text

    def test_asks_for_no_zone_where_one_is_given(self, tmp_path: Path) -> None:
        seen = inspect_export(
            [write(tmp_path / "a.csv", TABLE)], imported_at=NOW, timezone="Europe/Berlin"
        )

        assert not seen.zone_needed
        assert f"{seen.dates[0].read:%H:%M}" == "13:05"

    def test_gives_a_mapping_that_reads_the_same(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", TABLE)
        write_mapping(inspect_export([path], imported_at=NOW).mapping, tmp_path / "a.toml")

        assert take(path, mapping=read_mapping(tmp_path / "a.toml")).demands == take(path).demands

    def test_refuses_what_cannot_be_taken_in(self, tmp_path: Path) -> None:
        with pytest.raises(OnlyHeader):
            inspect_export([write(tmp_path / "a.csv", "id,title\n")], imported_at=NOW)

    def test_tells_as_many_demands_as_asked_for(self, tmp_path: Path) -> None:
        table = "id,title\n" + "".join(f"{n},It fails\n" for n in range(9))
        path = write(tmp_path / "a.csv", table)

        assert len(inspect_export([path], imported_at=NOW, shown=7).samples) == 7

    def test_says_that_a_long_file_was_not_read_to_its_end(self, tmp_path: Path) -> None:
        # Dates whose order is plain from the first rows on: nothing else needs the later ones.
        rows = "".join(f"{n},It fails,2026-02-28 14:05\n" for n in range(20_001))
        path = write(tmp_path / "a.csv", f"id,title,created at\n{rows}")

        seen = inspect_export([path], imported_at=NOW)

        assert not seen.complete
        assert seen.rows_each == seen.read == 20_000

    def test_reads_fewer_rows_of_each_of_many_files(self, tmp_path: Path) -> None:
        for n in range(10):
            write(tmp_path / f"{n}.csv", f"id,title\n{n},It fails\n")

        seen = inspect_export(sorted(tmp_path.glob("*.csv")), imported_at=NOW)

        assert (seen.rows_each, seen.read, seen.complete) == (10_000, 10, True)
