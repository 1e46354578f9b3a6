"""What a machine says of demands: written once per labeller, gone when the words change."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from cynosure.demand import DEMANDS, LABELS
from cynosure.store.parquet import parquet_file
from cynosure.store.rewriting import take_out_labels
from cynosure.store.snapshot import Snapshot
from cynosure.store.workbench import Workbench
from cynosure.store.writing import plainly_told, sweep, writing

# What a labeller looks at, and nothing else.
UNLABELLED = pa.schema(
    [
        DEMANDS.field(name)
        for name in (
            "demand_id",
            "title",
            "body",
            "reported_type",
            "labels",
            "channel",
            "language",
            "satisfaction",  # a review's stars come with its text
            "product",  # a rule may ask for it
            "source_id",  # a table of labels may name demands by it
            "asker",  # whose name is masked before a text goes to a language model
        )
    ]
)

# Of two labels for one demand in the same writing the last stands.
_STAGED = """
CREATE TEMP TABLE newest AS
SELECT demand_id, labeller, max(n) AS n, arg_max(content, n) AS content FROM (
    SELECT demand_id, labeller, file_row_number AS n,
           hash(*COLUMNS(* EXCLUDE (file_row_number))) AS content
    FROM staged_labels SEMI JOIN stored_demands USING (demand_id)
) GROUP BY demand_id, labeller
"""

_AGAIN = """
CREATE TEMP TABLE again AS
SELECT newest.demand_id, newest.labeller, newest.content = stored.content AS same FROM newest
JOIN (
    SELECT demand_id, labeller, hash(*COLUMNS(*)) AS content FROM stored_labels
) AS stored ON stored.demand_id = newest.demand_id AND stored.labeller = newest.labeller
"""

_TO_WRITE = """
CREATE TEMP TABLE to_write AS
SELECT n FROM newest ANTI JOIN (SELECT demand_id, labeller FROM again WHERE same) AS kept
    ON kept.demand_id = newest.demand_id AND kept.labeller = newest.labeller
"""

_OTHERWISE = "CREATE TEMP TABLE otherwise AS SELECT demand_id, labeller FROM again WHERE NOT same"

_NEW_LABELS = """
SELECT staged_labels.* FROM staged_labels JOIN to_write ON file_row_number = n
"""

_UNLABELLED = """
SELECT demand_id, title, body, reported_type, labels, channel, language, satisfaction,
    product, source_id, asker
FROM stored_demands
ANTI JOIN (
    SELECT demand_id FROM stored_labels SEMI JOIN this_labeller USING (labeller)
) AS labelled USING (demand_id)
"""


_SUPERSEDED = """
CREATE TEMP TABLE otherwise AS
SELECT demand_id, labeller FROM stored_labels, superseded
WHERE starts_with(labeller, kind) AND labeller <> but
"""


def drop_labels(workspace: Path, *, kind: str, but: str, wait_seconds: float) -> int:
    """Take out the labels of superseded labellers; see `DemandStore.drop_labels`."""
    with (
        writing(workspace, wait_seconds=wait_seconds, doing="dropping labels") as change,
        plainly_told(workspace),
        Workbench(spill=change.staging / "spill") as bench,
    ):
        bench.show("stored_labels", change.before.files("labels"), LABELS)
        bench.take("superseded", pa.table({"kind": [kind], "but": [but]}))
        bench.run(_SUPERSEDED)
        gone = bench.count("SELECT count(*) FROM otherwise")
        if gone:
            take_out_labels(bench, change, "otherwise")
            change.join_small_files(bench, "labels")
            change.commit()
            sweep(workspace)
    return gone


def write_labels(workspace: Path, batches: Iterable[pa.RecordBatch], *, wait_seconds: float) -> int:
    """Store labels and return how many are new or different; see `DemandStore.write_labels`."""
    with (
        writing(workspace, wait_seconds=wait_seconds, doing="writing labels") as change,
        plainly_told(workspace),
    ):
        file = change.staging / "labels.parquet"
        with parquet_file(file, LABELS, compression="lz4") as writer:
            for batch in batches:
                writer.write_batch(batch.select(LABELS.names).cast(LABELS))
        with Workbench(spill=change.staging / "spill") as bench:
            bench.show("staged_labels", [str(file)], LABELS, row_numbers=True)
            bench.show("stored_labels", change.before.files("labels"), LABELS)
            bench.show("stored_demands", change.before.files("demands"), DEMANDS)
            for step in (_STAGED, _AGAIN, _TO_WRITE, _OTHERWISE):
                bench.run(step)
            new = bench.count("SELECT count(*) FROM to_write")
            if not new:
                return 0
            take_out_labels(bench, change, "otherwise")
            change.add(bench, "labels", _NEW_LABELS)
            change.join_small_files(bench, "labels")
            change.commit()
            sweep(workspace)
    return new


def unlabelled(snapshot: Snapshot, labeller: str, *, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield the demands that a labeller has not labelled as they now are."""
    with (
        tempfile.TemporaryDirectory(prefix="cynosure-", ignore_cleanup_errors=True) as spill,
        Workbench(spill=Path(spill)) as bench,
    ):
        bench.show("stored_labels", snapshot.files("labels"), LABELS)
        bench.show("stored_demands", snapshot.files("demands"), DEMANDS)
        bench.take("this_labeller", pa.table({"labeller": [labeller]}))
        for batch in bench.batches(_UNLABELLED, rows=rows):
            yield batch.cast(UNLABELLED)
