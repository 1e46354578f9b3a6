"""Which files are meant: paths, folders and globs become a list of files in a settled order."""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from cynosure.errors import IntakeError

# In a folder only files that look like tables are taken; a file that is named is always tried.
TABLE_ENDINGS = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".parquet",
     ".xes", ".gz", ".zip"}
)  # fmt: skip
_ABOUT = ("readme", "license", "licence", "changelog", "copying", "notice")
_SHOWN = ", ".join(sorted(ending[1:] for ending in TABLE_ENDINGS))


class MissingFile(IntakeError):
    """No file is where the path says."""

    def __init__(self, path: str) -> None:
        self.path = path
        kind = "No file matches" if glob.has_magic(path) else "There is no file"
        super().__init__(f"{kind} {path!r}. Check the path, seen from {str(Path.cwd())!r}.")


class NoPermission(IntakeError):
    """A file is there and may not be read."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} may not be read by this user. Change its permissions, or copy it to where you may read."
        )


class LinkLoop(IntakeError):
    """A symbolic link that leads to itself."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is a symbolic link that leads back to itself. Name the file that it should lead to."
        )


class NotAFile(IntakeError):
    """A device, a socket or the like."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path!r} is neither a file nor a folder. Save the export to a file first."
        )


class NothingReadable(IntakeError):
    """A folder in which nothing looks like an export."""

    def __init__(self, path: str, seen: int) -> None:
        held = (
            "is empty" if seen == 0 else f"holds {seen} files, none of them an export by its ending"
        )
        super().__init__(
            f"The folder {path!r} {held}. Exports end in {_SHOWN}; name a file to have it tried."
        )


def find_files(paths: Sequence[str | Path]) -> tuple[Path, ...]:
    """Return the files that these paths mean, each once, folders opened and sorted.

    Raises
    ------
    MissingFile, NoPermission, LinkLoop, NotAFile, NothingReadable
        Where a path leads nowhere.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for file in _meant(str(path)):
            files.setdefault(file.resolve(), file)
    return tuple(files.values())


def _meant(path: str) -> Iterator[Path]:
    # A file may have brackets in its name, so a glob is only what no file is called.
    if glob.has_magic(path) and not os.path.lexists(path):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise MissingFile(path)
        for match in matches:
            if Path(match).is_file():
                yield from _one(match)
        return
    yield from _one(path)


def _one(path: str) -> Iterator[Path]:
    try:
        Path(path).stat()
    except FileNotFoundError:
        raise MissingFile(path) from None
    except PermissionError:
        raise NoPermission(path) from None
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            raise LinkLoop(path) from None
        raise MissingFile(path) from problem
    file = Path(path)
    if file.is_dir():
        yield from _in_folder(file)
    elif not file.is_file():
        raise NotAFile(path)
    elif not os.access(file, os.R_OK):
        raise NoPermission(path)
    else:
        yield file


def _in_folder(folder: Path) -> Iterator[Path]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise NoPermission(str(folder))
    root = folder.resolve()
    found: list[Path] = []
    seen = 0
    visited: set[Path] = set()
    for here, folders, names in os.walk(folder, followlinks=True):
        real = Path(here).resolve()
        # A link to what has been seen, or upwards to what holds this folder, is a loop.
        if real in visited or (real != root and root.is_relative_to(real)):
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        seen += len(names)
        found.extend(Path(here) / name for name in sorted(names) if _looks_like_a_table(name))
    files = [file for file in found if file.is_file()]
    if not files:
        raise NothingReadable(str(folder), seen)
    for file in files:
        if not os.access(file, os.R_OK):
            raise NoPermission(str(file))
        yield file


def _looks_like_a_table(name: str) -> bool:
    plain = name.lower()
    return (
        Path(plain).suffix in TABLE_ENDINGS
        and not plain.startswith((".", "~$"))
        and not plain.startswith(_ABOUT)
    )
