"""Remedies as a person marks and reads them at the terminal."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.desk import tickets, write_csv
from tests.commands import cynosure, done

pytestmark = pytest.mark.slow

USAGE = 64
FIXED_ON = date(2025, 10, 6)
_WEEKS = 52
_MATTERS = (
    ("Export crashes", "The export crashes with an error when I press save.", 6),
    ("Login is broken", "I cannot log in since this morning, please help.", 6),
    ("Invoice shows the wrong tax", "The tax on the printed invoice is wrong again.", 6),
)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with three troubles a week, of which one ends when it is mended."""
    folder = tmp_path_factory.mktemp("remedies")
    dull = tickets(1)[0]
    rows: list[dict[str, str]] = []
    for week in range(_WEEKS):
        for matter, (title, body, times) in enumerate(_MATTERS):
            for time in range(times):
                day = date(2025, 1, 6) + timedelta(weeks=week, days=time)
                if matter == 0 and day >= FIXED_ON:
                    continue
                rows.append(
                    dull
                    | {
                        "Ticket ID": f"{1000 + len(rows)}",
                        "Subject": title,
                        "Description": body,
                        "Type": "Problem",
                        "Created at": f"{day} 09:30:00",
                        "Resolved at": f"{day} 12:00:00",
                        "Requester": f"person{len(rows) % 17}@example.org",
                    }
                )
    write_csv(folder / "tickets.csv", rows)
    done("take-in", folder / "tickets.csv", "-w", folder / "desk", "--source", "desk")
    return folder / "desk"


@pytest.fixture
def desk(year: Path, tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(year, tmp_path / "desk")
    return copy


def number_of(desk: Path, words: str) -> str:
    lines = done("themes", "list", "-w", desk).out.splitlines()
    (line,) = [line for line in lines if words.lower() in line.lower()]
    return line.split()[0]


def mark(desk: Path, words: str, *, at: str = str(FIXED_ON)) -> str:
    theme = number_of(desk, words)
    return done(
        "remedy", "mark", theme, "--at", at, "--what", "mended it", "--by", "Maria", "-w", desk
    ).out


class TestARemedy:
    def test_that_worked_is_told_as_fell(self, desk: Path) -> None:
        assert "Marked as remedy 1: from 2025-10-06 on" in mark(desk, "export")

        told = done("remedy", "show", "1", "--hours-per-demand", "0.5", "-w", desk).out

        assert "fell: not asked once in the 12 weeks judged" in told
        assert "demands were avoided (" in told
        assert "at 30 minutes a demand, as you said" in told
        assert "fell" in done("remedy", "list", "-w", desk).out

    def test_that_changed_nothing_is_told_as_no_effect_seen(self, desk: Path) -> None:
        mark(desk, "login", at="2025-07-07")  # the quarter before the export was mended

        assert "no effect seen" in done("remedy", "show", "-w", desk).out

    def test_is_drawn_and_written_as_numbers(self, desk: Path, tmp_path: Path) -> None:
        mark(desk, "export")

        done("remedy", "show", "1", "--out", tmp_path / "chart.svg", "-w", desk)
        done("remedy", "show", "1", "--out", tmp_path / "weeks.csv", "-w", desk)

        assert ">remedy<" in (tmp_path / "chart.svg").read_text(encoding="utf-8")
        weeks = (tmp_path / "weeks.csv").read_text(encoding="utf-8").splitlines()
        assert weeks[0] == "week,demands,expected,part"
        assert weeks[1].startswith("2025-01-06,6,")
        assert weeks[1].endswith(",before")

    def test_is_taken_back(self, desk: Path) -> None:
        mark(desk, "export")

        assert "Taken back: remedy 1" in done("remedy", "take-back", "1", "-w", desk).out

        ran = cynosure("remedy", "list", "-w", desk)
        assert (ran.status, ran.out) == (0, "")
        assert "No remedy is marked yet" in ran.err


class TestWhatCannotBe:
    def test_a_remedy_without_words(self, desk: Path) -> None:
        ran = cynosure("remedy", "mark", "1", "--at", "2025-10-06", "--what", " ", "-w", desk)

        assert ran.status == USAGE
        assert "--what is empty" in ran.err

    def test_a_remedy_that_is_yet_to_come(self, desk: Path) -> None:
        ran = cynosure("remedy", "mark", "1", "--at", "2190-01-01", "--what", "it", "-w", desk)

        assert ran.status == USAGE
        assert "yet to come" in ran.err

    def test_a_theme_that_is_not_there(self, desk: Path) -> None:
        ran = cynosure("remedy", "mark", "t-no", "--at", "2025-10-06", "--what", "it", "-w", desk)

        assert ran.status == USAGE
        assert "There is no theme 't-no'" in ran.err

    @pytest.mark.parametrize("command", ["show", "take-back"])
    def test_a_remedy_that_is_not_there(self, desk: Path, command: str) -> None:
        ran = cynosure("remedy", command, "7", "-w", desk)

        assert ran.status == USAGE
        assert "There is no remedy 7. None is marked" in ran.err

    def test_one_file_of_several_remedies(self, desk: Path, tmp_path: Path) -> None:
        mark(desk, "export")
        mark(desk, "export", at="2025-06-02")

        ran = cynosure("remedy", "show", "--out", tmp_path / "chart.svg", "-w", desk)

        assert ran.status == USAGE
        assert "Name one" in ran.err

    def test_a_form_that_nobody_draws(self, desk: Path, tmp_path: Path) -> None:
        mark(desk, "export")

        ran = cynosure("remedy", "show", "1", "--out", tmp_path / "chart.docx", "-w", desk)

        assert ran.status == 73
        assert ".svg" in ran.err

    def test_hours_below_nothing(self, desk: Path) -> None:
        ran = cynosure("remedy", "show", "--hours-per-demand", "-1", "-w", desk)

        assert ran.status == USAGE
        assert "above 0" in ran.err
