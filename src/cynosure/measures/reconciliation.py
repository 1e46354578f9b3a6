"""Our figures beside the source's own, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis.expr.types as ir

from cynosure.answers import Answer, Difference
from cynosure.errors import MeasureError
from cynosure.measures.ask import Result, answer
from cynosure.measures.durations import Durations, with_seconds
from cynosure.measures.facts import Facts
from cynosure.measures.source_figures import SHOWN, figure_differences, figures_apart
from cynosure.measures.tallies import total
from cynosure.statistics import middle

_CLOSE = "Median time to close"
_TYPES = 5  # types that stand by themselves
_FEWEST = 20  # closed ones, below which a median by type is noise


class UnknownDifference(MeasureError):
    """No figure of a source's has this name."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"No source has a figure {title[:60]!r} beside ours. The page of each measure "
            "lists those that there are."
        )


def reconcile(
    facts: Facts, *, result: Result, source_figures: ir.Table | None = None
) -> tuple[Difference, ...]:
    """Return each figure that a tracker would give beside ours.

    First the median of what is closed, as trackers take it (from creation to
    the last closing, whoever asked and however it ended, the mean of the two
    in the middle), of all and by the source's own type; then each figure that
    the source made itself. Ours is of the same demands, whoever asked.

    Parameters
    ----------
    source_figures
        Columns demand_id, figure and value, one row a demand and figure.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> day = timedelta(days=1)
    >>> closed = {"start": march - 9 * day, "ended_at": march - 8 * day}
    >>> asked = [{**closed, "state": "resolved", "request_to_resolution_seconds": 86_400}]
    >>> asked += [{"start": march - 9 * day, "state": "open", "censored_seconds": 9 * 86_400}] * 2
    >>> facts = Facts.of(asked, as_of=march)
    >>> told = reconcile(facts, result=lambda table: table.to_pyarrow())
    >>> told[0].theirs, told[0].ours, told[0].demands_count  # half are not resolved
    (86400.0, None, 2)
    """
    differences = _closed_only(facts, result)
    if source_figures is not None:
        differences += figure_differences(facts, source_figures, result=result)
    return tuple(differences)


def apart(title: str, facts: Facts, source_figures: ir.Table) -> ir.Table:
    """Return the demands in which the two figures of a difference are apart.

    Columns demand_id, theirs and ours, both of that demand alone, in seconds or as a
    count; theirs is null for what is open, which a tracker leaves out, and ours where we
    have none. `title` is that of the difference.

    Raises
    ------
    UnknownDifference
        If no figure is called so.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> import ibis
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> ended = {"start": march - timedelta(days=1), "ended_at": march, "state": "declined"}
    >>> none = ibis.memtable({"demand_id": [""], "figure": [""], "value": [0.0]})
    >>> apart("Median time to close", Facts.of([ended], as_of=march), none).to_pyarrow().to_pylist()
    [{'demand_id': 'made-up:0', 'theirs': 86400, 'ours': None}]
    """
    rows = facts.demands
    if title.startswith(f"{_CLOSE}, "):
        rows = rows.filter(_of_type(rows, title.removeprefix(f"{_CLOSE}, ")))
    elif title != _CLOSE:
        found = figures_apart(title, facts, source_figures)
        if found is None:
            raise UnknownDifference(title)
        return found
    closed = _closed(rows)
    return closed.filter(_differs(closed)).select(
        "demand_id", theirs="took", ours="request_to_resolution_seconds"
    )


def _closed_only(facts: Facts, result: Result) -> list[Difference]:
    whole = _compared(_CLOSE, facts, result)
    if whole is None:
        return []
    of_types = (
        _compared(
            f"{_CLOSE}, {name}",
            Facts(
                demands=facts.demands.filter(_of_type(facts.demands, name)),
                requests=facts.requests.filter(_of_type(facts.requests, name)),
                as_of=facts.as_of,
            ),
            result,
        )
        for name in _types(facts.demands, result)
    )
    return [whole, *(each for each in of_types if each and each.n_theirs >= _FEWEST)]


def _types(demands: ir.Table, result: Result) -> Sequence[str]:
    """Return the source's own types, the most frequent first."""
    typed = demands.filter(demands.ended_at.notnull() & demands.reported_type.notnull())
    sizes = typed.group_by("reported_type").aggregate(n=typed.count())
    largest = sizes.order_by([sizes["n"].desc(), sizes["reported_type"].asc()]).limit(_TYPES)
    return [str(name) for name in result(largest)["reported_type"].to_pylist()]


def _of_type(rows: ir.Table, name: str) -> ir.BooleanValue:
    """Return whether a demand is of this type, also where it is one of several labels.

    A tracker that files by labels counts what is a bug and an enhancement under both.
    """
    is_type = (rows.reported_type == name).fill_null(False)
    if "labels" not in rows.columns:
        return is_type
    return is_type | rows.labels.contains(name).fill_null(False)


def _compared(title: str, facts: Facts, result: Result) -> Difference | None:
    """Return the median of the closed ones beside ours; None where nothing is closed."""
    rows = _closed(facts.demands)
    rows = with_seconds(rows.mutate(apart=_differs(rows)), rows.took)
    counts = result(
        rows.group_by(["apart", "seconds"]).aggregate(
            n=lambda table: table.count(), rounded=lambda table: table.rounded.sum()
        )
    )
    durations = Durations.read(counts)
    if not durations.times.size:
        return None
    return _difference(
        title,
        durations,
        answer("request-to-resolution", facts, result=result, asker_kind=None),
        ids=_some(rows.filter(rows["apart"]), result),
        differing=total(counts, apart=True),
    )


def _differs(closed: ir.Table) -> ir.BooleanValue:
    return (
        closed.state.notnull()
        & (
            closed.took.isnull()
            | closed.request_to_resolution_seconds.isnull()
            | ((closed.request_to_resolution_seconds - closed.took).abs() > 1)
        )
    ).fill_null(False)


def _closed(demands: ir.Table) -> ir.Table:
    """Return what is needed, and the seconds it `took` to the ending that stands, as trackers do."""
    # Cut to seconds before subtracting: engines differ on fractions.
    took = demands.ended_at.truncate("s").delta(demands.start.truncate("s"), unit="second")
    return demands.select(
        "demand_id",
        "start",
        "state",
        "request_to_resolution_seconds",
        took=took.cast("int64"),
    )


def _some(rows: ir.Table, result: Result) -> Sequence[str]:
    """Return the ids of the longest waiting ones, at most as many as are shown."""
    oldest = rows.order_by([rows.start.asc(), rows.demand_id.asc()]).limit(SHOWN)
    return tuple(str(name) for name in result(oldest.select("demand_id"))["demand_id"].to_pylist())


def _difference(
    title: str,
    closed: Durations,
    ours: Answer,
    *,
    ids: Sequence[str],
    differing: int,
) -> Difference:
    theirs = closed.of([""])
    return Difference(
        title=title,
        theirs=middle(closed.times, theirs),
        ours=ours.value,
        unit="seconds",
        n_theirs=int(theirs.sum()),
        n_ours=ours.n,
        why=_why(ours),
        demands=ids,
        demands_count=differing,
    )


def _why(ours: Answer) -> str:
    parts: Mapping[str, float | None] = ours.parts
    said = [
        "A tracker takes the middle of what is closed: the longer something stays open, the "
        "longer it is left out."
    ]
    if still_open := int(parts.get("open") or 0):
        said.append(f"Ours counts the {still_open:,} still open as still waiting.")
    if unserved := int((parts.get("declined") or 0) + (parts.get("abandoned") or 0)):
        said.append(
            f"A tracker's closed ones include {unserved:,} that were declined or abandoned; "
            "ours count as never resolved."
        )
    said.append(
        "Where a customer had to ask again, ours runs from the first ask to the last answer."
    )
    if ours.value is None and ours.instead:
        said.append(f"Ours is {ours.instead}.")
    return " ".join(said)
