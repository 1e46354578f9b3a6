"""Files are streamed to where they stay, for those who may send them, and for nobody else."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cynosure.wiring import uploads
from tests.web.conftest import Desk

if TYPE_CHECKING:
    from django.test import Client


def _kept(folder: Path) -> list[Path]:
    return sorted(file for file in (folder / uploads.FOLDER).rglob("*") if file.is_file())


def _sent(name: str = "tickets.csv", content: bytes = b"id,title\n1,It fails\n") -> object:
    return SimpleUploadedFile(name, content)


class TestReceiving:
    def test_keeps_files_of_one_name_beside_each_other(self, desk: Desk, paul: Client) -> None:
        answered = paul.post(
            desk.address("take-in/"), {"files": [_sent(), _sent(content=b"id,title\n2,Slow\n")]}
        )

        assert answered.status_code == 302
        names = [file.name for file in _kept(desk.folder) if file.suffix == ".csv"]
        assert sorted(names) == ["1-tickets.csv", "tickets.csv"]

    def test_passes_over_a_file_of_another_field(self, desk: Desk, paul: Client) -> None:
        answered = paul.post(desk.address("take-in/"), {"other": _sent()})

        assert answered.status_code == 422
        assert _kept(desk.folder) == []

    def test_keeps_nothing_of_a_form_that_is_not_ours(self, desk: Desk, paul: Client) -> None:
        from django.test import Client as Browser

        forger = Browser(SERVER_NAME="localhost", enforce_csrf_checks=True)
        forger.cookies = paul.cookies

        assert forger.post(desk.address("take-in/"), {"files": _sent()}).status_code == 403
        assert _kept(desk.folder) == []

    def test_writes_nothing_for_who_may_not_send(self, desk: Desk, jonas: Client) -> None:
        assert jonas.post(desk.address("take-in/"), {"files": _sent()}).status_code == 403
        assert _kept(desk.folder) == []

    def test_keeps_nothing_where_the_disk_refuses(
        self, desk: Desk, paul: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(receiving: uploads.Receiving, piece: bytes) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(uploads.Receiving, "write", full)

        answered = paul.post(desk.address("take-in/"), {"files": _sent()})

        assert answered.status_code == 507
        assert "No space left on device" in answered.content.decode()
        assert list((desk.folder / uploads.FOLDER).glob("*")) == []


class TestRoomFor:
    def test_refuses_what_is_said_to_be_too_much_before_it_is_read(self, tmp_path: Path) -> None:
        with pytest.raises(uploads.TooLarge):
            uploads.room_for(tmp_path, 3 * 1024**2, limit=1024**2)

    def test_refuses_more_than_the_disk_holds(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="No space"):
            uploads.room_for(tmp_path, 2**60, limit=2**61)


class TestTidying:
    def test_leaves_what_is_on_its_way_in(self, tmp_path: Path) -> None:
        receiving = uploads.Receiving(tmp_path, limit=100)
        receiving.begin("tickets.csv")
        receiving.write(b"id")

        assert uploads.tidy(tmp_path, now=datetime.now(UTC)) == 0
        receiving.write(b",title")
        assert receiving.keep(by="Paul", at=datetime.now(UTC)).files[0].read_bytes() == b"id,title"

    def test_deletes_after_a_day_what_never_came_to_its_end(self, tmp_path: Path) -> None:
        receiving = uploads.Receiving(tmp_path, limit=100)
        receiving.begin("tickets.csv")
        receiving.end()

        later = datetime.now(UTC) + timedelta(days=1, minutes=1)
        assert uploads.tidy(tmp_path, now=later) == 1
        assert not receiving.folder.exists()
