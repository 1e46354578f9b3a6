"""Forgetting a person: their words and names go, times and codes stay under a token."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.store.layout import (
    CACHE,
    CACHE_LOCK_FILE,
    FORMAT_FILE,
    KEY_FILE,
    LOCK_FILE,
    REFUSALS,
    STAGING,
    TABLES,
    TOLD,
    UNFINISHED_ERASURE,
    WRITER_FILE,
    write_whole,
)
from cynosure.store.other_names import other_names
from cynosure.store.parquet import filled, parquet_file
from cynosure.store.payloads import unpacked
from cynosure.store.redacting import Redactor
from cynosure.store.refusals import Refusals, ensure_key, read_refusals
from cynosure.store.tables import Table
from cynosure.store.writing import (
    Change,
    Progress,
    cache_lock,
    finish_erasure,
    plainly_told,
    writing,
)

ROWS = 10_000
# Demands before their payloads and events before their sightings: the later ones
# follow what was found in the earlier.
_ORDER = (
    "demands",
    "earlier_demands",
    "events",
    "differing_events",
    "sightings",
    "repeated",
    "payloads",
    "quarantine",
    "set_aside",
    "themes",
    "imports",
)
_OURS = {
    *TABLES,
    FORMAT_FILE,
    KEY_FILE,
    LOCK_FILE,
    WRITER_FILE,
    STAGING,
    UNFINISHED_ERASURE,
    CACHE,
    CACHE_LOCK_FILE,
    TOLD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReceipt:
    """What an erasure found and what it could not reach. It names nobody."""

    token: str  # stands for the person from now on
    demands: int  # of theirs: words gone, times and codes kept
    events: int  # in which they acted
    mentions: int  # other rows that named them, masked
    records: int  # quarantined or set aside ones that named them: text gone
    payloads: int  # of theirs, dropped
    out_of_reach: tuple[str, ...]
    # Outside the store, where whoever calls it looks. They named them or somebody erased before.
    deliveries: int = 0  # that were given up: words gone
    uploads: int = 0  # not taken in yet: let go of
    unread_uploads: int = 0  # of these, could not be looked through: let go of all the same

    @property
    def found(self) -> bool:
        """Whether there was anything of them."""
        return any(
            (
                self.demands,
                self.events,
                self.mentions,
                self.records,
                self.payloads,
                self.deliveries,
                self.uploads - self.unread_uploads,
            )
        )

    def __str__(self) -> str:
        """Say it as a person would."""
        lines = [
            f"Erased: {self.demands:,} demands of theirs, {self.events:,} events, "
            f"{self.payloads:,} payloads; masked in {self.mentions:,} other rows; "
            f"{self.records:,} records set aside or in quarantine lost their text."
            if self.found
            else "Nothing of this person was found.",
            *(
                [f"{self.deliveries:,} deliveries that were given up lost their words."]
                if self.deliveries
                else []
            ),
            *(
                [
                    f"{self.uploads:,} uploads that waited were let go of, "
                    f"{self.unread_uploads:,} of them because nobody can look through them."
                ]
                if self.uploads
                else []
            ),
            f"What stays of them stands under {self.token}. "
            "They will not come back with a later import.",
            "Out of reach:",
            *(f"- {what}" for what in self.out_of_reach),
        ]
        return "\n".join(lines)


def erase(
    workspace: Path,
    asker: str,
    *,
    at: datetime,
    also_known_as: Sequence[str] = (),
    beside: Collection[str] = (),
    wait_seconds: float,
    progress: Progress | None = None,
) -> ErasureReceipt:
    """Forget a person in a workspace; see `DemandStore.erase`."""
    with (
        writing(
            workspace, wait_seconds=wait_seconds, doing="erasing a person", progress=progress
        ) as change,
        plainly_told(workspace),
    ):
        write_whole(workspace / UNFINISHED_ERASURE, b"")
        ensure_key(workspace)
        refusals = read_refusals(workspace, change.before.files("refusals"))
        askers = [asker, *also_known_as]
        names = _spellings({*askers, *_found_beside(change, askers)})
        refusals, added, token = refusals.with_person(askers=askers, names=names, at=at)
        redactor = Redactor(refusals)
        for name in _ORDER:
            _rewrite(change, name, redactor)
        if added:
            refused = pa.Table.from_pylist([asdict(one) for one in added], schema=REFUSALS)
            Table(workspace, "refusals").create()
            _add(change, "refusals", refused.to_batches())
        # Nobody may make something of the old words meanwhile and keep it.
        with cache_lock(workspace, wait_seconds=wait_seconds):
            change.commit()
            finish_erasure(workspace)
        change.progress("erased", 1)
    return ErasureReceipt(
        token=token,
        demands=redactor.demands,
        events=redactor.events,
        mentions=redactor.mentions,
        records=redactor.records,
        payloads=redactor.payloads,
        out_of_reach=tuple(_out_of_reach(workspace, redactor, names, refusals, beside)),
    )


def _found_beside(change: Change, askers: Sequence[str]) -> Iterator[str]:
    """Yield what else a person is called in the payloads of their demands."""
    wanted = {asker.strip().casefold() for asker in askers}
    called = {
        demand_id: name
        for batch in _batches(change, "demands", ["demand_id", "asker"])
        for demand_id, name in zip(*(column.to_pylist() for column in batch.columns), strict=True)
        if name is not None and name.strip().casefold() in wanted
    }
    if not called:
        return
    for batch in _batches(change, "payloads", ["demand_id", "payload"]):
        for demand_id, payload in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            if demand_id in called and payload is not None:
                yield from other_names(unpacked(payload), called[demand_id])


def _spellings(names: Iterable[str]) -> list[str]:
    """Return names as they are, as JSON and as a part of an address."""
    return sorted(
        {
            spelt
            for name in names
            for spelt in (
                name,
                orjson.dumps(name).decode()[1:-1],
                quote(name, safe=""),
                quote(name, safe="@"),
            )
        }
    )


def _batches(
    change: Change, name: str, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    for file in change.before.files(name):
        with pq.ParquetFile(file) as parquet:
            yield from parquet.iter_batches(ROWS, columns=columns)


def _rewrite(change: Change, name: str, redactor: Redactor) -> None:
    """Write those of a table's files anew that hold something of the person."""
    for file in change.before.stored.get(name, ()):
        path = str(change.workspace / name / file.name)
        with pq.ParquetFile(path) as parquet:
            schema = TABLES[name].schema
            beside = f"{uuid4().hex}.parquet"
            written = changed = 0
            with parquet_file(change.workspace / name / beside, schema) as writer:
                for batch in parquet.iter_batches(ROWS, columns=schema.names):
                    without_them = redactor.redact(name, batch)
                    changed += without_them is not batch
                    written += without_them.num_rows
                    writer.write_batch(filled(without_them, schema))
        if not changed:
            (change.workspace / name / beside).unlink()
            continue
        change.remove(name, [path])
        if written:
            change.add_file(name, beside)


def _add(change: Change, name: str, batches: Sequence[pa.RecordBatch]) -> None:
    file = f"{uuid4().hex}.parquet"
    with parquet_file(change.workspace / name / file, TABLES[name].schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    change.add_file(name, file)


def _out_of_reach(
    workspace: Path,
    redactor: Redactor,
    names: Sequence[str],
    refusals: Refusals,
    beside: Collection[str],
) -> Iterator[str]:
    yield (
        "backups and copies of the workspace: one that was made before still holds them, and does "
        "not know that they were erased; erase them again after it is restored"
    )
    yield "reports and exports that were written before"
    yield "the files that were taken in, where they lie, and the source itself"
    unsought = [
        name for name in names if (known := refusals.of(name)) is not None and not known.in_texts
    ]
    if unsought:
        yield (
            f"{len(unsought)} of their names too short to be looked for in texts; "
            "erased only where it is the asker or the one who acted"
        )
    if redactor.ids_with_a_name:
        yield f"{redactor.ids_with_a_name:,} ids of demands that contain a name of theirs"
    others = sorted(
        file.name for file in workspace.iterdir() if file.name not in _OURS | set(beside)
    )
    if others:
        yield f"what else lies in the workspace: {', '.join(others)}"
