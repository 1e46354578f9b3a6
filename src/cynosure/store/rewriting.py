"""Taking rows out of a table: the files that hold them are written anew."""

from __future__ import annotations

from cynosure.store.layout import TABLES
from cynosure.store.workbench import Workbench, paths_of
from cynosure.store.writing import Change

_BY_DEMAND = (
    "SELECT DISTINCT filename FROM stored SEMI JOIN gone USING (demand_id)",
    "SELECT touched.* FROM touched ANTI JOIN gone USING (demand_id)",
)
_BY_LABEL = (
    "SELECT DISTINCT filename FROM stored SEMI JOIN gone USING (demand_id, labeller)",
    "SELECT touched.* FROM touched ANTI JOIN gone USING (demand_id, labeller)",
)
_BY_IMPORT = (
    "SELECT DISTINCT filename FROM stored SEMI JOIN gone USING (import_id)",
    "SELECT touched.* FROM touched ANTI JOIN gone USING (import_id)",
)


def take_out_demands(bench: Workbench, change: Change, name: str, gone: str) -> None:
    """Take out of a table the rows of the demands in `gone`, a table on the workbench."""
    _take_out(bench, change, name, gone, _BY_DEMAND)


def take_out_labels(bench: Workbench, change: Change, gone: str) -> None:
    """Take out the labels that `gone` has again, by the same labeller."""
    _take_out(bench, change, "labels", gone, _BY_LABEL)


def take_out_imports(bench: Workbench, change: Change, name: str, gone: str) -> None:
    """Take out of a table the rows that the imports in `gone` brought."""
    _take_out(bench, change, name, gone, _BY_IMPORT)


def _take_out(
    bench: Workbench, change: Change, name: str, gone: str, queries: tuple[str, str]
) -> None:
    find, keep = queries
    form = TABLES[name]
    bench.call("gone", gone)
    bench.show("stored", change.before.files(name), form.schema, origin=True)
    touched = paths_of(bench.rows(find))
    if touched:
        bench.show("touched", touched, form.schema)
        change.add(bench, name, keep)
        change.remove(name, touched)
