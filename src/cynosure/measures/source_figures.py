"""What sources reckon themselves, each figure beside ours of the same demands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Difference, Unit
from cynosure.measures.ask import Result
from cynosure.measures.durations import MINUTE, Durations, with_seconds
from cynosure.measures.facts import Facts
from cynosure.measures.tallies import total
from cynosure.statistics import middle

SHOWN = 20  # ids of demands that make a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    title: str
    take: Literal["median", "sum", "share"]
    ours: Callable[[ir.Table], ir.IntegerValue] | None  # None: we have no such figure
    needs: str | None
    why: str

    @property
    def unit(self) -> Unit:
        """The unit of what is taken."""
        units: Mapping[str, Unit] = {"median": "seconds", "sum": "times", "share": "share"}
        return units[self.take]


def _first_response(table: ir.Table) -> ir.IntegerValue:
    return table.first_response_seconds


def _resolution(table: ir.Table) -> ir.IntegerValue:
    return table.request_to_resolution_seconds


def _to_ending(table: ir.Table) -> ir.IntegerValue:
    return ibis.coalesce(table.request_to_resolution_seconds, table.competing_ending_seconds)


def _not_on_asker(table: ir.Table) -> ir.IntegerValue:
    return table.waiting_on_us_seconds + table.waiting_on_other_seconds


def _reopenings(table: ir.Table) -> ir.IntegerValue:
    return table.reopenings


def _hand_offs(table: ir.Table) -> ir.IntegerValue:
    return table.hand_offs


_BUSINESS = (
    "Theirs counts business hours only; ours runs on the calendar, as the customer waits, "
    "nights and weekends included."
)
_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "first_reply_minutes": _Kind(
            title="Median time to first reply",
            take="median",
            ours=_first_response,
            needs="responses",
            why="Theirs may stop at an automatic reply or at a word that the customer did not "
            "see. Ours stops at the first public word by a person.",
        ),
        "first_reply_business_minutes": _Kind(
            title="Median time to first reply, business hours",
            take="median",
            ours=_first_response,
            needs="responses",
            why=_BUSINESS,
        ),
        "first_resolution_minutes": _Kind(
            title="Median time to first resolution",
            take="median",
            ours=_resolution,
            needs="endings",
            why="Theirs stops at the first resolution, also where it was reopened. Ours stops at "
            "the one that stood.",
        ),
        "full_resolution_minutes": _Kind(
            title="Median time to full resolution",
            take="median",
            ours=_resolution,
            needs="endings",
            why="Theirs stops when this ticket was last solved. Ours leaves out what was declined "
            "or closed for silence, and follows a merged ticket to where it went.",
        ),
        "full_resolution_business_minutes": _Kind(
            title="Median time to full resolution, business hours",
            take="median",
            ours=_resolution,
            needs="endings",
            why=_BUSINESS,
        ),
        "requester_wait_minutes": _Kind(
            title="Median time the asker waited",
            take="median",
            ours=_not_on_asker,
            needs="waiting",
            why="Theirs adds up the time in certain states. Ours is all the time in which it was "
            "not the asker's turn.",
        ),
        "lead_time_minutes": _Kind(
            title="Median lead time",
            take="median",
            ours=_to_ending,
            needs="endings",
            why="Theirs runs between the two dates in the record's last state, or from the start "
            "of work. Ours runs from the first ask to the ending that stood.",
        ),
        "reopen_count": _Kind(
            title="Reopenings",
            take="sum",
            ours=_reopenings,
            needs="history",
            why="Theirs counts changes of a field; ours counts a return after any ending, and "
            "none where it had not ended.",
        ),
        "reassignment_count": _Kind(
            title="Reassignments",
            take="sum",
            ours=_hand_offs,
            needs="hand_offs",
            why="Theirs may count being given to the first one, and each change of group and "
            "person; ours counts moves from one to another.",
        ),
        "made_sla": _Kind(
            title="Agreement kept, by the source's own mark",
            take="share",
            ours=None,
            needs=None,
            why="The export says that a promise was kept, not what was promised, so we cannot "
            "check it. The demands named were marked as kept and had to be reopened.",
        ),
    }
)


def figure_differences(
    facts: Facts, source_figures: ir.Table, *, result: Result
) -> list[Difference]:
    """Return, for each figure that the source made, theirs and ours of the same demands.

    Times in minutes become whole seconds; a demand makes the difference where
    the two are more than a minute apart, or where we have none.
    """
    figures = source_figures.select("demand_id", "figure", "value").filter(
        source_figures.value.notnull()
    )
    present = set(result(figures.select("figure").distinct())["figure"].to_pylist())
    joined = figures.inner_join(facts.demands, "demand_id")
    return [
        _difference(kind, joined.filter(joined.figure == name), result)
        for name, kind in _KINDS.items()
        if name in present
    ]


def figures_apart(title: str, facts: Facts, source_figures: ir.Table) -> ir.Table | None:
    """Return the demands in which a figure of the source's and ours are apart.

    Columns demand_id, theirs and ours; None where no figure has this title.
    """
    for name, kind in _KINDS.items():
        if kind.title == title:
            of_it = source_figures.filter(
                (source_figures.figure == name) & source_figures.value.notnull()
            )
            rows = of_it.select("demand_id", "value").inner_join(facts.demands, "demand_id")
            return _apart(kind, _both(kind, rows)).select("demand_id", "theirs", "ours")
    return None


def _both(kind: _Kind, rows: ir.Table) -> ir.Table:
    """Return the rows with `theirs` and `ours`, in seconds or as a count."""
    rows = rows.mutate(theirs=(rows["value"] * _scale(kind) + 0.5).floor().cast("int64"))
    if kind.ours is None:
        return rows.mutate(ours=ibis.null("int64"))
    told = rows[f"tells_{kind.needs}"].fill_null(False)
    return rows.mutate(ours=told.ifelse(kind.ours(rows), ibis.null("int64")))


def _apart(kind: _Kind, rows: ir.Table) -> ir.Table:
    if kind.ours is None:
        return rows.filter((rows.theirs == 1) & (rows.reopenings > 0))
    distance = (rows.ours - rows.theirs).abs()
    allowed = MINUTE if kind.take == "median" else 0
    return rows.filter(rows.ours.isnull() | (distance > allowed))


def _scale(kind: _Kind) -> int:
    return MINUTE if kind.take == "median" else 1


def _difference(kind: _Kind, rows: ir.Table, result: Result) -> Difference:
    rows = _both(kind, rows)
    apart = _apart(kind, rows)
    n_theirs, theirs = _taken(kind, rows, "theirs", result)
    n_ours, ours = _taken(kind, rows, "ours", result)
    why = kind.why
    if kind.ours is not None and not n_ours:
        why = f"{why} This export does not tell what ours would need."
    return Difference(
        title=kind.title,
        theirs=theirs,
        ours=ours,
        unit=kind.unit,
        n_theirs=n_theirs,
        n_ours=n_ours,
        why=why,
        demands=_ids(apart, result),
        demands_count=total(result(apart.aggregate(n=apart.count()))),
    )


def _taken(kind: _Kind, rows: ir.Table, column: str, result: Result) -> tuple[int, float | None]:
    """Return how many have this figure, and its median, sum or share."""
    known = rows.filter(rows[column].notnull())
    if kind.take == "median":
        counts = result(
            with_seconds(known, known[column])
            .group_by("seconds")
            .aggregate(n=lambda table: table.count(), rounded=lambda table: table.rounded.sum())
        )
        durations = Durations.read(counts)
        return durations.n(""), middle(durations.times, durations.of([""]))
    sums: pa.Table = result(known.aggregate(n=known.count(), of=known[column].sum()))
    n, of = total(sums), total(sums, "of")
    if not n:
        return 0, None
    return n, of / n if kind.take == "share" else float(of)


def _ids(rows: ir.Table, result: Result) -> Sequence[str]:
    some = rows.order_by(rows.demand_id.asc()).limit(SHOWN).select("demand_id")
    return tuple(str(name) for name in result(some)["demand_id"].to_pylist())
