"""What was taken in is listed, and taken back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import tickets, write_csv
from tests.commands import cynosure, done


def listed(workspace: Path) -> list[str]:
    return done("imports", "list", "-w", workspace).out.splitlines()


class TestImports:
    def test_are_listed_with_what_they_brought(self, shared_workspace: Path) -> None:
        (line,) = listed(shared_workspace)

        assert "60 new, 0 changed  tickets.csv" in line

    def test_of_an_empty_workspace_say_how_to_begin(self, workspace: Path) -> None:
        done("imports", "undo", "last", "-w", workspace)

        ran = cynosure("imports", "list", "-w", workspace)

        assert ran.out == ""
        assert "cynosure take-in export.csv" in ran.err

    def test_are_undone_by_id_or_as_the_last(self, workspace: Path, tmp_path: Path) -> None:
        before = listed(workspace)
        rows = tickets(70)
        rows[0]["Subject"] = "Something else"
        done(
            "take-in",
            write_csv(tmp_path / "more.csv", rows),
            "-w",
            workspace,
            "--source",
            "tickets",
        )
        last = listed(workspace)[0].split("  ")[0]

        would = done("imports", "undo", last, "--try", "-w", workspace).out
        assert len(listed(workspace)) == 2
        undone = done("imports", "undo", "last", "-w", workspace).out

        assert undone.startswith(f"Undone: {last}. ")
        for said in (would, undone):
            assert "10 demands go, 1 stand again as another import said, 59 stay" in said
        assert listed(workspace) == before

    def test_under_a_later_one_are_undone_too(self, workspace: Path, tmp_path: Path) -> None:
        first = listed(workspace)[0].split("  ")[0]
        again = write_csv(tmp_path / "again.csv", tickets(10))
        done("take-in", again, "-w", workspace, "--source", "tickets")

        done("imports", "undo", first, "-w", workspace)

        (left,) = listed(workspace)
        assert "10 new, 0 changed  again.csv" in left

    def test_that_are_not_there_are_told_so(self, shared_workspace: Path) -> None:
        ran = cynosure("imports", "undo", "i0", "-w", shared_workspace)

        assert ran.status == 64
        assert "No import is called 'i0'" in ran.err
