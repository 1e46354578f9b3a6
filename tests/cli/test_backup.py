"""`cynosure backup` and `cynosure restore`: what they say, and how they say no."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from cynosure.register.database import FILE
from tests.commands import Ran, contents, cynosure, done


@pytest.fixture
def spoken(workspace: Path) -> Path:
    """A workspace of which somebody has said something."""
    done("dissatisfiers", "weigh", "role=pays", "2", "--by", "Maria", "--workspace", workspace)
    return workspace


def backup(folder: Path, out: Path) -> Ran:
    return cynosure("backup", "--workspace", folder, "--out", out)


def restore(file: Path, folder: Path) -> Ran:
    return cynosure("restore", file, "--workspace", folder)


class TestBackup:
    def test_says_what_it_wrote_and_restoring_says_the_same(
        self, spoken: Path, tmp_path: Path
    ) -> None:
        out, place = tmp_path / "desk.tar.zst", tmp_path / "place"

        made, brought = backup(spoken, out), restore(out, place)

        assert (made.status, brought.status) == (0, 0), made.said + brought.said
        assert made.out.startswith("1 workspace (workspace), ")
        assert made.out.endswith(f" rows of the register are in {out}.\n")
        figures = made.out.split("), ")[1].split(" of the register")[0]
        assert brought.out == (
            f"workspace restored into {place}: {figures.replace(' and ', ', ')} of the register. "
            "Everybody signs in again.\n"
        )
        assert "pays" in done("dissatisfiers", "weights", "--workspace", place).out

    def test_of_a_workspace_of_which_nothing_was_said_holds_its_store(
        self, workspace: Path, tmp_path: Path
    ) -> None:
        out, place = tmp_path / "desk.tar", tmp_path / "place"

        made, brought = backup(workspace, out), restore(out, place)

        assert (made.status, brought.status) == (0, 0), made.said + brought.said
        assert "0 rows of the register" in made.out
        assert not (place / FILE).exists()
        kept = {name: held for name, held in contents(place).items() if "cache/" not in name}
        assert kept == {name: contents(workspace)[name] for name in kept}
        demands = [
            done("export", "demands", "--workspace", where).out for where in (workspace, place)
        ]
        assert demands[0] == demands[1]

    def test_warns_of_the_secret_that_is_in_it(self, spoken: Path, tmp_path: Path) -> None:
        (spoken / "secret.key").write_text("a secret of forty characters, of nobody else", "ascii")

        ran = backup(spoken, tmp_path / "desk.tar")

        assert "keep the file where only you can read it" in ran.out
        assert "nobody else" not in ran.said

    def test_that_cannot_be_written_leaves_nothing_behind(
        self, spoken: Path, tmp_path: Path
    ) -> None:
        ran = backup(spoken, tmp_path / "nowhere" / "desk.tar")

        assert ran.status == 74
        assert "cannot be written to" in ran.err
        assert "Choose another --out." in ran.err
        assert not (tmp_path / "nowhere").exists()

    def test_of_a_folder_that_is_no_workspace_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()

        ran = backup(tmp_path / "empty", tmp_path / "desk.tar")

        assert ran.status == 74
        assert "holds no store" in ran.err
        assert [file.name for file in tmp_path.iterdir()] == ["empty"]


class TestRestore:
    def test_over_something_is_refused(self, spoken: Path, tmp_path: Path) -> None:
        backup(spoken, tmp_path / "desk.tar")
        before = contents(spoken)

        ran = restore(tmp_path / "desk.tar", spoken)

        assert ran.status == 74
        assert "is not empty, and a backup is never restored over something" in ran.err
        assert contents(spoken) == before

    @pytest.mark.parametrize("written", [None, b"", b"no archive" * 200])
    def test_of_what_is_no_backup_is_refused(self, tmp_path: Path, written: bytes | None) -> None:
        file = tmp_path / "desk.tar.zst"
        if written is not None:
            file.write_bytes(written)

        ran = restore(file, tmp_path / "place")

        assert ran.status == 65
        assert f"{file} cannot be restored: " in ran.err
        assert "Nothing was restored; use another backup." in ran.err
        assert not (tmp_path / "place").exists()

    def test_of_another_version_says_how_they_differ(self, spoken: Path, tmp_path: Path) -> None:
        made, older = tmp_path / "desk.tar", tmp_path / "older.tar"
        backup(spoken, made)
        with tarfile.open(made) as whole, tarfile.open(older, "w") as without:
            for member in whole:
                content = whole.extractfile(member)
                assert content is not None
                held = content.read()
                if member.name == "manifest.json":
                    manifest = json.loads(held)
                    manifest["migrations"].remove("register.0010_saved_views")
                    held = json.dumps(manifest).encode()
                    member.size = len(held)
                without.addfile(member, io.BytesIO(held))

        ran = restore(older, tmp_path / "place")

        assert ran.status == 74
        assert "its register differs by register.0010_saved_views" in ran.err
        assert "Restore it with that version" in ran.err
        assert not (tmp_path / "place").exists()
