"""What a workspace holds, for comparing, and every byte of it, for searching."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cynosure.store import DemandStore
from cynosure.store.layout import TABLES
from cynosure.store.payloads import unpacked

Rows = list[dict[str, Any]]


def rows(store: DemandStore, table: str) -> Rows:
    """Return the rows of a table, sorted, so that two can be compared."""
    found = [row for file in store.files(table) for row in pq.read_table(file).to_pylist()]
    return sorted(found, key=repr)


def state(store: DemandStore, *, without: tuple[str, ...] = ()) -> dict[str, Rows]:
    """Return all that readers see, without the fields that a comparison is not about."""
    snapshot = store.snapshot()
    return {
        table: sorted(
            (
                {name: value for name, value in row.items() if name not in without}
                for file in snapshot.files(table)
                for row in pq.read_table(file).to_pylist()
            ),
            key=repr,
        )
        for table in TABLES
    }


def field(store: DemandStore, table: str, name: str) -> list[Any]:
    """Return one field of a table, sorted."""
    return sorted((row[name] for row in rows(store, table)), key=repr)


def everything(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every file under a folder: its name and bytes, and what they hold when decoded."""
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        yield file, str(file.relative_to(folder)).encode() + b"\n" + file.read_bytes()
        if file.suffix == ".parquet":
            for row in pq.read_table(file).to_pylist():
                yield file, repr(row).encode()
                if row.get("payload"):
                    yield file, unpacked(row["payload"])
