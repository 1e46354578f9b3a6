"""One Delta table: its files at a version, and a commit of files that were written.

We write Parquet ourselves and hand Delta only the log: its own writer stumbles
over folders with `[`, `|` or `^` in their names, and statistics come out
exactly as we allow them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction, RemoveAction

from cynosure.store.layout import TABLES


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A Parquet file of a table, by its name in the table's folder."""

    name: str
    size: int  # bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Look:
    """A table at a version: its files, and the versions of other tables that its log names."""

    files: tuple[StoredFile, ...]
    pins: Mapping[str, int]


class Table:
    """One table of a workspace, at a version that may be behind what is on disk."""

    def __init__(self, workspace: Path, name: str) -> None:
        self.name = name
        self.format = TABLES[name]
        self.folder = workspace / name

    def version(self) -> int | None:
        """Return its newest version on disk, seen by readers or not; None if there is none."""
        log = self.folder / "_delta_log"
        if not log.is_dir():
            return None
        numbers = (file.name.split(".")[0] for file in log.glob("*.json"))
        return max((int(number) for number in numbers if number.isdigit()), default=None)

    def look(self, version: int, pinned: Sequence[str] = ()) -> Look:
        """Return what the table is at a version."""
        table = DeltaTable(str(self.folder), version=version)
        actions = pa.table(table.get_add_actions()).select(["path", "size_bytes", "num_records"])
        pins = {name: table.transaction_version(name) for name in pinned}
        return Look(
            files=tuple(
                sorted(
                    (
                        StoredFile(row["path"], row["size_bytes"], row["num_records"])
                        for row in actions.to_pylist()
                    ),
                    key=lambda file: file.name,
                )
            ),
            pins={name: int(pin) for name, pin in pins.items() if pin is not None},
        )

    def create(self) -> None:
        """Make the table, empty, unless it is there."""
        if self.version() is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(
            str(self.folder),
            schema=self.format.schema,
            configuration={"delta.dataSkippingStatsColumns": ",".join(self.format.statistics)}
            if self.format.statistics
            else {"delta.dataSkippingNumIndexedCols": "0"},
        )

    def commit(
        self,
        *,
        add: Sequence[str] = (),
        remove: Sequence[StoredFile] = (),
        pins: Mapping[str, int] | None = None,
    ) -> int:
        """Add and take away files in one step, and return the version that this makes."""
        now = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = [
            AddAction(
                path=name,
                size=(self.folder / name).stat().st_size,
                partition_values={},
                modification_time=now,
                data_change=True,
                stats=json.dumps(_statistics(self.folder / name, self.format.statistics)),
            )
            for name in add
        ]
        actions += [
            RemoveAction(
                path=file.name,
                size=file.size,
                partition_values={},
                data_change=True,
                deletion_timestamp=now,
            )
            for file in remove
        ]
        table = DeltaTable(str(self.folder))
        table.create_write_transaction(
            actions,
            "append",
            self.format.schema,
            [],
            None,
            commit_properties=CommitProperties(
                app_transactions=[
                    Transaction(name, version) for name, version in (pins or {}).items()
                ]
            ),
        )
        newest = self.version()
        assert newest is not None
        return newest

    def restore(self, version: int) -> int:
        """Make the newest version hold what `version` held, and return its number."""
        DeltaTable(str(self.folder)).restore(version)
        newest = self.version()
        assert newest is not None
        return newest

    def sweep(self, *, hours: int) -> None:
        """Delete files that have been out of use, or never were in use, for so many hours."""
        table = DeltaTable(str(self.folder))
        # A vacuum of Delta's own would be two commits more; its dry run names the same files.
        old = table.vacuum(hours, dry_run=True, enforce_retention_duration=False, full=True)
        for name in old:
            (self.folder / name).unlink(missing_ok=True)

    def has_more_than(self, files: int) -> bool:
        """Return whether more Parquet files lie there than so many."""
        return sum(1 for _file in self.folder.glob("*.parquet")) > files

    def shorten_log(self) -> None:
        """Leave of the log only what tells the newest version."""
        table = DeltaTable(str(self.folder))
        newest = int(table.version())
        table.create_checkpoint()
        for file in sorted((self.folder / "_delta_log").iterdir()):
            number = file.name.split(".")[0]
            if number.isdigit() and int(number) < newest:
                file.unlink(missing_ok=True)


def _statistics(file: Path, columns: Sequence[str]) -> dict[str, Any]:
    """Return what Delta keeps of a file: how many rows, and the range of a few columns."""
    metadata = pq.read_metadata(file)
    low: dict[str, Any] = {}
    high: dict[str, Any] = {}
    places = {metadata.schema.column(place).path: place for place in range(metadata.num_columns)}
    for name in columns:
        ranges = [
            metadata.row_group(group).column(places[name]).statistics
            for group in range(metadata.num_row_groups)
        ]
        # One row group without a range, and nothing can be said of the file.
        if ranges and all(found is not None and found.has_min_max for found in ranges):
            low[name] = _plain(min(found.min for found in ranges))
            high[name] = _plain(max(found.max for found in ranges))
    return {"numRecords": metadata.num_rows, "minValues": low, "maxValues": high}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
