import os
from pathlib import Path

import pytest

from cynosure.intake.reading.finding import (
    LinkLoop,
    MissingFile,
    NoPermission,
    NotAFile,
    NothingReadable,
    find_files,
)
from tests.intake.taking import write


def names(*paths: Path | str) -> list[str]:
    return [path.name for path in find_files(paths)]


class TestFindFiles:
    def test_takes_a_file_by_its_name_whatever_its_ending(self, tmp_path: Path) -> None:
        assert names(write(tmp_path / "tickets.dat", "x")) == ["tickets.dat"]

    def test_opens_folders_and_sorts_what_looks_like_an_export(self, tmp_path: Path) -> None:
        for name in ("b.csv", "a.json", "sub/c.xlsx", "README.txt", "logo.png", ".hidden.csv"):
            write(tmp_path / name, "x")

        assert names(tmp_path) == ["a.json", "b.csv", "c.xlsx"]

    def test_follows_globs(self, tmp_path: Path) -> None:
        for name in ("a.csv", "b.csv", "c.json"):
            write(tmp_path / name, "x")

        assert names(str(tmp_path / "*.csv")) == ["a.csv", "b.csv"]

    def test_takes_brackets_for_a_name_where_a_file_has_it(self, tmp_path: Path) -> None:
        assert names(write(tmp_path / "tickets[1].csv", "x")) == ["tickets[1].csv"]

    def test_takes_each_file_once(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv", "x")

        assert names(path, tmp_path, str(path)) == ["a.csv"]

    def test_does_not_run_in_circles(self, tmp_path: Path) -> None:
        write(tmp_path / "in" / "a.csv", "x")
        write(tmp_path / "outside.csv", "x")
        (tmp_path / "in" / "up").symlink_to(tmp_path)
        (tmp_path / "in" / "here").symlink_to(tmp_path / "in")
        (tmp_path / "in" / "self.csv").symlink_to("self.csv")

        assert names(tmp_path / "in") == ["a.csv"]

    def test_says_that_nothing_is_there(self, tmp_path: Path) -> None:
        with pytest.raises(MissingFile, match=r"There is no file .*Check the path"):
            find_files([tmp_path / "none.csv"])
        with pytest.raises(MissingFile, match="No file matches"):
            find_files([tmp_path / "*.csv"])

    def test_says_that_a_link_leads_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "loop.csv").symlink_to("loop.csv")

        with pytest.raises(LinkLoop, match="leads back to itself"):
            find_files([tmp_path / "loop.csv"])

    def test_says_what_a_folder_lacks(self, tmp_path: Path) -> None:
        write(tmp_path / "logo.png", "x")

        with pytest.raises(NothingReadable, match=r"holds 1 files, none of them.*name a file"):
            find_files([tmp_path])

    def test_refuses_devices(self) -> None:
        with pytest.raises(NotAFile, match="neither a file nor a folder"):
            find_files([os.devnull])

    def test_says_that_a_file_may_not_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Root may read everything, so the system's answer is put in its mouth.
        path = write(tmp_path / "a.csv", "x")
        monkeypatch.setattr("os.access", lambda *_: False)

        with pytest.raises(NoPermission, match="may not be read by this user"):
            find_files([path])
        with pytest.raises(NoPermission):
            find_files([tmp_path])
