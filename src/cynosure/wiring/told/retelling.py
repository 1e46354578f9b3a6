"""Telling anew after a change, and how far what was told is behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from cynosure.demand import SOURCE_FIGURES
from cynosure.errors import StoreError
from cynosure.measures import MEASURES, Audit
from cynosure.store.told import ToldFolder, write_rows
from cynosure.wiring.decisions import decided_in, labels_decided
from cynosure.wiring.place import Place, open_place
from cynosure.wiring.remedies import remedies_in
from cynosure.wiring.themes import acts_in
from cynosure.wiring.told_themes import theme_files
from cynosure.wiring.weights import weights_in
from cynosure.workflows.take_in import Progress, unwatched

DEMANDS, REQUESTS, SOURCES = "demands.parquet", "requests.parquet", "source_figures.parquet"
SUMMARY, MADE_OF, FOCUS, DIFFERENCES = "told.json", "made_of.json", "focus.json", "differences.json"
_ROWS = 65_536  # of a row group of requests
_ATTEMPTS = 3
# What a telling is made of, and what one or several of it are called.
_CALLED: Mapping[str, tuple[str, str]] = {
    "imports": ("import", "imports"),
    "decisions": ("decision", "decisions"),
    "acts": ("act on themes", "acts on themes"),
    "audit": ("audit label", "audit labels"),
    "weights": ("weight", "weights"),
    "remedies": ("remedy", "remedies"),
    "labeller": ("model that reads", "models that read"),
}


class KeepsChanging(StoreError):
    """A workspace was changed each time that it was told."""

    def __init__(self, workspace: Path) -> None:
        super().__init__(
            f"{workspace} was changed, or somebody was erased, while it was told, "
            f"{_ATTEMPTS} times. What was told before stands; tell it again."
        )


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What a telling is made of, a short hash for each thing."""

    imports: frozenset[str]
    decisions: frozenset[str]
    acts: frozenset[str]
    audit: frozenset[str]
    weights: frozenset[str]
    remedies: frozenset[str]
    labeller: frozenset[str]


def retell(place: Place, *, at: datetime, progress: Progress = unwatched) -> None:
    """Bring model, themes and search up to date, tell the workspace, and keep what was told.

    What was told before stands until the new telling is whole on disk, and is kept once
    more for who still reads it. A workspace without a demand is told as nothing.
    `at` is the moment of the telling, for those who read it.

    Raises
    ------
    KeepsChanging
        If people are being erased all the while.
    NothingToTell
        If no demand is kept; a telling of earlier ones goes.
    StoreError
        If the store cannot be read, or the telling not written.
    """
    from cynosure.wiring.own_model import bring_up_to_date
    from cynosure.wiring.search import open_search
    from cynosure.wiring.themes import bring_themes_up_to_date

    bring_up_to_date(place, progress=progress)
    bring_themes_up_to_date(place, progress=progress)
    progress("Indexing for search", 0)
    open_search(place, progress=progress)
    for _ in range(_ATTEMPTS):
        # An engine of its own: what themes and search have left in the other would be missing.
        with open_place(place.folder) as fresh:
            if _told(fresh, at=at, progress=progress):
                return
    raise KeepsChanging(place.folder)


def behind(place: Place) -> str:
    """Return what has changed since the last telling, in words; nothing where it is up to date.

    As "3 decisions and 1 import since". Reads the store and the register, so it is for who
    decides whether to tell anew; pages show when it was told.
    """
    from cynosure.workflows.told.plain import read

    folder = ToldFolder(place.folder).last()
    if folder is None:
        return "not told yet"
    try:
        then = read(MadeOf, (folder / MADE_OF).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return "not told yet"
    now = _made_of(place)
    said = []
    for kind, (one, several) in _CALLED.items():
        before, after = getattr(then, kind), getattr(now, kind)
        # What changed is one that went and one that came.
        if n := max(len(after - before), len(before - after)):
            said.append(f"{n:,} {one if n == 1 else several}")
    if not said:
        return ""
    return f"{', '.join(said[:-1])} and {said[-1]} since" if said[1:] else f"{said[0]} since"


def _told(place: Place, *, at: datetime, progress: Progress) -> bool:
    """Tell once; return whether it was published, or one that was begun later."""
    from cynosure.measures import reconcile
    from cynosure.wiring.reporting import audit_of
    from cynosure.workflows.telling import tell
    from cynosure.workflows.told.demands import told_demands, told_schema
    from cynosure.workflows.told.figures import focus_of, measure_figures
    from cynosure.workflows.told.plain import written
    from cynosure.workflows.told.summary import summary_of

    kept, engine = ToldFolder(place.folder), place.engine
    began = datetime.now(UTC)
    told_id = f"{began:%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}"
    made_of, snapshot = _made_of(place), place.store.snapshot()
    audit, weights = audit_of(place), weights_in(place)
    progress("Telling time", 0)
    telling = tell(
        snapshot,
        engine,
        labeller=place.labeller.name,
        decisions=labels_decided(place),
        acts=acts_in(place),
        # Pages lay labels over the telling that are newer than it, so its facts always have
        # what the machine said.
        audit=audit or Audit(judged=()),
    )
    with kept.telling(told_id) as folder:
        progress("Keeping what was told", 0)
        rows = told_demands(telling, engine)
        write_rows(folder / DEMANDS, rows, told_schema(telling))
        requests = telling.facts.requests
        requests = requests.order_by([requests.start.desc(), requests.request_id.desc()])
        batches = engine.batches(requests, rows=_ROWS)
        write_rows(folder / REQUESTS, batches, requests.schema().to_pyarrow())
        theirs = engine.parquet(snapshot.files("source_figures"), SOURCE_FIGURES)
        write_rows(folder / SOURCES, engine.batches(theirs, rows=_ROWS), SOURCE_FIGURES)
        summary = summary_of(
            telling,
            engine,
            told_id=told_id,
            told_at=at,
            labeller=place.labeller.name,
            audit=audit,
            weights=weights,
        )
        by = next(iter(summary.dimensions), None)
        for n, measure in enumerate(MEASURES):
            progress("Measuring", n)
            figures = measure_figures(measure, telling, engine, audit=audit, weights=weights, by=by)
            (folder / f"{measure}.json").write_bytes(written(figures))
        differences = reconcile(telling.facts, result=engine.result, source_figures=theirs)
        (folder / DIFFERENCES).write_bytes(written(differences))
        progress("Ranking what hurts", 0)
        focus = focus_of(
            snapshot, telling, engine, audit=audit, weights=weights, remedies=remedies_in(place)
        )
        (folder / FOCUS).write_bytes(written(focus))
        progress("Describing themes", 0)
        for name, told in theme_files(place, telling, progress=progress):
            (folder / name).write_bytes(written(told))
        (folder / MADE_OF).write_bytes(written(made_of))
        (folder / SUMMARY).write_bytes(written(summary))
        erased = snapshot.pins.get("refusals")
        if kept.publish(
            folder, still=lambda: place.store.snapshot().pins.get("refusals") == erased
        ):
            return True
        last = kept.last()
        return last is not None and last.name > told_id


def _made_of(place: Place) -> MadeOf:
    from cynosure.wiring.reporting import audit_of

    audit, weights = audit_of(place), weights_in(place)
    return MadeOf(
        imports=frozenset(row["import_id"] for row in place.imports()),
        decisions=_hashed(one.decision for one in decided_in(place).values()),
        acts=_hashed(acts_in(place)),
        audit=_hashed(audit.judged if audit else ()),
        weights=_hashed(
            (of, *one)
            for of, each in (("role", weights.role), ("standing", weights.standing))
            for one in each.items()
        ),
        remedies=_hashed(remedies_in(place)),
        labeller=frozenset([place.labeller.name]),
    )


def _hashed(things: Iterable[object]) -> frozenset[str]:
    return frozenset(
        hashlib.blake2b(repr(one).encode(), digest_size=6).hexdigest() for one in things
    )
