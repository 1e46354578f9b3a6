"""Themes and who is in them: one row a theme and one a demand, the newest word of each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from cynosure.demand import DEMANDS, MEMBERS, THEMES
from cynosure.store.parquet import parquet_file
from cynosure.store.rewriting import take_out_demands
from cynosure.store.snapshot import Snapshot
from cynosure.store.workbench import Workbench
from cynosure.store.writing import Change, plainly_told, sweep, writing

# Of two rows for one demand in the same writing the last stands.
_STAGED = """
CREATE TEMP TABLE newest AS
SELECT demand_id, max(n) AS n, arg_max(content, n) AS content FROM (
    SELECT demand_id, file_row_number AS n,
           hash(*COLUMNS(* EXCLUDE (file_row_number))) AS content
    FROM staged_members SEMI JOIN stored_demands USING (demand_id)
) GROUP BY demand_id
"""

_AGAIN = """
CREATE TEMP TABLE again AS
SELECT newest.demand_id, newest.content = stored.content AS same FROM newest
JOIN (SELECT demand_id, hash(*COLUMNS(*)) AS content FROM stored_members) AS stored
    USING (demand_id)
"""

_TO_WRITE = """
CREATE TEMP TABLE to_write AS
SELECT n FROM newest ANTI JOIN (SELECT demand_id FROM again WHERE same) USING (demand_id)
"""

_OTHERWISE = "CREATE TEMP TABLE otherwise AS SELECT demand_id FROM again WHERE NOT same"

_NEW_MEMBERS = """
SELECT staged_members.* FROM staged_members JOIN to_write ON file_row_number = n
"""

_NEW_THEMES = """
SELECT * FROM stored_themes ANTI JOIN told_themes USING (theme_id)
UNION ALL SELECT * FROM told_themes
"""


def write_themes(
    workspace: Path,
    themes: pa.Table,
    members: Iterable[pa.RecordBatch],
    *,
    since: Snapshot | None,
    wait_seconds: float,
) -> int | None:
    """Store themes and members in one step; see `DemandStore.write_themes`."""
    with (
        writing(workspace, wait_seconds=wait_seconds, doing="writing themes") as change,
        plainly_told(workspace),
    ):
        if since is not None and change.before.pins.get("themes") != since.pins.get("themes"):
            return None
        file = change.staging / "members.parquet"
        with parquet_file(file, MEMBERS, compression="lz4") as writer:
            for batch in members:
                writer.write_batch(batch.select(MEMBERS.names).cast(MEMBERS))
        with Workbench(spill=change.staging / "spill") as bench:
            new = _members(bench, change, file)
            if themes.num_rows:
                _themes(bench, change, themes.select(THEMES.names).cast(THEMES))
            if new or themes.num_rows:
                change.commit()
                sweep(workspace)
    return new


def _members(bench: Workbench, change: Change, file: Path) -> int:
    bench.show("staged_members", [str(file)], MEMBERS, row_numbers=True)
    bench.show("stored_members", change.before.files("members"), MEMBERS)
    bench.show("stored_demands", change.before.files("demands"), DEMANDS)
    for step in (_STAGED, _AGAIN, _TO_WRITE, _OTHERWISE):
        bench.run(step)
    new = bench.count("SELECT count(*) FROM to_write")
    if new:
        take_out_demands(bench, change, "members", "otherwise")
        change.add(bench, "members", _NEW_MEMBERS)
        change.join_small_files(bench, "members")
    return new


def _themes(bench: Workbench, change: Change, themes: pa.Table) -> None:
    # They are few, so the table is written whole.
    stored = change.before.files("themes")
    bench.show("stored_themes", stored, THEMES)
    bench.take("told_themes", themes)
    change.add(bench, "themes", _NEW_THEMES)
    change.remove("themes", stored)
