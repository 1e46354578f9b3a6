"""What removing failure demand would give back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.answers import LeftOut, Unit
from cynosure.measures.failure_share import beside, by_nature, with_effort
from cynosure.measures.measure import Figure, Measure
from cynosure.measures.question import Question
from cynosure.measures.tallies import total
from cynosure.statistics import capacity_regained


class CapacityRegained(Measure):
    """The added capacity for value work if failure demand (or a part of it) were removed.

    Only from effort, recorded or given as hours a demand by the user. By count
    it is never the value: 60 contacts of two hours beside 40 pieces of work of
    twelve would promise 150 % where 25 % is true. The count's figure stands in
    `parts` as a warning.

    Source: Seddon, Freedom from Command and Control (2003), for the idea.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, answer
    >>> facts = Facts.of(
    ...     [{"nature": "failure"}] * 60 + [{"nature": "value"}] * 40,
    ...     as_of=datetime(2026, 3, 1, tzinfo=UTC),
    ... )
    >>> def run(table):
    ...     return table.to_pyarrow()
    >>> answer("capacity-regained", facts, result=run).value is None
    True
    >>> gain = answer("capacity-regained", facts, result=run, hours={"failure": 2, "value": 12})
    >>> gain.value, round(gain.parts["by_count"], 4)
    (0.25, 1.5)
    """

    name: ClassVar[str] = "capacity-regained"
    title: ClassVar[str] = "Capacity regained"
    unit: ClassVar[Unit] = "ratio"
    definition: ClassVar[str] = (
        "How much more capacity there would be for the work customers want if failure demand "
        "did not arise: f / (1 - f), with f the failure share of the effort. A third of all "
        "effort removed gives half as much capacity again. It needs recorded effort, or hours "
        "a demand that you give; it is never reckoned from the number of demands."
    )
    behind: ClassVar[str] = "nature IN ('failure', 'value')"
    own_nature: ClassVar[bool] = True

    def counting(self, rows: ir.Table, question: Question) -> ir.Table:
        """Return failure and value demand, without given hours only what has an effort."""
        if question.hours is None:
            return with_effort(rows)
        return rows.filter(rows.nature.isin(["failure", "value"]))

    def counts(self, rows: ir.Table, keys: Sequence[str]) -> ir.Table:
        """Return demands and effort by nature, and when the first was asked."""
        return by_nature(rows, keys)

    def finish(self, counts: pa.Table, question: Question) -> Figure:
        """Return the gain by effort; none without effort, and then why."""
        n = {nature: total(counts, nature=nature) for nature in ("failure", "value")}
        if question.hours is not None:
            minutes = {nature: n[nature] * question.hours[nature] * 60 for nature in n}
            known, said = sum(n.values()), _given(question)
        else:
            minutes = {nature: total(counts, "effort", nature=nature) / 60 for nature in n}
            known = sum(total(counts, "with_effort", nature=nature) for nature in n)
            said = "from the effort that the source records"
        effort = sum(minutes.values())
        gain = (
            capacity_regained(minutes["failure"] / effort, removed=question.removed)
            if effort
            else None
        )
        counted = sum(n.values())
        by_count = (
            capacity_regained(n["failure"] / counted, removed=question.removed) if counted else None
        )
        without = counted - known
        return Figure(
            value=gain,
            n=known,
            of=question.of("failure and value demands with effort"),
            instead=_why_not(gain, effort),
            left_out=(
                *beside(counts),
                *((LeftOut("no effort recorded", without),) if without else ()),
            ),
            how=(said,) if effort else (),
            parts={
                "share_of_effort": minutes["failure"] / effort if effort else None,
                "by_count": by_count,
                "minutes_regained": question.removed * minutes["failure"] if effort else None,
                "minutes_regained_a_week": _a_week(
                    counts, question.removed * minutes["failure"], question
                )
                if effort
                else None,
            },
        )


def _given(question: Question) -> str:
    hours = question.hours or {}
    kinds = " and ".join(f"{hours[kind]:g} hours a {kind} demand" for kind in ("failure", "value"))
    return f"from hours that were given, not measured: {kinds}"


def _why_not(gain: float | None, effort: float) -> str | None:
    if gain is not None:
        return None
    if not effort:
        return (
            "not printed: no effort is recorded, and by number of demands it would be far too "
            "large. Give hours a demand: --hours failure=0.5,value=6"
        )
    return "no finite gain: there is nothing but failure demand"


def _a_week(counts: pa.Table, minutes: float, question: Question) -> float | None:
    """Return minutes a week from the first demand (or the period's start) to the period's end."""
    since = question.period.since or _moment(pc.min(counts["first"]).as_py())
    until = question.period.until or question.as_of
    if since is None or until is None or until <= since:
        return None
    weeks = (until.timestamp() - since.timestamp()) / (7 * 86_400)
    # Over less than a week it would be a guess.
    return minutes / weeks if weeks >= 1 else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    # An engine may say UTC or leave it unsaid.
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value
