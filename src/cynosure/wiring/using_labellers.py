"""Giving a workspace a chain of labellers, whole or not at all."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import tomli_w

from cynosure.errors import ClassificationError
from cynosure.store.layout import write_whole
from cynosure.wiring.chain import FILE, chosen_from
from cynosure.wiring.place import Place
from cynosure.workflows.choosing_labellers import Chosen

_FOLDER = "labellers"


class CannotUseLabellers(ClassificationError):
    """A chain of labellers cannot be kept in a workspace."""

    exit_status = 74  # EX_IOERR

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The labellers cannot be kept in {folder}: {why}. Give yourself the right to write "
            "there. The labellers used until now still stand."
        )


def use_labellers(place: Place, file: Path) -> Chosen:
    """Copy a chain and the files that it names into a workspace, and return it as it stands there.

    The copies carry their content in their names and labellers.toml is written
    last, so at any moment it names files that belong together. What it named
    before is deleted afterwards.

    Raises
    ------
    WrongLabellers
        If anything is wrong with them; the old ones stand then.
    CannotUseLabellers
        If they cannot be written.
    """
    chosen = chosen_from(file, model=lambda: place.model)
    written = tomllib.loads(file.read_text(encoding="utf-8").removeprefix("\ufeff"))
    try:
        for name, copy, content in _copies(chosen):
            (place.folder / _FOLDER).mkdir(exist_ok=True)
            write_whole(place.folder / copy, content)
            written[name]["file"] = copy
        about = (
            f"# From {file.name}, by `cynosure labellers use`. Change it there and use it again.\n"
        )
        write_whole(place.folder / FILE, about.encode() + tomli_w.dumps(written).encode())
    except OSError as problem:
        raise CannotUseLabellers(place.folder, problem.strerror or str(problem)) from problem
    _tidy(place.folder, {section["file"] for section in written.values() if "file" in section})
    return chosen_from(place.folder / FILE, model=lambda: place.model)


def _copies(chosen: Chosen) -> Iterator[tuple[str, str, bytes]]:
    for part in chosen.parts:
        if part.file is not None:
            content = part.file.read_bytes()
            mark = hashlib.blake2b(content, digest_size=6).hexdigest()
            endings = "".join(part.file.suffixes[-2:])
            yield part.name, f"{_FOLDER}/{mark}{endings}", content


def _tidy(folder: Path, named: set[str]) -> None:
    for file in (folder / _FOLDER).glob("*"):
        if f"{_FOLDER}/{file.name}" not in named:
            with suppress(OSError):  # the next one tries again
                file.unlink()
