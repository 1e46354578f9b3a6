"""What people decided in a workspace: kept, taken back, taken in from a file and written to one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from cynosure.demand.records import TIME
from cynosure.errors import ClassificationError
from cynosure.nature.auditing.audit import draw_sample
from cynosure.nature.deciding.decision_file import COLUMNS, as_rows, read_decisions
from cynosure.nature.deciding.decisions import Decided, Decision, as_labels
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.store import write_table
from cynosure.wiring.demands import customers, known
from cynosure.wiring.place import Place

_SCHEMA = pa.schema(
    [
        ("demand_id", pa.string()),
        ("nature", pa.string()),
        ("code", pa.string()),
        ("doubtful", pa.bool_()),
        ("decided_by", pa.string()),
        ("decided_at", TIME),
    ]
)
_NAMED = 10  # ids that an error names


class UndecidableDemands(ClassificationError):
    """Ids of demands that are not in the workspace; nothing was decided."""

    exit_status = 64

    def __init__(self, ids: Sequence[str], near: Sequence[str] = ()) -> None:
        self.ids = tuple(ids)
        named = ", ".join(map(repr, ids[:_NAMED]))
        more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"There is no demand {named}{more}.{hint} Nothing was decided. "
            "`cynosure export demands` lists the ids."
        )


class NothingDecided(ClassificationError):
    """There is no decision that could be taken back."""

    exit_status = 64

    def __init__(self, demand_id: str) -> None:
        super().__init__(
            f"Nobody decided what {demand_id!r} is, so there is nothing to take back. "
            "`cynosure decisions list` shows what was decided."
        )


@contextmanager
def open_decisions(place: Place, *, create: bool = True) -> Iterator[ModuleType]:
    """Open the register and yield its module of decisions."""
    with open_register(place.folder, create=create):
        # Django's models can be imported only where a register is open.
        from cynosure.register import decisions as kept

        yield kept


def decided_in(place: Place) -> dict[str, Decided]:
    """Return the decision that counts of each demand; none without a register."""
    if not place.kept or not has_register(place.folder):
        return {}
    with open_decisions(place, create=False) as kept:
        counting: dict[str, Decided] = kept.counting()
        return counting


def labels_decided(place: Place) -> pa.Table | None:
    """Return people's decisions as LABELS; None where there are none."""
    decided = decided_in(place)
    return as_labels(one.decision for one in decided.values()) if decided else None


def audits_in(place: Place) -> dict[int, int]:
    """Return the largest sample drawn with each seed: which demands audits have drawn."""
    if not place.kept or not has_register(place.folder):
        return {}
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        sizes: dict[int, int] = {}
        for draw in kept.draws():
            sizes[draw.seed] = max(sizes.get(draw.seed, 0), draw.size)
    return sizes


def _simple_audits_in(place: Place) -> dict[int, int]:
    """Return the same of simple draws, whose demands are drawn again from the seed."""
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        sizes: dict[int, int] = {}
        for draw in kept.draws():
            if not draw.strata:
                sizes[draw.seed] = max(sizes.get(draw.seed, 0), draw.size)
    return sizes


def drawn_for_audit(place: Place) -> frozenset[str]:
    """Return the demands that an audit drew or labelled: they are not taught with.

    An audit is right because its sample is random and nobody learnt from it. All
    draws count, so that one may go back to an earlier one.
    """
    if not audits_in(place):
        return frozenset()
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        drawn = {*kept.said("first"), *kept.said("settled"), *kept.drawn_ids()}
    for seed, size in _simple_audits_in(place).items():
        drawn |= set(draw_sample(customers(place), n=size, seed=seed).demand_ids)
    return frozenset(drawn)


def decide(place: Place, decisions: Sequence[Decision], *, by: str, at: datetime) -> None:
    """Keep decisions, all or none.

    Raises
    ------
    UndecidableDemands
        If the workspace lacks some of the demands; it names them all.
    """
    asked = [one.demand_id for one in decisions]
    there = set(known(place, asked))
    if unknown := [one for one in dict.fromkeys(asked) if one not in there]:
        raise UndecidableDemands(unknown, _near(place, unknown[0]))
    with open_decisions(place) as kept:
        kept.keep(Decided(one, by, at) for one in decisions)


def take_back(place: Place, demand_id: str, *, by: str, at: datetime) -> tuple[Decided, str]:
    """Take a decision back; return it, and what counts now, in words.

    Raises
    ------
    NothingDecided
        If there is none.
    """
    with open_decisions(place) as kept:
        taken = kept.take_back(demand_id, by=by, at=at)
        counting = kept.counting().get(demand_id)
    if taken is None:
        raise NothingDecided(demand_id)
    before = "what the model says" if counting is None else f"{said(counting)} again"
    return taken, before


def said(decided: Decided) -> str:
    """Return a decision in words."""
    one = decided.decision
    what = "/".join(filter(None, (one.nature or "unknown", one.code)))
    return f"{what}{' (in doubt)' if one.doubtful else ''}, by {decided.by}, {decided.at:%Y-%m-%d %H:%M} UTC"


def write_decisions(place: Place, out: Path) -> int:
    """Write the decisions that count to a file, its form by its name; return how many."""
    forms = {"": "csv", "jsonl": "json", "ndjson": "json"}
    named = out.suffix.lower().removeprefix(".")
    rows = list(as_rows(decided_in(place).values()))
    batch = pa.RecordBatch.from_pylist(rows, schema=_SCHEMA).select(COLUMNS)
    return write_table([batch], form=forms.get(named, named), out=out, schema=_SCHEMA)


def take_in_decisions(place: Place, path: Path, *, by: str, at: datetime) -> tuple[int, int]:
    """Keep the decisions in a file; return how many are new or different, and how many are not.

    Raises
    ------
    UnusableDecisions
        If anything of it is wrong; then nothing of it is kept.
    """

    def there(ids: Collection[str]) -> Collection[str]:
        return known(place, ids)

    told = read_decisions(path, known=there, by=by, at=at)
    before = decided_in(place)
    new = [
        one
        for one in told
        if one.decision.demand_id not in before
        or before[one.decision.demand_id].decision != one.decision
    ]
    if new:
        with open_decisions(place) as kept:
            kept.keep(new)
    return len(new), len(told) - len(new)


def _near(place: Place, demand_id: str) -> list[str]:
    ids = [one for batch in customers(place) for one in batch["demand_id"].to_pylist()[:5_000]]
    return get_close_matches(demand_id, ids[:20_000], n=1)
