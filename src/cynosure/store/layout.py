"""What lies in a workspace folder, and by which version of it.

store.json            the version of this layout; written first, once
demands/ … labels/    one Delta table each
imports/              the table that is written last; its log pins the others
write.lock            held by the one process that writes
staging/              what a writer is working on; leftovers are swept by the next one
erasure.key           the key of the hashes on the refusal list
cache/                whatever is derived and can be made again; goes when a person is erased
told/                 what was last told, for pages; goes when a person is erased
cache.lock            held by the one process that makes something in the cache, or deletes it
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from cynosure.demand import (
    DEMANDS,
    EVENTS,
    IMPORTS,
    LABELS,
    MEMBERS,
    PAYLOADS,
    QUARANTINE,
    SET_ASIDE,
    SIGHTINGS,
    SOURCE_FIGURES,
    THEMES,
    TIME,
)
from cynosure.errors import StoreError

FORMAT = 1
FORMAT_FILE = "store.json"
STAGING = "staging"
LOCK_FILE = "write.lock"
WRITER_FILE = "writer.json"
KEY_FILE = "erasure.key"
CACHE = "cache"
CACHE_LOCK_FILE = "cache.lock"
TOLD = "told"
# Says that an erasure was begun and its old files may still be there. Names nobody.
UNFINISHED_ERASURE = "erasure-unfinished"

# Who shall not come back: a keyed hash of each name that was erased, what it
# takes to look for it in texts, and the token in its place.
REFUSALS = pa.schema(
    [
        ("hash", pa.string()),
        ("length", pa.int64()),  # bytes of the name in UTF-8 and lower case
        ("sieve", pa.int64()),  # sixteen bits of a keyed sum, to pass over most of a text
        ("token", pa.string()),
        ("is_asker", pa.bool_()),  # demands of this asker are theirs; else only mentions are masked
        ("in_texts", pa.bool_()),  # long enough to be looked for in texts
        ("at", TIME),
    ]
)

# What an import said that was said before, so that it stands when the other one is undone:
# the state of a demand (event_id null), as the import `said_by` says it; or an event.
REPEATED = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("demand_id", pa.string(), nullable=False),
        ("event_id", pa.string()),
        ("said_by", pa.string()),
        ("n", pa.int64()),  # which event of its import it was
    ]
)
# An event under the id of another one, and which of its import it was.
DIFFERING = EVENTS.append(pa.field("n", pa.int64()))


@dataclass(frozen=True, slots=True)
class Format:
    """One table: its fields, and those of which Delta may keep statistics in its log.

    Minimum and maximum of a column stand in the log as plain text, so only ids
    of demands and times are allowed there, never anything that a person wrote.
    """

    schema: pa.Schema
    statistics: tuple[str, ...]
    rows_together: int = 122_880  # rows of a Parquet row group; fewer where rows hold long texts


TABLES: Mapping[str, Format] = MappingProxyType(
    {
        "demands": Format(DEMANDS, ("demand_id", "asked_at", "imported_at"), 20_480),
        "events": Format(EVENTS, ("demand_id", "at", "imported_at")),
        "sightings": Format(SIGHTINGS, ("demand_id",)),
        "payloads": Format(PAYLOADS, ("demand_id",), 20_480),
        "quarantine": Format(QUARANTINE, (), 20_480),
        "set_aside": Format(SET_ASIDE, (), 20_480),
        "source_figures": Format(SOURCE_FIGURES, ("demand_id",)),
        "labels": Format(LABELS, ("demand_id",)),
        "themes": Format(THEMES, ("founded_at",)),
        "members": Format(MEMBERS, ("demand_id",)),
        # Events that came again under the id of another one: the first written stands.
        "differing_events": Format(DIFFERING, ("demand_id", "at", "imported_at")),
        # What imports said of demands and does not stand now: it may stand again.
        "earlier_demands": Format(DEMANDS, ("demand_id", "asked_at", "imported_at"), 20_480),
        "earlier_figures": Format(SOURCE_FIGURES, ("demand_id",)),
        "repeated": Format(REPEATED, ("demand_id",)),
        "refusals": Format(REFUSALS, ("at",)),
        "imports": Format(IMPORTS, ("exported_at", "imported_at")),
    }
)


class NotAWorkspace(StoreError):
    """A folder has no store in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        what = "is not a folder" if folder.exists() and not folder.is_dir() else "holds no store"
        super().__init__(
            f"{folder} {what} (no {FORMAT_FILE}). "
            f"`cynosure take-in FILE --workspace {folder}` makes one."
        )


class MadeByLaterCynosure(StoreError):
    """A workspace is of a format that this version does not know."""

    def __init__(self, folder: Path, found: int) -> None:
        self.found = found
        super().__init__(
            f"{folder} was made by a later Cynosure: its store has format {found}, "
            f"this one reads up to {FORMAT}. Upgrade Cynosure; nothing was changed."
        )


class DamagedWorkspace(StoreError):
    """The file that says what a workspace is cannot be understood."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"{file} cannot be read: {why}. It should be {json.dumps({'format': FORMAT})}. "
            "Restore it from a backup; the tables beside it are untouched."
        )


class NotWritable(StoreError):
    """A workspace cannot be written to."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"{folder} cannot be written to: {why}. Choose another --workspace, "
            "or give yourself the right to write there."
        )


def check_format(folder: Path) -> None:
    """Make sure that `folder` is a workspace of a format that we read.

    Raises
    ------
    NotAWorkspace, MadeByLaterCynosure, DamagedWorkspace
        If it is not.
    """
    file = folder / FORMAT_FILE
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        found = said["format"]
    except (FileNotFoundError, NotADirectoryError):
        raise NotAWorkspace(folder) from None
    except OSError as error:
        raise DamagedWorkspace(file, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedWorkspace(file, "no JSON object with a format") from error
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise DamagedWorkspace(file, f"the format is {found!r}")
    if found > FORMAT:
        raise MadeByLaterCynosure(folder, found)


def make_workspace(folder: Path) -> None:
    """Make `folder` a workspace; one that is there already stays as it is.

    Raises
    ------
    NotWritable
        If the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / FORMAT_FILE).exists():
            write_whole(folder / FORMAT_FILE, json.dumps({"format": FORMAT}).encode() + b"\n")
    except FileExistsError:
        raise NotAWorkspace(folder) from None
    except OSError as error:
        raise NotWritable(folder, error.strerror or str(error)) from error


def write_whole(file: Path, content: bytes) -> None:
    """Write a small file so that nobody ever sees half of it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(file)
