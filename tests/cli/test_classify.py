"""`cynosure classify`: a row in, a row out, in the order of the file."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.desk import tickets, write_csv
from tests.commands import cynosure, done

LABELS = "id,nature,code,second_code,probability,failure_probability,value_probability,none_probability,code_probability"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def texts(folder: Path, content: str) -> Path:
    file = folder / "texts.csv"
    file.write_text(content, encoding="utf-8")
    return file


class TestClassify:
    def test_writes_what_taking_in_would_label(self, tmp_path: Path) -> None:
        file, out = write_csv(tmp_path / "tickets.csv", tickets(20)), tmp_path / "labels.csv"

        ran = done("classify", file, "--out", out)

        taken = done("export", "labels", file, "--format", "json").out.splitlines()
        by_id = {row["demand_id"]: row for row in map(json.loads, taken)}
        found = rows(out)
        assert ",".join(found[0]) == LABELS
        assert [row["id"] for row in found] == [str(1000 + n) for n in range(20)]
        for row in found:
            theirs = by_id[f"tickets:{row['id']}"]
            assert row["nature"] == theirs["nature"]
            assert row["code"] == (theirs["code"] or "")
            assert float(row["probability"]) == theirs["probability"]
        assert "Read 20 rows: 20 labelled, 0 unknown, 0 unreadable." in ran.err
        assert "id from 'Ticket ID', title from 'Subject'" in ran.err
        assert ran.out == ""

    @pytest.mark.parametrize("name", ["labels.parquet", "labels.ndjson", "labels.CSV"])
    def test_takes_the_form_from_the_name(self, name: str, tmp_path: Path) -> None:
        file, out = texts(tmp_path, "id,title\n1,It crashes\n"), tmp_path / name

        done("classify", file, "--out", out)

        match out.suffix:
            case ".parquet":
                (row,) = pq.read_table(out).to_pylist()
            case ".ndjson":
                row = json.loads(out.read_text())
            case _:
                (row,) = rows(out)
        assert (row["id"], row["nature"]) == ("1", "failure")

    def test_writes_to_standard_output_and_every_chance(self, tmp_path: Path) -> None:
        out = done("classify", texts(tmp_path, "id,title\n1,It crashes\n2,\n"), "--all").out

        first, second = csv.DictReader(out.splitlines())
        chances = [float(value) for name, value in first.items() if name.endswith("_chance")]
        assert len(chances) == 13
        assert sum(chances) == pytest.approx(1, abs=1e-4)
        assert first["broken_chance"] == first["code_probability"]
        assert {value for name, value in second.items() if name != "id"} == {""}

    def test_keeps_every_row_and_says_what_is_odd_about_ids(self, tmp_path: Path) -> None:
        content = "id,title\nA,It crashes\nA,Thanks\n,Late\n=1+1,Slow\n-7,Slow\n"

        ran = done("classify", texts(tmp_path, content), "--out", tmp_path / "labels.csv")

        assert [row["id"] for row in rows(tmp_path / "labels.csv")] == ["A", "A", "", "'=1+1", "-7"]
        assert "1 rows have an id that stood before" in ran.err
        assert "'A' (texts.csv, line 3)" in ran.err
        assert "1 rows have no id" in ran.err
        assert "texts.csv, line 4" in ran.err

    def test_puts_what_cannot_be_read_aside(self, tmp_path: Path) -> None:
        content = "id,title\n1,It crashes\n2,a,b,c\n3,Late\n"

        ran = done("classify", texts(tmp_path, content), "--out", tmp_path / "labels.csv")

        assert [row["id"] for row in rows(tmp_path / "labels.csv")] == ["1", "3"]
        (aside,) = rows(tmp_path / "labels.quarantine.csv")
        assert aside["place"] == "texts.csv, line 3"
        assert "4 cells where the header has 2" in aside["reason"]
        assert "labels.quarantine.csv" in ran.err

    def test_leaves_no_old_quarantine_beside_new_labels(self, tmp_path: Path) -> None:
        done("classify", texts(tmp_path, "id,title\n2,a,b\n3,x\n"), "-o", tmp_path / "l.csv")

        done("classify", texts(tmp_path, "id,title\n3,x\n"), "-o", tmp_path / "l.csv")

        assert rows(tmp_path / "l.quarantine.csv") == []

    @pytest.mark.parametrize("words", [["--out", "texts.csv"], ["--quarantine", "./texts.csv"]])
    def test_never_writes_over_what_it_reads(self, words: list[str], tmp_path: Path) -> None:
        file = texts(tmp_path, "id,title\n1,It crashes\n")
        option, name = words

        ran = cynosure("classify", file, option, tmp_path / name)

        assert ran.status == 64
        assert file.read_text() == "id,title\n1,It crashes\n"

    def test_never_writes_over_what_it_reads_through_a_link(self, tmp_path: Path) -> None:
        file = texts(tmp_path, "id,title\n1,It crashes\n")
        (tmp_path / "link.csv").hardlink_to(file)

        assert cynosure("classify", file, "--out", tmp_path / "link.csv").status == 64

    def test_of_a_file_that_breaks_off_writes_nothing(self, tmp_path: Path) -> None:
        good = "\n".join(json.dumps({"id": n, "title": "It crashes"}) for n in range(9_000))
        (tmp_path / "t.ndjson").write_text(good + '\n{"id": 9, "ti', encoding="utf-8")
        out = tmp_path / "labels.csv"
        out.write_text("the old ones")

        ran = cynosure("classify", tmp_path / "t.ndjson", "--out", out)

        assert ran.status == 65
        assert "line 9001" in ran.err
        assert out.read_text() == "the old ones"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.csv", "t.ndjson"]

    def test_writes_no_form_that_it_does_not_know(self, tmp_path: Path) -> None:
        file = texts(tmp_path, "id,title\n1,x\n")

        ran = cynosure("classify", file, "--out", tmp_path / "labels.xlsx")

        assert ran.status == 64
        assert ".parquet" in ran.err
        done("classify", file, "--out", tmp_path / "labels.xlsx", "--format", "csv")

    def test_says_where_it_cannot_write(self, tmp_path: Path) -> None:
        ran = cynosure(
            "classify", texts(tmp_path, "id,title\n1,x\n"), "--out", tmp_path / "no/labels.csv"
        )

        assert ran.status == 73
        assert "no/labels.csv" in ran.err

    def test_labels_by_labellers_of_ones_own(self, tmp_path: Path) -> None:
        (tmp_path / "rules.toml").write_text('[[rule]]\npattern = "crash"\ncode = "none"\n')
        chain = tmp_path / "labellers.toml"
        chain.write_text('chain = ["rules", "model"]\n[rules]\nfile = "rules.toml"\n')
        file, out = (
            texts(tmp_path, "id,title\n1,A crash test\n2,It fails\n3,\n"),
            tmp_path / "l.csv",
        )

        done("classify", file, "--out", out, "--labeller", chain)

        first, second, third = rows(out)
        assert (first["nature"], first["probability"], first["labelled_by"]) == (
            "none",
            "",
            "rules",
        )
        assert (second["nature"], second["labelled_by"]) == ("failure", "model")
        assert (third["nature"], third["labelled_by"]) == ("", "")
        assert cynosure("classify", file, "--all", "--labeller", chain).status == 64

    @pytest.mark.slow
    def test_takes_no_more_memory_for_more_rows(self, tmp_path: Path) -> None:
        done("classify", texts(tmp_path, "id,title\n1,It crashes\n"), "-o", tmp_path / "l.csv")

        def peak(n: int) -> int:
            body = "".join(f"{number},It fails again and again\n" for number in range(n))
            file = texts(tmp_path, "id,title\n" + body)
            tracemalloc.start()
            done("classify", file, "--out", tmp_path / "labels.csv")
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            return most

        few, many = peak(20_000), peak(32_000)

        # Sixteen bytes an id, several times over while they are merged; rows kept would be a thousand.
        assert many < few + 12_000 * 120
