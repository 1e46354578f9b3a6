"""What is wrong with a file is said in words, with a fitting status, and nothing is stored."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import COLUMNS, tickets, write_csv
from tests.commands import contents, cynosure, done, in_a_process

# One worker makes what they share.
pytestmark = pytest.mark.xdist_group("bad input")

Maker = Callable[[Path], Path]

DATA_ERROR, IO_ERROR, CONFIG, USAGE = 65, 74, 78, 64


def empty(folder: Path) -> Path:
    (folder / "empty.csv").write_bytes(b"")
    return folder / "empty.csv"


def header_only(folder: Path) -> Path:
    return write_csv(folder / "header.csv", [])


def truncated_gzip(folder: Path) -> Path:
    write_csv(folder / "tickets.csv", tickets(500))
    packed = gzip.compress((folder / "tickets.csv").read_bytes())
    (folder / "tickets.csv.gz").write_bytes(packed[: len(packed) // 2])
    return folder / "tickets.csv.gz"


def truncated_zip(folder: Path) -> Path:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.write(write_csv(folder / "tickets.csv"), "tickets.csv")
    (folder / "tickets.zip").write_bytes(raw.getvalue()[:-40])
    return folder / "tickets.zip"


def invalid_json(folder: Path) -> Path:
    lines = [json.dumps({"id": n, "title": "No export", "created": "2026-01-02"}) for n in range(9)]
    lines[6] = '{"id": 6, "title": '
    (folder / "tickets.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / "tickets.jsonl"


def invalid_json_array(folder: Path) -> Path:
    text = '[\n{"id": 1, "title": "A", "created": "2026-01-02"},\n{"id": 2, "title": oops}\n]\n'
    (folder / "tickets.json").write_text(text, encoding="utf-8")
    return folder / "tickets.json"


def repeated_column(folder: Path) -> Path:
    lines = ["id,title,created,title", "1,No export,2026-01-02,Something else"]
    (folder / "twice.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "twice.csv"


def bomb(folder: Path) -> Path:
    with (
        zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("tickets.csv", "w") as member,
    ):
        member.write(b"id,title,created\n")
        for _ in range(100):
            member.write(b"0" * 2**20)
    return folder / "bomb.zip"


def loop(folder: Path) -> Path:
    (folder / "there.csv").symlink_to(folder / "here.csv")
    (folder / "here.csv").symlink_to(folder / "there.csv")
    return folder / "here.csv"


def folder_of_pictures(folder: Path) -> Path:
    inside = folder / "pictures"
    inside.mkdir()
    (inside / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return inside


def no_folder_content(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    return folder / "nothing"


def missing(folder: Path) -> Path:
    return folder / "tikcets.csv"


def not_parquet(folder: Path) -> Path:
    (folder / "tickets.parquet").write_bytes(b"PAR1 and nothing else")
    return folder / "tickets.parquet"


def not_a_workbook(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "tickets.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "no workbook")
    return folder / "tickets.xlsx"


def broken_xes(folder: Path) -> Path:
    (folder / "log.xes").write_text("<log><trace><event></trace></log>", encoding="utf-8")
    return folder / "log.xes"


def entity_bomb(folder: Path) -> Path:
    text = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><log><string value="&b;"/></log>'
    (folder / "log.xes").write_text(text, encoding="utf-8")
    return folder / "log.xes"


REFUSED: list[tuple[Maker, int, str]] = [
    (empty, DATA_ERROR, "empty.csv"),
    (header_only, DATA_ERROR, "header.csv"),
    (truncated_gzip, DATA_ERROR, "tickets.csv.gz cannot be unpacked"),
    (truncated_zip, DATA_ERROR, "tickets.zip cannot be unpacked"),
    (invalid_json, DATA_ERROR, "line 7"),
    (invalid_json_array, DATA_ERROR, "line 3"),
    (repeated_column, DATA_ERROR, "'title'"),
    (bomb, DATA_ERROR, "as a file made to fill a disk does"),
    (loop, DATA_ERROR, "here.csv"),
    (folder_of_pictures, DATA_ERROR, "pictures"),
    (no_folder_content, DATA_ERROR, "nothing"),
    (missing, DATA_ERROR, "tikcets.csv"),
    (not_parquet, DATA_ERROR, "tickets.parquet"),
    (not_a_workbook, DATA_ERROR, "tickets.xlsx"),
    (broken_xes, DATA_ERROR, "log.xes"),
    (entity_bomb, DATA_ERROR, "log.xes"),
]


@pytest.mark.parametrize(
    ("make", "status", "words"), REFUSED, ids=[make.__name__ for make, _, _ in REFUSED]
)
class TestAFileThatCannotBeRead:
    def test_is_refused_in_words_and_leaves_the_workspace_as_it_was(
        self, make: Maker, status: int, words: str, workspace: Path, tmp_path: Path
    ) -> None:
        file, before = make(tmp_path), contents(workspace)

        ran = cynosure("take-in", file, "-w", workspace)

        assert words in ran.err
        assert ran.status == status
        assert ran.out == ""
        assert contents(workspace) == before

    def test_makes_no_report(
        self, make: Maker, status: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "report.html"

        ran = cynosure("report", make(tmp_path), "--out", out)

        assert ran.status == status
        assert words in ran.err
        assert not out.exists()

    def test_is_not_inspected_either(
        self, make: Maker, status: int, words: str, tmp_path: Path
    ) -> None:
        ran = cynosure("inspect", make(tmp_path))

        assert ran.status == status
        assert words in ran.err


SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'
FORMULA = '=HYPERLINK("http://example.org/?"&A1,"open")'


class Strange:
    """What became of an export of six plain tickets and many that nobody wants."""

    def __init__(self, folder: Path) -> None:
        rows = [
            *tickets(6),
            ticket(2000, Created_at="0000-01-01 00:00:00"),
            ticket(2001, Created_at="0001-01-01 00:00:00"),
            ticket(2002, Created_at="9999-12-31 23:59:59", Resolved_at=""),
            ticket(2003, Resolved_at="9999-12-31 23:59:59"),
            ticket(2010, Created_at="2026-02-02 09:00:00", Resolved_at="2026-01-01 09:00:00"),
            ticket(2020, Subject="First"),
            ticket(2020, Subject="Second"),
            ticket(2030, Description="word " * (2 * 2**20)),
            ticket(2040, Subject=FORMULA),
            ticket(2041, Subject="@SUM(1)", Requester="+4711"),
            ticket(2050, Subject="a\0b"),
            *(
                ticket(n, Subject=f"{SCRIPT} broken", Channel=SCRIPT, Type=SCRIPT)
                for n in range(2100, 2130)
            ),
        ]
        self.workspace = folder / "workspace"
        taken = done("take-in", write_csv(folder / "strange.csv", rows), "-w", self.workspace)
        self.rows, self.ledger = len(rows), ledger(taken.err)
        shown = ("report", "-w", self.workspace, "--title", SCRIPT, "--format")
        self.reports = {
            form: done(*shown, form).out for form in ("html", "json", "csv", "markdown")
        }
        self.json = json.loads(self.reports["json"])

    def exported(self, table: str) -> list[dict[str, Any]]:
        lines = done("export", table, "-w", self.workspace, "--format", "json").out.splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Strange:
    return Strange(tmp_path_factory.mktemp("strange"))


@pytest.mark.slow
class TestARecordThatCannotBeUsed:
    def test_loses_no_other(self, strange: Strange) -> None:
        assert strange.ledger["read"] == strange.rows
        titles = [row["title"] for row in strange.exported("demands")]
        assert {"First", FORMULA, "@SUM(1)"} <= set(titles)

    def test_of_ten_megabytes_in_one_cell_is_quarantined_with_its_place(
        self, strange: Strange
    ) -> None:
        reasons = strange.json["ledgers"][0]["quarantine_reasons"]

        (long,) = [each for each in reasons if "10,485,760 characters" in each["reason"]]
        assert long["places"] == ["strange.csv, line 15"]
        assert len(strange.reports["html"]) < 2 * 2**20

    def test_of_the_year_0_or_9999_has_no_clock_from_it(self, strange: Strange) -> None:
        clocks = {row["demand_id"]: row for row in strange.exported("clocks")}

        for number in (2000, 2002):
            assert f"strange:{number}" not in clocks or not clocks[f"strange:{number}"]["state"]
        assert clocks.get("strange:2003", {"state": None})["state"] != "resolved"

    def test_resolved_before_it_was_asked_has_no_clock_and_is_told(self, strange: Strange) -> None:
        assert "Events that cannot have happened are set aside" in [
            doubt["title"] for doubt in strange.json["doubts"]
        ]
        (clock,) = [row for row in strange.exported("clocks") if row["demand_id"] == "strange:2010"]
        assert clock["state"] is None
        assert "impossible_order" in clock["flags"]

    def test_whose_id_came_before_with_other_content_is_quarantined(self, strange: Strange) -> None:
        reasons = strange.json["ledgers"][0]["quarantine_reasons"]

        assert [each["n"] for each in reasons if "with other content" in each["reason"]] == [1]

    def test_with_a_formula_is_harmless_in_our_csv(self, strange: Strange) -> None:
        exported = done("export", "demands", "-w", strange.workspace).out

        for text in (exported, strange.reports["csv"]):
            for row in csv.reader(io.StringIO(text, newline="")):
                for cell in row:
                    assert not cell.startswith(("=", "@", "+", "-")) or is_number(cell), cell
        assert f"'{FORMULA}" in [
            row["title"] for row in csv.DictReader(io.StringIO(exported, newline=""))
        ]

    def test_with_markup_and_script_is_harmless_in_the_page(self, strange: Strange) -> None:
        page = strange.reports["html"]

        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert "<img" not in page

    def test_with_markup_and_script_is_harmless_in_markdown(self, strange: Strange) -> None:
        assert "script" in strange.reports["markdown"]
        assert not re.search(r"(?<!\\)<(script|img)", strange.reports["markdown"])

    def test_with_nul_bytes_loses_nothing_around_it(self, strange: Strange) -> None:
        ids = {row["demand_id"] for row in strange.exported("demands")}

        assert {"strange:2041", "strange:2100"} <= ids

    def test_in_two_encodings_is_read_as_far_as_it_can_be(self, tmp_path: Path) -> None:
        head, first, second = (
            "id,title,created",
            "1,Größe falsch,2026-01-02",
            "2,Grüße fehlen,2026-01-03",
        )
        mixed = b"\n".join([head.encode(), first.encode(), second.encode("latin-1")])
        file = tmp_path / "mixed.csv"
        file.write_bytes(mixed)

        ran = done("take-in", file, "-w", tmp_path / "workspace")

        assert ledger(ran.err)["read"] == 2
        titles = done("export", "demands", "-w", tmp_path / "workspace", "--format", "json").out
        assert "Größe falsch" in titles or "Grüße fehlen" in titles


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def ledger(said: str) -> dict[str, int]:
    """Return what `take-in` and `report` say became of each record."""
    (line,) = [line for line in said.splitlines() if line.startswith("Read ")]
    head, _, rest = line.rstrip(".").partition(": ")
    counts = {"read": int(head.removeprefix("Read ").split()[0].replace(",", ""))}
    for part in rest.split(", "):
        number, _, name = part.partition(" ")
        counts[name] = int(number.replace(",", ""))
    assert counts["read"] == sum(n for name, n in counts.items() if name != "read"), line
    return counts


def ticket(number: int, **said: str) -> dict[str, str]:
    """Return one more ticket with what matters in it."""
    row = {**tickets(1)[0], "Ticket ID": str(number)}
    return {**row, **{name.replace("_", " "): value for name, value in said.items()}}


class TestAnotherUsersFile:
    def test_is_refused_in_words(self, workspace: Path, tmp_path: Path) -> None:
        file = write_csv(tmp_path / "private.csv")
        file.chmod(0)
        before = contents(workspace)

        status, said = as_nobody("take-in", file, "-w", workspace, give=(tmp_path, workspace))

        file.chmod(0o600)
        assert "private.csv" in said
        assert "permission" in said.lower()
        assert status in {DATA_ERROR, IO_ERROR}
        assert "Traceback" not in said
        assert contents(workspace) == before


class TestAnotherUsersWorkspace:
    def test_is_refused_in_words(self, workspace: Path, tmp_path: Path) -> None:
        file = write_csv(tmp_path / "tickets.csv", tickets(3))
        file.chmod(0o644)
        before = contents(workspace)

        status, said = as_nobody("take-in", file, "-w", workspace, give=(tmp_path,))

        assert "Traceback" not in said
        assert str(workspace) in said
        assert status == IO_ERROR
        assert contents(workspace) == before


_NOBODY = 65534
# Root may read everything, so the command gives its rights away before it starts; the
# interpreter and the packages may lie where only root may look, so they are imported before.
_AS_NOBODY = """
import os, sys
import cynosure.wiring.reporting, cynosure.cli.intake, cynosure.cli.progress, cynosure.workflows.take_in
import cynosure.wiring.labelling
from cynosure.cli.main import main
from cynosure.nature import shipped_labeller
shipped_labeller()
if os.getuid() == 0:
    os.setgid({nobody}); os.setuid({nobody})
sys.argv = ["cynosure", *sys.argv[1:]]
main()
"""


def as_nobody(*words: str | Path, give: tuple[Path, ...]) -> tuple[int, str]:
    """Run the command as a user without rights; `give` names what they may reach."""
    if os.getuid() == 0:
        for place in give:
            for folder in (place, *place.parents):
                if folder.stat().st_uid == 0 and folder != Path("/"):
                    folder.chmod(folder.stat().st_mode | 0o055)
            if place.name == "workspace":
                for inner in place.rglob("*"):
                    inner.chmod(inner.stat().st_mode | 0o066 | (0o011 if inner.is_dir() else 0))
                place.chmod(0o777)
    elif len(give) == 1:
        for inner in (*give[0].rglob("workspace/**"), give[0] / "workspace"):
            if inner.is_dir():
                inner.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY.format(nobody=_NOBODY), *map(str, words)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


class TestAFullDisk:
    def test_is_said_and_nothing_is_stored_by_halves(self, tmp_path: Path) -> None:
        place = tmp_path / "small"
        place.mkdir()
        mounted = (
            os.getuid() == 0
            and subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=768k", "tmpfs", str(place)],
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )
        if not mounted:
            pytest.skip("left out: only root may mount a small disk (the store's tests fake one)")
        try:
            few = write_csv(tmp_path / "few.csv", tickets(3))
            ran = in_a_process("take-in", few, "-w", place / "workspace")
            assert ran.status == 0, ran.said
            before = contents(place / "workspace")
            many = write_csv(
                tmp_path / "many.csv",
                [{**row, "Description": os.urandom(400).hex()} for row in tickets(6_000)],
            )

            ran = in_a_process("take-in", many, "-w", place / "workspace")

            assert "Traceback" not in ran.err
            assert "No space is left" in ran.err
            assert ran.status == IO_ERROR
            assert contents(place / "workspace") == before
            demands = done("export", "demands", "-w", place / "workspace", "--format", "json").out
            assert len(demands.splitlines()) == 3
        finally:
            subprocess.run(["umount", str(place)], check=False)


class TestAnOption:
    @pytest.mark.parametrize(
        ("words", "status", "said"),
        [
            (["--timezone", "Europe/Atlantis"], USAGE, "Europe/Atlantis"),
            (["--as-of", "yesterday"], USAGE, "yesterday"),
            (["--since", "2026-13-01"], USAGE, "2026-13-01"),
            (["--hours", "failure=few,value=2"], USAGE, "failure=0.5,value=6"),
            (["--hours", "failure=1"], USAGE, "failure=0.5,value=6"),
            (["--hours", "failure=-1,value=2"], USAGE, "failure=0.5,value=6"),
            (["--hours", "failure=nan,value=2"], USAGE, "failure=0.5,value=6"),
            (["--hours", "failure=inf,value=2"], USAGE, "failure=0.5,value=6"),
            (["--since", "2026-03-01", "--until", "2026-02-01"], USAGE, "2026-02-01"),
            (["--since", "2026-03-01", "--until", "2026-03-01"], USAGE, "2026-03-01"),
            (["--format", "pdf"], 2, "pdf"),
            (["--follow-up-days", "0"], 2, "follow-up-days"),
            (["--colour", "red"], 2, "--colour"),
            (["--mapping", "nowhere.toml"], CONFIG, "nowhere.toml"),
        ],
        ids=str,
    )
    def test_that_cannot_be_meant_is_refused(
        self, words: list[str], status: int, said: str, export: Path, tmp_path: Path
    ) -> None:
        ran = cynosure("report", export, "--out", tmp_path / "report.html", *words)

        assert said in ran.err
        assert ran.status == status
        assert not (tmp_path / "report.html").exists()

    def test_is_refused_before_anything_is_taken_in(self, export: Path, tmp_path: Path) -> None:
        for words in (
            ["--since", "2026-03-01", "--until", "2026-02-01"],
            ["--timezone", "Europe/Atlantis"],
        ):
            ran = cynosure("report", export, "-w", tmp_path / "new", *words)

            assert ran.status == USAGE
            assert "Read " not in ran.err

    def test_names_no_export_and_no_workspace(self) -> None:
        for command in (["report"], ["export", "clocks"]):
            ran = cynosure(*command)

            assert ran.status == USAGE
            assert "--workspace DIR" in ran.err

    def test_names_a_report_that_cannot_be_written(self, export: Path, tmp_path: Path) -> None:
        ran = cynosure("report", export, "--out", tmp_path / "nowhere" / "report.html")

        assert ran.status == 73
        assert "--out" in ran.err

    def test_names_a_file_that_cannot_be_written(self, export: Path, tmp_path: Path) -> None:
        ran = cynosure("export", "clocks", export, "--out", tmp_path / "nowhere" / "clocks.csv")

        assert ran.status == 73
        assert "--out" in ran.err

    def test_names_a_mapping_that_cannot_be_written(self, export: Path, tmp_path: Path) -> None:
        ran = cynosure("inspect", export, "--save-mapping", tmp_path / "nowhere" / "a.toml")

        assert ran.status != 0
        assert "a.toml" in ran.err


class TestAWorkspace:
    @pytest.mark.parametrize(
        "words",
        [
            ["report"],
            ["measures", "show", "failure-share"],
            ["explain", "desk:1"],
            ["audit"],
            ["label"],
            ["learn"],
            ["decisions", "list"],
            ["decisions", "take-in", "decisions.csv"],
            ["erase", "--asker", "anna@example.com"],
            ["export", "clocks"],
        ],
        ids=str,
    )
    def test_that_is_none_is_named_and_not_made(self, words: list[str], tmp_path: Path) -> None:
        ran = cynosure(*words, "-w", tmp_path / "nowhere")

        assert "holds no store" in ran.err
        assert ran.status == IO_ERROR
        assert not (tmp_path / "nowhere").exists()

    @pytest.mark.parametrize(
        "words", [["report"], ["take-in", "EXPORT"], ["measures", "show", "stock"]]
    )
    def test_of_a_newer_format_is_left_alone(
        self, words: list[str], workspace: Path, export: Path
    ) -> None:
        (workspace / "store.json").write_text('{"format": 99}\n', encoding="utf-8")
        before = contents(workspace)

        ran = cynosure(*[str(export) if w == "EXPORT" else w for w in words], "-w", workspace)

        assert "later Cynosure" in ran.err
        assert ran.status == IO_ERROR
        assert contents(workspace) == before

    def test_that_is_a_file_is_refused(self, export: Path) -> None:
        ran = cynosure("take-in", export, "-w", export)

        assert ran.status == IO_ERROR
        assert str(export) in ran.err

    def test_without_a_demand_says_the_next_step(self, tmp_path: Path) -> None:
        workspace = tmp_path / "workspace"
        assert cynosure("take-in", header_only(tmp_path), "-w", workspace).status == DATA_ERROR

        for words in (
            ["report"],
            ["measures", "show", "failure-share"],
            ["explain", "desk:1"],
            ["audit"],
            ["label"],
        ):
            ran = cynosure(*words, "-w", workspace)

            assert ran.status == USAGE, ran.said
            assert "cynosure take-in" in ran.err

    def test_that_is_damaged_is_said(self, workspace: Path) -> None:
        (workspace / "store.json").write_text("{", encoding="utf-8")

        ran = cynosure("report", "-w", workspace)

        assert ran.status == IO_ERROR
        assert "backup" in ran.err
        assert "Traceback" not in ran.err


def test_the_desk_has_the_columns_that_its_rows_fill() -> None:
    assert set(tickets(1)[0]) == set(COLUMNS)
