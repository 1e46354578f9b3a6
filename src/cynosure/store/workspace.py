"""A workspace's store: what everybody else sees of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from cynosure.demand import THEMES
from cynosure.intake.incoming import Incoming
from cynosure.store import erasing, labelling, retention, taking_in, theming, undoing
from cynosure.store.erasing import ErasureReceipt
from cynosure.store.holding import held_still
from cynosure.store.layout import check_format, make_workspace
from cynosure.store.mentions import Mentions
from cynosure.store.refusals import read_refusals
from cynosure.store.search_index import SearchIndexFolder
from cynosure.store.snapshot import Snapshot, take_snapshot
from cynosure.store.taking_in import Receipt
from cynosure.store.undoing import UndoReceipt
from cynosure.store.writing import Progress

WAIT_SECONDS = 600.0  # for another writer; a large export takes a few minutes


class DemandStore:
    """What sources said, in one workspace folder. Made by `open_store`."""

    def __init__(self, folder: Path, *, wait_seconds: float) -> None:
        self.folder = folder
        self._wait_seconds = wait_seconds

    def take_in(self, incoming: Incoming, *, on_progress: Progress | None = None) -> Receipt:
        """Store an import whole, or leave everything as it was.

        Of a demand the newest state stands, by the time of the export that says
        it (without one, of the import), in whatever order exports arrive; the
        same record with another meaning, by a better mapping, is a change too.
        Events are added once, by demand and `event_id`; another event under an
        id that is there is listed in `differing_events`. An id that comes twice in
        one import with different content goes to quarantine the second time.
        Which demands and claims an import held is noted also where nothing
        changed. People who were erased come in under their token, without words.

        `on_progress` is told the stage and how many of it are done; "read"
        counts records.

        Raises
        ------
        Locked
            If another process writes to the workspace for longer than we wait.
        NotWritable, DiskFull, CannotWrite
            If the system refuses; nothing of the import is stored then.
        LostKey
            If people were erased and the key that recognises them is gone.
        IntakeError
            Whatever `incoming.batches` raises, as it is.
        """
        return taking_in.take_in(
            self.folder, incoming, wait_seconds=self._wait_seconds, progress=on_progress
        )

    def undo_import(self, import_id: str, *, on_progress: Progress | None = None) -> UndoReceipt:
        """Make everything as if an import had never been taken in, or leave it as it was.

        What another import said of a demand stands again, and what it said again is
        its own; the counts of the other imports become those that they would have.
        Labels and themes' members of demands that read otherwise then are dropped, to be made anew. Themes
        stay, and so does what people said of demands that go: it counts again when they
        come back. The same export can be taken in again.

        Raises
        ------
        UnknownImport
            If there is none of this id.
        CannotUndo
            If another import said something of its demands that is not kept any more.
        Locked, NotWritable, DiskFull, CannotWrite
            As for `take_in`.
        """
        return undoing.undo_import(
            self.folder, import_id, wait_seconds=self._wait_seconds, progress=on_progress
        )

    def would_undo(self, import_id: str) -> UndoReceipt:
        """Return what undoing an import would do, and change nothing.

        Raises
        ------
        UnknownImport, CannotUndo
            As for `undo_import`.
        """
        return undoing.would_undo(self.folder, import_id)

    def write_labels(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Store what a labeller says, and return how many labels are new or different.

        Batches have the schema LABELS. There is one label a demand and labeller
        (its name and version); the same again changes nothing, another one takes
        its place. Labels of demands that the store does not know are left out.
        A demand loses its labels when what a labeller looks at changes: its words, its
        type, labels, channel, language or product.
        """
        return labelling.write_labels(self.folder, batches, wait_seconds=self._wait_seconds)

    def drop_labels(self, *, kind: str, but: str) -> int:
        """Drop the labels of all labellers whose name begins with `kind`, `but` one; return how many.

        For a labeller that took the place of earlier ones of its kind. With an empty `but`
        all of the kind go.
        """
        return labelling.drop_labels(
            self.folder, kind=kind, but=but, wait_seconds=self._wait_seconds
        )

    def unlabelled(self, labeller: str, *, rows: int = 10_000) -> Iterator[pa.RecordBatch]:
        """Yield, as of one moment, the demands that `labeller` has yet to label.

        The columns are what a labeller looks at: demand_id, title, body,
        reported_type, labels, channel, language, satisfaction, product, source_id, asker.
        """
        return labelling.unlabelled(self.snapshot(), labeller, rows=rows)

    def write_themes(
        self,
        themes: pa.Table,
        members: Iterable[pa.RecordBatch] = (),
        *,
        since: Snapshot | None = None,
    ) -> int | None:
        """Store themes and who is in them in one step; return how many members are new or different.

        `themes` has the schema THEMES, `members` MEMBERS. There is one row a theme
        and one a demand: another one takes its place. Members that the store does
        not know as demands are left out, and a demand is no member any more when its
        title or body changes. A theme's name may hold only masked words.

        With `since` nothing is written, and None comes back, if somebody else wrote
        themes after that snapshot: what follows from it has to be thought over again.
        """
        return theming.write_themes(
            self.folder, themes, members, since=since, wait_seconds=self._wait_seconds
        )

    def write_members(self, members: Iterable[pa.RecordBatch]) -> int:
        """Store in which theme demands are, and return how many are new or different."""
        return self.write_themes(THEMES.empty_table(), members) or 0

    def erase(
        self,
        asker: str,
        *,
        at: datetime,
        also_known_as: Sequence[str] = (),
        beside: Collection[str] = (),
        on_progress: Progress | None = None,
    ) -> ErasureReceipt:
        """Forget a person, so that the next import does not bring them back.

        Of their demands the times and codes stay, under a random token; title,
        body, address and payload go. Their names are masked wherever else a text,
        an event, a payload or a record in quarantine says them. Names are their
        id as an asker, `also_known_as`, and what stands beside their id in the
        payloads of their demands (`"login": …, "email": …`); case does not matter.
        A disputable part: demands of an asker named in `also_known_as` are theirs
        too, those of a namesake found only beside are not.

        What lies in the folder under a name in `beside` is the caller's to look
        through, by `erased_names`; the receipt does not call it out of reach.

        Everything that is not current is deleted at once, so a report that is
        being made from an older snapshot fails and has to be made again.
        """
        return erasing.erase(
            self.folder,
            asker,
            at=at,
            also_known_as=also_known_as,
            beside=beside,
            wait_seconds=self._wait_seconds,
            progress=on_progress,
        )

    def erased_names(self) -> Mentions:
        """Return the names of everybody who was erased, to be looked for in texts elsewhere.

        Nobody can read them off it: it holds keyed hashes. Names too short to be
        looked for in texts are not among them.

        Raises
        ------
        LostKey
            If people were erased and the key that recognises them is gone.
        """
        return read_refusals(self.folder, self.snapshot().files("refusals")).mentions()

    def drop_payloads(self, *, before: datetime) -> int:
        """Drop what sources said in their own words in imports from before then; return how many.

        Demands, events and labels stay. What is dropped leaves the disk some
        hours later, when nobody can be reading it any more. A better mapping
        can then no longer be applied to these demands.
        """
        return retention.drop_payloads(self.folder, before=before, wait_seconds=self._wait_seconds)

    def held_still(self, *, but: Collection[str] = ()) -> AbstractContextManager[list[Path]]:
        """Let nobody write as long as the block lasts, and hand out the files to copy.

        They are relative to the folder; what can be made again is left out, and what lies in
        the folder under a name in `but`.

        Raises
        ------
        Locked
            If another process writes to the workspace for longer than we wait.
        """
        return held_still(self.folder, but=but, wait_seconds=self._wait_seconds)

    def search_index(self) -> SearchIndexFolder:
        """Return where the index for search is kept."""
        return SearchIndexFolder(self.folder, wait_seconds=self._wait_seconds)

    def snapshot(self) -> Snapshot:
        """Return what is committed now, every table as of the same moment."""
        return take_snapshot(self.folder)

    def files(self, table: str) -> list[str]:
        """Return the Parquet files of a table now, by absolute path.

        Their rows are exactly what is current: nothing has to be filtered. For
        several tables that should agree take one `snapshot`.
        """
        return self.snapshot().files(table)


def open_store(
    path: str | Path, *, create: bool = False, wait_seconds: float = WAIT_SECONDS
) -> DemandStore:
    """Return the store of a workspace folder.

    With `create` a folder that is none becomes one, beside whatever lies there.
    `wait_seconds` is how long a writer waits for another one; readers never wait.

    Raises
    ------
    NotAWorkspace
        If there is no store in the folder.
    MadeByLaterCynosure
        If its format is newer than this version knows.
    DamagedWorkspace, NotWritable
        If it cannot be read, or made.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> store = open_store(folder.name, create=True)
    >>> store.files("demands")
    []
    >>> folder.cleanup()
    """
    folder = Path(path).expanduser().absolute()
    if create:
        make_workspace(folder)
    check_format(folder)
    return DemandStore(folder, wait_seconds=wait_seconds)
