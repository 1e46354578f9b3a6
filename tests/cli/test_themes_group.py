"""`cynosure themes group`: a row in, its theme out, in the order of the table."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.commands import cynosure, done, in_a_process
from tests.themes.texts import TROUBLES, said

TELLINGS = [telling for tellings in TROUBLES.values() for telling in tellings]


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def table(folder: Path, *, name: str = "texts.csv", more: str = "") -> Path:
    """Write the invented demands, each id named after its trouble."""
    file = folder / name
    lines = [f'{key},"{title}"' for key, title, _ in said()]
    file.write_text("\n".join(["id,title", *lines, ""]) + more, encoding="utf-8")
    return file


class TestGroup:
    def test_says_the_theme_of_each_row_in_the_order_of_the_table(self, tmp_path: Path) -> None:
        out = tmp_path / "groups.csv"

        ran = done("themes", "group", table(tmp_path), "--out", out)

        found = rows(out)
        assert list(found[0]) == ["id", "theme", "name"]
        assert [row["id"] for row in found] == [key for key, _, _ in said()]
        for trouble in TROUBLES:
            (theme,) = {row["theme"] for row in found if row["id"].startswith(f"{trouble}-")}
            (name,) = {row["name"] for row in found if row["theme"] == theme}
            assert theme.startswith("t-")
            assert name
        assert f"Read {len(said())} rows: " in ran.err
        assert "0 unreadable" in ran.err
        assert ran.out == ""

    def test_names_the_largest_themes_on_the_terminal(self, tmp_path: Path) -> None:
        ran = done("themes", "group", table(tmp_path), "--out", tmp_path / "groups.csv")

        shown = [line.split(maxsplit=2) for line in ran.err.splitlines() if "  t-" in line]
        sizes = [int(line[0]) for line in shown]
        assert sizes == sorted(sizes, reverse=True)
        found = rows(tmp_path / "groups.csv")
        for size, theme, name in shown:
            assert [row["name"] for row in found if row["theme"] == theme] == [name] * int(size)

    def test_writes_the_same_bytes_in_another_process(self, tmp_path: Path) -> None:
        file, out = table(tmp_path), tmp_path / "groups.csv"
        done("themes", "group", file, "--out", out)

        ran = in_a_process("themes", "group", file, env={"PYTHONHASHSEED": "5"})

        assert ran.status == 0
        assert ran.out.encode() == out.read_bytes()

    @pytest.mark.parametrize("name", ["groups.parquet", "groups.ndjson", "groups.CSV"])
    def test_takes_the_form_from_the_name(self, name: str, tmp_path: Path) -> None:
        out = tmp_path / name

        done("themes", "group", table(tmp_path), "--out", out)

        match out.suffix:
            case ".parquet":
                found = pq.read_table(out).to_pylist()
            case ".ndjson":
                found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
            case _:
                found = rows(out)
        assert [row["id"] for row in found] == [key for key, _, _ in said()]
        assert len({row["theme"] for row in found if row["id"].startswith("export-")}) == 1

    @pytest.mark.parametrize("name", ["texts.xlsx", "texts.json", "texts.ndjson"])
    def test_reads_every_form_of_a_table_alike(self, name: str, tmp_path: Path) -> None:
        file = tmp_path / name
        records = [{"id": key, "title": title} for key, title, _ in said()]
        if name == "texts.xlsx":
            book = openpyxl.Workbook()
            sheet = book.create_sheet(index=0)
            sheet.append(["id", "title"])
            for record in records:
                sheet.append([record["id"], record["title"]])
            book.save(file)
        elif name == "texts.json":
            file.write_text(json.dumps(records), encoding="utf-8")
        else:
            file.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

        assert done("themes", "group", file).out == done("themes", "group", table(tmp_path)).out

    def test_on_roots_writes_the_same_rows(self, tmp_path: Path) -> None:
        out = done("themes", "group", table(tmp_path), "--by-root").out

        assert [row["id"] for row in csv.DictReader(out.splitlines())] == [
            key for key, _, _ in said()
        ]

    def test_keeps_rows_whose_ids_are_missing_or_stood_before(self, tmp_path: Path) -> None:
        file = table(tmp_path, more="export-0,CSV export is empty\n,CSV export is empty\n")

        ran = done("themes", "group", file, "--out", tmp_path / "groups.csv")

        found = rows(tmp_path / "groups.csv")
        assert [row["id"] for row in found[-2:]] == ["export-0", ""]
        assert found[-1]["theme"] == found[-2]["theme"] == found[0]["theme"] != ""
        assert f"Read {len(found)} rows" in ran.err

    def test_numbers_rows_where_no_column_holds_ids(self, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("title\nCSV export is empty\nThanks\n", encoding="utf-8")

        out = done("themes", "group", tmp_path / "t.csv").out

        assert [row["id"] for row in csv.DictReader(out.splitlines())] == ["1", "2"]

    def test_puts_what_cannot_be_read_aside(self, tmp_path: Path) -> None:
        file = table(tmp_path, more="2,a,b,c\nlast,Thanks\n")

        ran = done("themes", "group", file, "--out", tmp_path / "groups.csv")

        assert [row["id"] for row in rows(tmp_path / "groups.csv")][-1] == "last"
        (aside,) = rows(tmp_path / "groups.quarantine.csv")
        assert aside["place"] == f"texts.csv, line {len(said()) + 2}"
        assert "4 cells where the header has 2" in aside["reason"]
        assert "1 unreadable" in ran.err
        assert "groups.quarantine.csv" in ran.err

    def test_leaves_no_old_quarantine_beside_new_groups(self, tmp_path: Path) -> None:
        out = tmp_path / "groups.csv"
        done("themes", "group", table(tmp_path, more="2,a,b,c\n"), "--out", out)

        ran = done("themes", "group", table(tmp_path), "--out", out)

        assert rows(tmp_path / "groups.quarantine.csv") == []
        assert "quarantine" not in ran.err

    @pytest.mark.parametrize(
        ("read", "written"),
        [("texts.csv", "texts.csv"), ("texts.csv", "./texts.csv"), ("g.quarantine.csv", "g.csv")],
    )
    def test_never_writes_over_what_it_reads(self, read: str, written: str, tmp_path: Path) -> None:
        file = table(tmp_path, name=read)
        before = file.read_bytes()

        ran = cynosure("themes", "group", file, "--out", tmp_path / written)

        assert ran.status == 64
        assert read in ran.err
        assert file.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == [read]

    def test_never_writes_over_what_it_reads_through_a_link(self, tmp_path: Path) -> None:
        file = table(tmp_path)
        (tmp_path / "link.csv").hardlink_to(file)

        assert cynosure("themes", "group", file, "--out", tmp_path / "link.csv").status == 64

    def test_of_a_file_that_breaks_off_writes_nothing(self, tmp_path: Path) -> None:
        good = "\n".join(json.dumps({"id": n, "title": "It crashes"}) for n in range(9_000))
        (tmp_path / "t.ndjson").write_text(good + '\n{"id": 9, "ti', encoding="utf-8")
        out = tmp_path / "groups.csv"
        out.write_text("the old ones")

        ran = cynosure("themes", "group", tmp_path / "t.ndjson", "--out", out)

        assert ran.status == 65
        assert "line 9001" in ran.err
        assert out.read_text() == "the old ones"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["groups.csv", "t.ndjson"]

    def test_writes_no_form_that_it_does_not_know(self, tmp_path: Path) -> None:
        ran = cynosure("themes", "group", table(tmp_path), "--out", tmp_path / "groups.xlsx")

        assert ran.status == 64
        assert ".parquet" in ran.err

    def test_takes_columns_from_a_mapping(self, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_text("no,words\nA,Thanks\nB,Slow\n", encoding="utf-8")
        mapping = tmp_path / "m.toml"
        mapping.write_text('[columns]\nsource_id = "no"\ntitle = "words"\n', encoding="utf-8")

        out = done("themes", "group", tmp_path / "t.csv", "--mapping", mapping).out

        assert [row["id"] for row in csv.DictReader(out.splitlines())] == ["A", "B"]

    def test_masks_whom_a_theme_is_about(self, tmp_path: Path) -> None:
        lines = [f"{n},The invoice for jo.kim@mail.example is wrong" for n in range(9)]
        (tmp_path / "t.csv").write_text("\n".join(["id,title", *lines]), encoding="utf-8")

        ran = done("themes", "group", tmp_path / "t.csv")

        assert len({row["theme"] for row in csv.DictReader(ran.out.splitlines())}) == 1
        assert "kim" not in ran.said


class TestOddTables:
    @pytest.mark.parametrize("content", ["", "id,title\n", "\n\n"])
    def test_without_rows_are_refused_with_a_reason(self, content: str, tmp_path: Path) -> None:
        file = tmp_path / "texts.csv"
        file.write_text(content, encoding="utf-8")

        ran = cynosure("themes", "group", file, "--out", tmp_path / "groups.csv")

        assert ran.status == 65
        assert "texts.csv" in ran.err
        assert not (tmp_path / "groups.csv").exists()

    def test_that_are_not_there_are_named(self, tmp_path: Path) -> None:
        ran = cynosure("themes", "group", tmp_path / "none.csv")

        assert ran.status == 65
        assert "none.csv" in ran.err

    @pytest.mark.parametrize(
        ("titles", "themes"),
        [
            (["CSV export is empty"], 0),
            (["CSV export is empty"] * 4, 0),
            (["CSV export is empty"] * 5, 1),
            ([""] * 9, 0),
            (["🙂"] * 9 + ["CSV export is empty"] * 9, None),
            (["カードが使えない", "カードが 使えません", "カードが使えなかった"] * 3, 1),
            (["Die Rechnung ist falsch", "Rechnung falsch", "falsche Rechnung erhalten"] * 3, 1),
            (["CSV export is empty. " * 50_000] * 5 + ["CSV export is empty"], 1),
        ],
    )
    def test_have_a_row_for_each_row(
        self, titles: list[str], themes: int | None, tmp_path: Path
    ) -> None:
        file = tmp_path / "texts.ndjson"
        records = [json.dumps({"id": str(n), "title": title}) for n, title in enumerate(titles)]
        file.write_text("\n".join(records), encoding="utf-8")

        ran = done("themes", "group", file)

        found = list(csv.DictReader(ran.out.splitlines()))
        assert [row["id"] for row in found] == [str(n) for n in range(len(titles))]
        for row in found:
            assert bool(row["theme"]) == bool(row["name"])
        if themes is not None:
            assert len({row["theme"] for row in found} - {""}) == themes
            assert all(bool(row["theme"]) == (themes > 0) for row in found)
