import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from cynosure.intake.reading import EmptyFile, kind_of
from cynosure.intake.reading.unpacking import BrokenArchive, SuspectedBomb, opened, packed_files
from tests.intake.reading.reads import fields_of
from tests.intake.taking import write

TABLE = b"id,title\n1,It fails\n"


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return held.getvalue()


def noise(length: int) -> bytes:
    """Words that do not shrink to nothing."""
    rng = random.Random(7)
    return b"id,title\n" + b"".join(b"%d,%x\n" % (n, rng.getrandbits(64)) for n in range(length))


class TestPackedFiles:
    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (TABLE, "a.csv"),
            (gzip.compress(TABLE), "a.csv"),
            (zipped(b_csv=TABLE), "a.csv/b.csv"),
            (zipped(b_gz=gzip.compress(TABLE)), "a.csv/b.gz"),
            (gzip.compress(zipped(b_csv=TABLE)), "a.csv/b.csv"),
            (zipped(b_zip=zipped(c_csv=TABLE)), "a.csv/b.zip/c.csv"),
        ],
        ids=["plain", "gz", "zip", "gz in zip", "zip in gz", "zip in zip"],
    )
    def test_are_found_by_their_first_bytes(self, tmp_path: Path, data: bytes, name: str) -> None:
        path = write(tmp_path / "a.csv", data)

        assert [packed.name for packed in packed_files(path)] == [name]
        assert fields_of(path) == [{"id": "1", "title": "It fails"}]

    def test_leave_a_workbook_whole(self, tmp_path: Path) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("[Content_Types].xml", "")
            archive.writestr("xl/workbook.xml", "")

        (packed,) = packed_files(write(tmp_path / "a.xlsx", held.getvalue()))

        assert packed.inside == ()

    def test_pass_over_what_a_mac_adds(self, tmp_path: Path) -> None:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr("a.csv", TABLE)
            archive.writestr("__MACOSX/._a.csv", b"x")
            archive.writestr(".DS_Store", b"x")

        names = [packed.name for packed in packed_files(write(tmp_path / "a.zip", held.getvalue()))]

        assert names == ["a.zip/a.csv"]

    def test_may_be_none(self, tmp_path: Path) -> None:
        assert list(packed_files(write(tmp_path / "a.zip", zipped()))) == []


class TestOpened:
    def test_tells_how_many_bytes_were_read_from_disk(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv.gz", gzip.compress(noise(5_000)))
        (packed,) = packed_files(path)
        heard: list[int] = []

        with opened(packed, watch=heard.append) as stream:
            stream.read()

        assert sum(heard) >= path.stat().st_size

    @pytest.mark.parametrize("cut", [20, 1000, -9])
    def test_says_that_a_gzip_is_truncated(self, tmp_path: Path, cut: int) -> None:
        path = write(tmp_path / "a.csv.gz", gzip.compress(noise(5_000))[:cut])

        with pytest.raises(BrokenArchive, match=r"a\.csv\.gz cannot be unpacked: it ends in the"):
            fields_of(path)

    def test_says_that_a_gzip_is_damaged(self, tmp_path: Path) -> None:
        data = bytearray(gzip.compress(noise(5_000)))
        data[-6] ^= 0xFF  # of the check sum

        with pytest.raises(BrokenArchive, match="it is damaged"):
            fields_of(write(tmp_path / "a.csv.gz", bytes(data)))

    def test_says_that_a_zip_is_truncated(self, tmp_path: Path) -> None:
        data = zipped(a_csv=noise(5_000))

        with pytest.raises(BrokenArchive, match="it is damaged"):
            fields_of(write(tmp_path / "a.zip", data[: len(data) // 2]))

    def test_asks_for_a_locked_zip_to_be_unpacked(self, tmp_path: Path) -> None:
        data = bytearray(zipped(a_csv=TABLE))
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            data[data.index(mark) + at] |= 1

        with pytest.raises(BrokenArchive, match="asks for a password"):
            fields_of(write(tmp_path / "a.zip", bytes(data)))

    def test_an_empty_gzip_is_an_empty_file(self, tmp_path: Path) -> None:
        (packed,) = packed_files(write(tmp_path / "a.csv.gz", gzip.compress(b"")))

        with pytest.raises(EmptyFile):
            kind_of(packed)


class TestBombs:
    def test_of_gzip_are_stopped_while_they_grow(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.csv.gz", gzip.compress(b"id\n" + bytes([48]) * 100_000_000))

        with pytest.raises(
            SuspectedBomb, match=r"more than 250 times its size.*unpack it yourself"
        ):
            fields_of(path)

    def test_of_zip_are_known_before_they_grow(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.zip", zipped(a_csv=bytes([48]) * 100_000_000))

        with pytest.raises(SuspectedBomb, match="would grow to 100,000,000 bytes"):
            list(packed_files(path))

    def test_may_be_wrapped(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.zip", zipped(b_zip=zipped(a_csv=bytes([48]) * 100_000_000)))

        with pytest.raises(SuspectedBomb):
            list(packed_files(path))

    def test_of_archives_in_archives_end(self, tmp_path: Path) -> None:
        data = TABLE
        for _ in range(6):
            data = zipped(a_zip=data)

        with pytest.raises(SuspectedBomb, match="archives in archives"):
            list(packed_files(write(tmp_path / "a.zip", data)))

    def test_of_many_members_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cynosure.intake.reading.unpacking.MOST_MEMBERS", 2)

        with pytest.raises(SuspectedBomb, match="holds 3 files"):
            list(packed_files(write(tmp_path / "a.zip", zipped(a=b"x", b=b"x", c=b"x"))))
