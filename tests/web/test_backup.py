"""A backup, brought back: every figure, every row, every word that people said."""

from __future__ import annotations

import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from cynosure.wiring.backup import NotAnEmptyPlace, UnusableBackup, restore
from tests.commands import done, in_a_process
from tests.postgresql import postgresql_server, postgresql_url

__all__ = ["postgresql_server", "postgresql_url"]

ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "cynosure.web.settings"}


@pytest.fixture(scope="module")
def archive(spoken_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("backup") / "desk.tar.zst"
    said = done("backup", "--workspace", spoken_root, "--out", out)
    assert "secret" in said.out
    return out


def _told(desk: Path, **environment: str) -> dict[str, Any]:
    """Everything that a report says, but for when and by which command it was made."""
    ran = in_a_process(
        "report", "--workspace", desk, "--format", "json", env={**ENVIRONMENT, **environment}
    )
    assert ran.status == 0, ran.said
    report: dict[str, Any] = json.loads(ran.out)
    report.pop("made", None)
    report.pop("making", None)
    return report


def _rows(root: Path, tmp_path: Path, **environment: str) -> list[bytes]:
    """Every row of the register, but for where workspaces lie."""
    out = tmp_path / "again.tar"
    ran = in_a_process(
        "backup", "--workspace", root, "--out", out, env={**ENVIRONMENT, **environment}
    )
    assert ran.status == 0, ran.said
    with tarfile.open(out) as opened:
        lines = opened.extractfile("register.jsonl")
        assert lines is not None
        return sorted(line for line in lines if b"people.workspace" not in line)


class TestABackupOfAServedFolder:
    def test_restores_every_figure_and_every_row(
        self, spoken_root: Path, archive: Path, tmp_path: Path
    ) -> None:
        place = tmp_path / "place"

        said = done("restore", archive, "--workspace", place)

        assert "desk, other restored" in said.out
        assert _told(place / "desk") == _told(spoken_root / "desk")
        assert _rows(place, tmp_path) == _rows(spoken_root, tmp_path)
        secret = place / "secret.key"
        assert secret.read_bytes() == (spoken_root / "secret.key").read_bytes()
        assert secret.stat().st_mode & 0o077 == 0

    def test_restores_them_on_postgresql_too(
        self, spoken_root: Path, archive: Path, tmp_path: Path, postgresql_url: str
    ) -> None:
        place = tmp_path / "place"
        team = {"CYNOSURE_DATABASE_URL": postgresql_url}

        ran = in_a_process("restore", archive, "--workspace", place, env={**ENVIRONMENT, **team})

        assert ran.status == 0, ran.said
        assert not (place / "register.sqlite3").exists()
        assert _told(place / "desk", **team) == _told(spoken_root / "desk")
        assert _rows(place, tmp_path, **team) == _rows(spoken_root, tmp_path)

    def test_holds_nothing_that_can_be_made_again(self, archive: Path) -> None:
        import pyarrow as pa

        with (
            archive.open("rb") as opened,
            tarfile.open(fileobj=pa.CompressedInputStream(opened, "zstd"), mode="r|") as held,
        ):
            names = [member.name for member in held]

        assert names
        assert not [name for name in names if "/told/" in name or "/cache/" in name]


class TestWhatCannotBeRestored:
    def test_is_a_place_that_is_not_empty(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("mine")

        with pytest.raises(NotAnEmptyPlace):
            restore(archive, tmp_path)

        assert [file.name for file in tmp_path.iterdir()] == ["note.txt"]

    @pytest.mark.parametrize("part", [0.3, 0.9])
    def test_is_a_file_that_was_cut_off(self, archive: Path, tmp_path: Path, part: float) -> None:
        whole = archive.read_bytes()
        cut = tmp_path / "cut.tar.zst"
        cut.write_bytes(whole[: int(len(whole) * part)])

        with pytest.raises(UnusableBackup):
            restore(cut, tmp_path / "place")

        assert [file.name for file in tmp_path.iterdir()] == ["cut.tar.zst"]

    def test_is_a_file_in_which_a_bit_fell_over(self, spoken_root: Path, tmp_path: Path) -> None:
        plain = tmp_path / "desk.tar"
        done("backup", "--workspace", spoken_root, "--out", plain)
        content = bytearray(plain.read_bytes())
        with tarfile.open(plain) as opened:
            demands = next(m for m in opened if m.name.endswith(".parquet") and m.size)
            content[demands.offset_data + demands.size // 2] ^= 1
        plain.write_bytes(content)

        with pytest.raises(UnusableBackup, match="damaged or missing"):
            restore(plain, tmp_path / "place")

        assert not (tmp_path / "place").exists()

    @pytest.mark.parametrize("name", ["../evil", "/evil", "workspaces/0/../../../evil"])
    def test_is_a_file_that_leads_elsewhere(self, tmp_path: Path, name: str) -> None:
        evil = tmp_path / "evil.tar"
        with tarfile.open(evil, "w") as made:
            member = tarfile.TarInfo(name)
            member.size = 4
            made.addfile(member, io.BytesIO(b"evil"))

        with pytest.raises(UnusableBackup, match="leads elsewhere"):
            restore(evil, tmp_path / "in" / "place")

        assert not [file for file in tmp_path.rglob("*") if file.name == "evil"]

    def test_is_a_link(self, tmp_path: Path) -> None:
        evil = tmp_path / "evil.tar"
        with tarfile.open(evil, "w") as made:
            member = tarfile.TarInfo("workspaces/0/link")
            member.type, member.linkname = tarfile.SYMTYPE, os.devnull
            made.addfile(member)

        with pytest.raises(UnusableBackup, match="no plain file"):
            restore(evil, tmp_path / "place")

    def test_is_no_file_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableBackup, match="no such file"):
            restore(tmp_path / "nowhere.tar", tmp_path / "place")
