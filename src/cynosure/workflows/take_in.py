"""Take in: exports become kept demands, each with its nature."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from cynosure.intake import Mapping, read_export
from cynosure.nature import Labeller
from cynosure.workflows.keeping import Receipt, Store

Progress = Callable[[str, int], None]  # the stage, and how many records it has dealt with


def unwatched(stage: str, n: int) -> None:
    """Tell nobody how far the work is."""
    del stage, n


def take_in(
    paths: Sequence[Path],
    *,
    store: Store,
    labeller: Labeller,
    imported_at: datetime,
    source: str | None = None,
    mapping: Mapping | None = None,
    timezone: str | None = None,
    exported_at: datetime | None = None,
    progress: Progress = unwatched,
) -> Receipt:
    """Take exports in and label what is new; return what became of each record.

    The import is kept whole before anything is labelled: a labeller that fails
    loses no demand, and the next run labels what is left.

    Raises
    ------
    IntakeError
        If the exports cannot be read; then nothing of them is kept.
    """
    incoming = read_export(
        paths,
        source=source,
        mapping=mapping,
        timezone=timezone,
        exported_at=exported_at,
        imported_at=imported_at,
        progress=lambda n: progress("Taking in", n),
    )
    receipt = store.take_in(incoming)
    label_new(store=store, labeller=labeller, progress=progress)
    return receipt


def label_new(*, store: Store, labeller: Labeller, progress: Progress = unwatched) -> None:
    """Label every demand that this labeller has not seen as it is now."""

    def labels() -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in store.unlabelled(labeller.name):
            yield labeller.label(batch)
            done += batch.num_rows
            progress("Telling value from failure", done)

    store.write_labels(labels())
