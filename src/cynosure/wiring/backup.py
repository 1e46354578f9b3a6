"""A backup: register and store together, in one file that says whether it is whole."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

import orjson
import pyarrow as pa

from cynosure.errors import StoreError
from cynosure.register.opening import open_database, register_is_meant
from cynosure.store import open_store
from cynosure.wiring.beside import BESIDE, SECRET
from cynosure.workflows.take_in import Progress, unwatched

FORMAT = 1
_MANIFEST, _REGISTER = "manifest.json", "register.jsonl"


class UnusableBackup(StoreError):
    """A file is no backup, or not a whole one."""

    exit_status = 65

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"{file} cannot be restored: {why}. Nothing was restored; use another backup."
        )


class NotAnEmptyPlace(StoreError):
    """A backup is restored into an empty folder only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is not empty, and a backup is never restored over something. Choose a new "
            "--workspace, or move what is there away."
        )


class BackupNotWritten(StoreError):
    """A backup cannot be written where it should go."""

    def __init__(self, out: Path, why: str) -> None:
        super().__init__(f"The backup cannot be written to {out}: {why}. Choose another --out.")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    workspaces: tuple[str, ...]  # by name
    files: int
    rows: int  # of the register
    size: int  # bytes of what it holds
    secret: bool  # whether the server's secret is in it


def back_up(folder: Path, out: Path, *, at: datetime, progress: Progress = unwatched) -> Backup:
    """Write all workspaces of a folder and their register to one file, as of one moment.

    Servers and workers may run; who would write to a store waits. A name that ends in
    `.zst` is compressed. The file is there when it is whole, not before.

    Raises
    ------
    BackupNotWritten
        If it cannot be written there.
    StoreError
        If a store or the register cannot be read.
    """
    beside = out.with_name(f".{out.name}.unfinished")
    try:
        with beside.open("wb") as file, _packing(file, out) as archive:
            made = _write(archive, folder, at=at, progress=progress)
        beside.replace(out)
    except OSError as error:
        raise BackupNotWritten(out, error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)
    return made


def restore(file: Path, folder: Path, *, progress: Progress = unwatched) -> Backup:
    """Bring a backup back into an empty folder, and into the register that belongs to it.

    Every file is held against the sum that was written with it before anything stands.

    Raises
    ------
    UnusableBackup
        If it is damaged, cut off, or none.
    NotAnEmptyPlace, NotEmpty
        If there is something where it should go.
    OfAnotherVersion
        If its register is of another version.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotAnEmptyPlace(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        manifest = _unpacked(file, staging, progress=progress)
        place = staging / "place"
        place.mkdir()
        for each in manifest["workspaces"]:
            source, target = staging / "workspaces" / each["number"], place / each["where"]
            target.mkdir(parents=True, exist_ok=True)
            for inside in sorted(source.iterdir()) if source.is_dir() else ():
                inside.rename(target / inside.name)
        if (staging / SECRET).is_file():
            (staging / SECRET).rename(place / SECRET)
        rows = 0
        if (staging / _REGISTER).is_file():
            rows = _load(staging / _REGISTER, place, folder, manifest)
        # All at once: whoever looks before sees nothing.
        if folder.exists():
            folder.rmdir()
        place.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return _said(manifest, rows)


def _write(archive: tarfile.TarFile, folder: Path, *, at: datetime, progress: Progress) -> Backup:
    sums: dict[str, str] = {}
    size = rows = 0
    with ExitStack() as open_things:
        listed: list[tuple[str, str, Path]] = [(folder.name, ".", folder)]
        migrations: list[str] = []
        if register_is_meant(folder):
            register = open_things.enter_context(open_database(folder))
            from cynosure.register.dumping import migrations_applied
            from cynosure.register.reach import workspaces_listed

            del register
            theirs = [each for each in workspaces_listed(folder) if each.folder.is_dir()]
            # A PostgreSQL is named for a whole machine: a folder that it knows nothing of is
            # backed up by itself.
            if any(each.folder.is_relative_to(folder) for each in theirs):
                listed = [
                    (each.slug, _where(each.folder, folder, each.slug), each.folder)
                    for each in theirs
                ]
                migrations = migrations_applied()
        # Held first: what is moved from the inbox meanwhile is in neither, and moved again later.
        files = [
            open_things.enter_context(
                open_store(where).held_still(but=[*BESIDE, *_beneath(where, listed)])
            )
            for _, _, where in listed
        ]
        if migrations:
            spool, rows = _spooled(open_things)
            size += _add(archive, _REGISTER, spool, sums)
        if (folder / SECRET).is_file():
            with (folder / SECRET).open("rb") as secret:
                size += _add(archive, SECRET, secret, sums)
        for number, ((_, _, where), names) in enumerate(zip(listed, files, strict=True)):
            for n, name in enumerate(names):
                progress("Writing the backup", n)
                with (where / name).open("rb") as content:
                    size += _add(archive, f"workspaces/{number}/{name.as_posix()}", content, sums)
    manifest = {
        "format": FORMAT,
        "cynosure": version("cynosure"),
        "made_at": at.isoformat(),
        "workspaces": [
            {"number": str(number), "slug": slug, "where": where}
            for number, (slug, where, _) in enumerate(listed)
        ],
        "migrations": migrations,
        "sums": sums,
        "size": size,
        "rows": rows,
    }
    _add(archive, _MANIFEST, io.BytesIO(orjson.dumps(manifest)), {})
    return _said(manifest, rows)


def _beneath(folder: Path, listed: Sequence[tuple[str, str, Path]]) -> set[str]:
    """Return what lies in a workspace's folder because another workspace lies beneath it."""
    return {
        where.relative_to(folder).parts[0]
        for _, _, where in listed
        if where != folder and where.is_relative_to(folder)
    }


def _where(workspace: Path, root: Path, slug: str) -> str:
    """Return where a workspace lies when it is restored, relative to the folder restored into."""
    if workspace.is_relative_to(root):
        return workspace.relative_to(root).as_posix()
    return f"workspaces/{slug}"


def _spooled(open_things: ExitStack) -> tuple[IO[bytes], int]:
    """Return the register's lines in a file, and how many: an archive wants to know the size."""
    from cynosure.register.dumping import dumped

    spool = cast("IO[bytes]", open_things.enter_context(tempfile.TemporaryFile()))  # noqa: SIM115
    rows = 0
    for line in dumped():
        spool.write(line)
        rows += 1
    spool.seek(0)
    return spool, rows


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], sums: dict[str, str]) -> int:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, io.SEEK_END)
    member.mode = 0o600
    content.seek(0)
    summed = _Summed(content)
    archive.addfile(member, summed)
    sums[name] = summed.sum
    return member.size


class _Summed(io.RawIOBase):
    """What is read through it, summed."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content, self._hash = content, hashlib.sha256()

    @property
    def sum(self) -> str:
        return self._hash.hexdigest()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        piece = self._content.read(size)
        self._hash.update(piece)
        return piece


@contextmanager
def _packing(file: IO[bytes], out: Path) -> Iterator[tarfile.TarFile]:
    packed: Any = pa.CompressedOutputStream(file, "zstd") if out.suffix == ".zst" else file
    with tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        yield archive
    if packed is not file:
        packed.close()


def _unpacked(file: Path, staging: Path, *, progress: Progress) -> Mapping[str, Any]:
    sums: dict[str, str] = {}
    try:
        with file.open("rb") as opened:
            packed: Any = (
                pa.CompressedInputStream(opened, "zstd") if file.suffix == ".zst" else opened
            )
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                for n, member in enumerate(archive):
                    progress("Reading the backup", n)
                    _take_out(file, archive, member, staging, sums)
        manifest: dict[str, Any] = orjson.loads((staging / _MANIFEST).read_bytes())
        said: Mapping[str, str] = manifest["sums"]
        known = manifest["format"]
    except FileNotFoundError as error:
        why = "there is no such file" if error.filename == str(file) else "its end is missing"
        raise UnusableBackup(file, why) from error
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UnusableBackup(file, f"it is damaged ({error})") from error
    if known != FORMAT:
        raise UnusableBackup(file, f"its format is {known!r}, and this version reads {FORMAT}")
    sums.pop(_MANIFEST, None)
    if differing := {*(said.keys() ^ sums.keys()), *(k for k in said if said[k] != sums.get(k))}:
        raise UnusableBackup(file, f"{len(differing)} of its files are damaged or missing")
    for each in manifest["workspaces"]:
        _within(file, each["where"])
        _within(file, each["number"])
    return manifest


def _take_out(
    file: Path,
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    staging: Path,
    sums: dict[str, str],
) -> None:
    _within(file, member.name)
    if not member.isfile():
        raise UnusableBackup(file, f"{member.name!r} in it is no plain file")
    content = archive.extractfile(member)
    assert content is not None, "a plain file"
    target = staging / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    summed = _Summed(content)
    with target.open("xb") as out:
        shutil.copyfileobj(summed, out, 1024 * 1024)
    target.chmod(0o600 if member.name == SECRET else 0o644)
    sums[member.name] = summed.sum


def _within(file: Path, name: str) -> None:
    """Refuse a name that leads out of where it is unpacked."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts:
        raise UnusableBackup(file, f"{name!r} in it leads elsewhere")


def _load(lines: Path, place: Path, folder: Path, manifest: Mapping[str, Any]) -> int:
    """Read the register's lines, in `place` while that becomes `folder`; return how many rows."""
    with open_database(place), lines.open("rb") as opened:
        from cynosure.register.dumping import load
        from cynosure.register.reach import root_of
        from cynosure.register.workspaces import move_to

        rows = load(opened, migrations=manifest["migrations"])
        root = root_of(place)
        for each in manifest["workspaces"]:
            # A file's register writes folders from where it lies itself, another the whole way.
            move_to(each["slug"], (place if root else folder.resolve()) / each["where"], root)
    return rows


def _said(manifest: Mapping[str, Any], rows: int) -> Backup:
    return Backup(
        tuple(each["slug"] for each in manifest["workspaces"]),
        len(manifest["sums"]),
        rows,
        manifest["size"],
        SECRET in manifest["sums"],
    )
