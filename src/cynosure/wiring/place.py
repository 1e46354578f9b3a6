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
from cynosure.wiring.unreadable import StoreUnreadable, cannot_be_read

if TYPE_CHECKING:
    from cynosure.nature import Labeller
    from cynosure.workflows.choosing_labellers import Chosen


@dataclass
class Place:
    """Where the work is done; `kept` is false for a temporary workspace."""

    folder: Path
    store: DemandStore
    engine: DuckDBEngine
    kept: bool

    @cached_property
    def labeller(self) -> Labeller:
        """Who says what a demand is: the workspace's own chain if it has one, else the model."""
        return self.model if self.chosen is None else self.chosen.labeller

    def read_by(self, model: Labeller) -> None:
        """Let another model read from now on, within the workspace's own chain if it has one."""
        self.model = model
        for known in ("chosen", "labeller"):
            self.__dict__.pop(known, None)

    @cached_property
    def chosen(self) -> Chosen | None:
        """The workspace's own labellers in their order; None where there is only the model."""
        from cynosure.wiring.chain import chosen_in

        return chosen_in(self.folder, model=lambda: self.model)

    @cached_property
    def model(self) -> Labeller:
        """The workspace's own model of nature and cause where it is better, else the shipped one."""
        from cynosure.wiring.labeller import labeller_in_use

        return labeller_in_use(self.folder)

    def imports(self) -> list[dict[str, Any]]:
        """Return the imports that the workspace holds; few.

        Raises
        ------
        StoreUnreadable
            If a file that says it is missing or damaged.
        """
        try:
            rows = self.engine.parquet(self.store.files("imports"), IMPORTS)
            return list(self.engine.result(rows).to_pylist())
        except Exception as error:
            if cannot_be_read(error):
                raise StoreUnreadable(error) from error
            raise


@contextmanager
def open_place(
    folder: Path | None, *, create: bool = False, memory: str = "600MB"
) -> Iterator[Place]:
    """Open the workspace in `folder`, or a temporary one that goes when the work is done.

    `memory` is what the engine's buffers may take before they go to disk.

    Raises
    ------
    StoreError
        If the folder is no workspace and `create` is false, or cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="cynosure-", ignore_cleanup_errors=True) as scratch:
        where = Path(scratch) / "workspace" if folder is None else folder
        store = open_store(where, create=create or folder is None)
        engine = DuckDBEngine(spill=Path(scratch) / "spill", memory=memory)
        try:
            yield Place(folder=where, store=store, engine=engine, kept=folder is not None)
        finally:
            engine.close()
