"""The store as the workflows see it: where what sources said is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import pyarrow as pa

from cynosure.intake.incoming import Incoming


class Receipt(Protocol):
    """What became of an import: read = new + changed + unchanged + set aside + quarantined."""

    @property
    def import_id(self) -> str:
        """The import."""

    @property
    def rows(self) -> int | None:
        """Rows as they stand in the files; None where nobody counted them."""

    @property
    def read(self) -> int:
        """Records read: several rows of a log are one."""

    @property
    def new(self) -> int:
        """Demands seen for the first time."""

    @property
    def changed(self) -> int:
        """Demands that say something else than before."""

    @property
    def unchanged(self) -> int:
        """Demands that say what they said before."""

    @property
    def set_aside(self) -> int:
        """Records left out on purpose."""

    @property
    def quarantined(self) -> int:
        """Records that could not be read."""


class Snapshot(Protocol):
    """The store at one consistent moment."""

    def files(self, table: str) -> list[str]:
        """Return the Parquet files whose rows are the table, no more and no less."""


class Store(Protocol):
    """Keeps demands and events, and gives them back."""

    def take_in(self, incoming: Incoming) -> Receipt:
        """Keep an import whole or not at all."""

    def snapshot(self) -> Snapshot:
        """Return what committed imports hold now."""

    def unlabelled(self, labeller: str) -> Iterator[pa.RecordBatch]:
        """Yield demands that this labeller has not labelled as they are now."""

    def write_labels(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Keep labels, the newest of a labeller for a demand; return how many are new."""


class ThemeStore(Protocol):
    """Keeps themes and who is in them, and gives all back as of one moment."""

    def snapshot(self) -> Snapshot:
        """Return what is committed now."""

    def write_themes(
        self,
        themes: pa.Table,
        members: Iterable[pa.RecordBatch] = (),
        *,
        since: Any = None,
    ) -> int | None:
        """Keep themes and members in one step, unless themes were written after `since`: then None."""
