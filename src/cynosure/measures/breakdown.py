"""One measure by a dimension, nothing dropped, and a warning where the total misleads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Unpack

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer, Breakdown
from cynosure.measures.ask import (
    Asked,
    Result,
    Sql,
    answer,
    chosen,
    counted,
    finished,
    scoped,
    understood,
    unsaid,
)
from cynosure.measures.facts import Facts
from cynosure.measures.measure import Measure
from cynosure.measures.question import DIMENSIONS, Question, UnknownDimension
from cynosure.measures.tallies import only
from cynosure.statistics import Counted, mix_and_rate

REST, UNKNOWN = "the rest", "unknown"


def breakdown(
    measure: str,
    facts: Facts,
    *,
    by: str,
    result: Result,
    sql: Sql = unsaid,
    top: int = 10,
    **asked: Unpack[Asked],
) -> Breakdown:
    """Return a measure by a dimension: the largest groups, the rest as one, the unknown apart.

    The largest by number of rows in question, not by the figure: a ranking by
    the figure would put the smallest groups on top by chance.

    Raises
    ------
    UnknownMeasure, UnknownDimension
        If there is no such measure or dimension.

    Examples
    --------
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> asked = [{"start": march, "channel": channel} for channel in ("mail", "mail", None)]
    >>> facts = Facts.of(asked, as_of=march)
    >>> shown = breakdown("arrivals", facts, by="channel", result=lambda table: table.to_pyarrow())
    >>> [(name, group.value) for name, group in shown.groups]
    [('mail', 2), ('unknown', 1)]
    """
    if by not in DIMENSIONS:
        raise UnknownDimension(by)
    wanted, question = understood(measure, facts, asked)
    rows, keys = scoped(wanted, facts, question)
    # An empty name says as little as none.
    rows = rows.mutate(dimension=rows[by].cast("string").nullif(""))
    largest = _largest(rows, question, wanted, result, top)
    rows = rows.mutate(
        group=ibis.cases((rows["dimension"].isin(largest), rows["dimension"]))
        if largest
        else ibis.null("string"),
        folded=(rows["dimension"].notnull() & ~rows["dimension"].isin(largest))
        if largest
        else rows["dimension"].notnull(),
    )
    keys += ["group", "folded"]
    middle = _middle(wanted, rows, question, result) if len(largest) > 1 else None
    if middle is not None:
        rows = rows.mutate(later=(rows["at"] >= ibis.literal(middle)).fill_null(False))
        keys.append("later")
    counts = counted(wanted, rows, keys)
    query, table = sql(counts), result(counts)
    if wanted.additive:
        total = finished(wanted, table, question, query=query)
    else:
        total = answer(measure, facts, result=result, sql=sql, **asked)
    groups = {
        name: finished(wanted, part, question, query=query)
        for name, part in _parts(table, largest).items()
    }
    return Breakdown(
        measure=wanted.name,
        title=wanted.title,
        unit=wanted.unit,
        dimension=by,
        groups=_in_order(groups),
        total=total,
        paradox=_paradox(wanted, table, largest, question, by) if middle is not None else None,
    )


def _largest(
    rows: ir.Table, question: Question, measure: Measure, result: Result, top: int
) -> list[str]:
    mine = rows.filter(rows["dimension"].notnull())
    if question.asker_kind is not None:
        mine = mine.filter(mine.asker_kind == question.asker_kind)
    if question.nature is not None:
        mine = mine.filter(mine.nature == question.nature)
    if measure.needs is not None:
        mine = mine.filter(mine.told)
    sizes = mine.group_by("dimension").aggregate(size=mine.count())
    order = sizes.order_by([sizes["size"].desc(), sizes["dimension"].asc()]).limit(top)
    return [str(name) for name in result(order)["dimension"].to_pylist()]


def _parts(table: pa.Table, largest: Sequence[str]) -> Mapping[str, pa.Table]:
    parts = {name: only(table, group=name) for name in largest}
    # A source may call a group of its own "unknown"; ours must not hide it.
    for name, folded in ((REST, True), (UNKNOWN, False)):
        part = only(table, group=None, folded=folded)
        if part.num_rows:
            parts[name if name not in parts else f"({name})"] = part
    return parts


def _in_order(groups: Mapping[str, Answer]) -> tuple[tuple[str, Answer], ...]:
    last = {REST, UNKNOWN, f"({REST})", f"({UNKNOWN})"}
    return tuple(
        sorted(
            ((name, group) for name, group in groups.items() if group.n or group.left_out),
            key=lambda named: (named[0] in last, 0 if named[0] in last else -named[1].n),
        )
    )


def _middle(
    measure: Measure, rows: ir.Table, question: Question, result: Result
) -> datetime | None:
    """Return the middle of the time, for a measure whose halves can be set against each other."""
    if not measure.is_share:
        return None
    since, until = question.period.since, question.period.until
    if since is None or until is None:
        span = result(rows.aggregate(first=rows["at"].min(), last=rows["at"].max()))
        first, last = (_utc(span[end][0].as_py()) for end in ("first", "last"))
        since, until = since or first, until or last
    if since is None or until is None or until <= since:
        return None
    # To the second, so that every engine cuts at the same instant.
    return (since + (until - since) / 2).replace(microsecond=0)


def _utc(moment: object) -> datetime | None:
    if not isinstance(moment, datetime):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _paradox(
    measure: Measure, counts: pa.Table, largest: Sequence[str], question: Question, by: str
) -> str | None:
    mine = chosen(counts, measure, question)
    groups = []
    for part in _parts(mine, largest).values():
        before = measure.share_of(only(part, later=False))
        after = measure.share_of(only(part, later=True))
        groups.append(
            Counted(before_ok=before[0], before_n=before[1], after_ok=after[0], after_n=after[1])
        )
    change = mix_and_rate(groups)
    if change is None or not change.paradox:
        return None
    total, each = ("rose", "fell") if change.change > 0 else ("fell", "rose")
    return (
        f"From the first half of the time to the second, the total {total} from "
        f"{100 * change.before:.0f} % to {100 * change.after:.0f} %, yet it {each} in every "
        f"group: what changed is how many demands each {by.replace('_', ' ')} brings, not how "
        "they went. Read the groups, not the total."
    )
