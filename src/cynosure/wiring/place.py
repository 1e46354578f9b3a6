"""A workspace opened: its store, the engine over it, and who labels its demands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cynosure.demand import IMPORTS
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore, open_store

if TYPE_CHECKING:
    from cynosure.nature import Labeller


@dataclass
class Place:
    """Where the work is done; `kept` is false for a temporary workspace."""

    folder: Path
    store: DemandStore
    engine: DuckDBEngine
    kept: bool

    @cached_property
    def labeller(self) -> Labeller:
        """The workspace's own model of nature and cause where it is better, else the shipped one."""
        from cynosure.wiring.labeller import labeller_in_use

        return labeller_in_use(self.folder)

    def imports(self) -> list[dict[str, Any]]:
        """Return the imports that the workspace holds; few."""
        rows = self.engine.parquet(self.store.files("imports"), IMPORTS)
        return list(self.engine.result(rows).to_pylist())


@contextmanager
def open_place(folder: Path | None, *, create: bool = False) -> Iterator[Place]:
    """Open the workspace in `folder`, or a temporary one that goes when the work is done.

    Raises
    ------
    StoreError
        If the folder is no workspace and `create` is false, or cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="cynosure-", ignore_cleanup_errors=True) as scratch:
        where = Path(scratch) / "workspace" if folder is None else folder
        store = open_store(where, create=create or folder is None)
        engine = DuckDBEngine(spill=Path(scratch) / "spill", memory="600MB")
        try:
            yield Place(folder=where, store=store, engine=engine, kept=folder is not None)
        finally:
            engine.close()
