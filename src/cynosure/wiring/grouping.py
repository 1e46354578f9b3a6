"""Group a table of texts into a file, without a workspace."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from cynosure.intake import Mapping
from cynosure.intake.texts import open_texts
from cynosure.store import write_table
from cynosure.wiring.classifying import WouldOverwrite, same_file
from cynosure.workflows.classifying import UNREADABLE
from cynosure.workflows.grouping import GROUPS, Grouped, group
from cynosure.workflows.take_in import Progress, unwatched


def group_file(
    file: Path,
    *,
    out: Path | None,
    form: str,
    mapping: Mapping | None = None,
    by_root: bool = False,
    progress: Progress = unwatched,
) -> tuple[Grouped, Path | None]:
    """Write the theme of each row of a table; return what became of the rows.

    Rows that cannot be read go to a file beside `out`, which is returned if there are any.

    Raises
    ------
    WouldOverwrite, CannotExport
        If it cannot be written, or not so.
    IntakeError
        If the table cannot be used; then nothing is written.
    """
    aside = out.with_name(f"{out.stem}.quarantine.csv") if out is not None else None
    for written in (out, aside):
        if written is not None and same_file(written, file):
            raise WouldOverwrite(file)
    told = Grouped()
    rows = group(open_texts(file, mapping), told, by_root=by_root, progress=progress)
    write_table(rows, form=form, out=out, schema=GROUPS, ids=("id",))
    # An old one would be taken for that of these groups.
    if aside is not None and (told.unreadable or aside.exists()):
        unread = pa.RecordBatch.from_pylist(told.unreadable, schema=UNREADABLE)
        write_table([unread], form="csv", out=aside, schema=UNREADABLE)
    return told, aside if told.unreadable else None
