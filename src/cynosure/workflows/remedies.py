"""From what is known to whether remedies worked: one question to the engine, a verdict each."""

from __future__ import annotations

from collections.abc import Sequence

from cynosure.measures.facts import Facts
from cynosure.measures.remedies import Judged, Remedy, judge
from cynosure.measures.theme_weeks import theme_weeks
from cynosure.workflows.engine import Engine


def judge_remedies(
    facts: Facts,
    engine: Engine,
    *,
    remedies: Sequence[Remedy],
    only: int | None = None,
    minutes: float | None = None,
) -> tuple[Judged, ...]:
    """Return what became of the themes after their remedies, in the order of the remedies.

    The engine counts once, themes by weeks; the rest is reckoned from that.
    `only` is the number of the one remedy to judge; the others still say which
    themes are no controls. `minutes` are what one demand takes, where the user says so.
    """
    if not remedies:
        return ()
    weeks = theme_weeks(facts, result=engine.result)
    return tuple(
        judge(remedy, weeks, others=remedies, minutes=minutes)
        for remedy in remedies
        if only in {None, remedy.number}
    )
