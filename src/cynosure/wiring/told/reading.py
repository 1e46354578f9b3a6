"""What was last told, opened for pages: nothing of the store is read, and nothing is written."""

from __future__ import annotations

import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.engines.duckdb import literally
from cynosure.engines.reading import ReadingEngine
from cynosure.measures import Facts
from cynosure.store.told import ToldFolder
from cynosure.wiring.told.files import DEMANDS, REQUESTS, SUMMARY
from cynosure.workflows.themed import ToldTheme
from cynosure.workflows.told.plain import read
from cynosure.workflows.told.summary import FORMAT, Summary, ToldImport

_OPEN = 16  # workspaces whose telling stays open


@dataclass(frozen=True, eq=False)
class Told:
    """One telling of a workspace; several threads may ask of it at once."""

    workspace: Path
    folder: Path
    summary: Summary
    engine: ReadingEngine

    @property
    def told_id(self) -> str:
        """Its name; another telling has another one."""
        return self.summary.told_id

    @property
    def as_of(self) -> datetime:
        """The instant that all figures are as of."""
        return self.summary.as_of

    @property
    def told_at(self) -> datetime:
        """When it was told."""
        return self.summary.told_at

    @property
    def themes(self) -> tuple[ToldTheme, ...]:
        """The themes, the largest first, those marked as noise last."""
        return self.summary.themes

    @property
    def imports(self) -> tuple[ToldImport, ...]:
        """What was taken in, the oldest first."""
        return self.summary.imports

    @cached_property
    def theme_names(self) -> Mapping[str, str]:
        """What each theme is called, by its id; also under the ids that were merged into it."""
        return {
            theme_id: each.name
            for each in self.themes
            for theme_id in (*each.merged_from, each.theme_id)
        }

    @cached_property
    def facts(self) -> Facts:
        """What measures are made from."""
        return Facts(
            demands=self.engine.parquet([self._path(DEMANDS)], self._schema(DEMANDS)),
            requests=self.engine.parquet([self._path(REQUESTS)], self._schema(REQUESTS)),
            as_of=self.as_of,
        )

    @cached_property
    def demands_sql(self) -> str:
        """The demands as what stands behind FROM."""
        return f"read_parquet('{_quoted(self._path(DEMANDS))}')"

    def _path(self, name: str) -> str:
        return str(self.folder / name)

    def _schema(self, name: str) -> pa.Schema:
        return pq.read_schema(self.folder / name)


_opened: OrderedDict[Path, Told] = OrderedDict()
_opening = threading.Lock()


def open_told(folder: Path) -> Told | None:
    """Return what was last told of the workspace in `folder`; None where nothing was yet.

    Also None where it cannot be read or another version wrote it: the next telling
    mends that. A telling is opened once; asking again costs reading its pointer.
    """
    last = ToldFolder(folder).last()
    if last is None:
        return None
    with _opening:
        known = _opened.get(folder)
        if known is not None and known.folder == last:
            _opened.move_to_end(folder)
            return known
    summary = _summary(last)
    if summary is None:
        return None
    told = Told(workspace=folder, folder=last, summary=summary, engine=reading_engine())
    with _opening:
        _opened[folder] = told
        if len(_opened) > _OPEN:
            _opened.popitem(last=False)
    return told


@cache
def reading_engine() -> ReadingEngine:
    """Return the engine of this process that all tellings are read by, within one bound."""
    spill = Path(tempfile.gettempdir()) / f"cynosure-pages-{threading.get_native_id()}"
    return ReadingEngine(spill=spill)


def files_sql(files: Sequence[str]) -> str:
    """Return these Parquet files as what stands behind FROM, whatever fields each has.

    For one question, where a view would stay behind. No parameters: a table takes none.
    """
    listed = ", ".join(f"'{literally(file)}'" for file in files)
    return f"read_parquet([{listed}], union_by_name=true, hive_partitioning=false)"


def _summary(folder: Path) -> Summary | None:
    try:
        summary = read(Summary, (folder / SUMMARY).read_bytes())
        return summary if summary.format == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _quoted(path: str) -> str:
    return path.replace("'", "''")
