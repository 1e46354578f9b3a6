"""The picture of a remedy, and the table behind it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cynosure.answers import Limits
from cynosure.charts.remedy import Stretch, remedy_chart
from cynosure.measures.remedies import Judged
from cynosure.statistics import xmr
from cynosure.statistics.remedy_effect import RUN_UP
from cynosure.workflows.remedy_words import told

COLUMNS = ("week", "demands", "expected", "part")
# Below this many weeks limits would be guesswork.
_FEWEST = 6


def drawn(judged: Judged, name: str, *, width: int = 720) -> str:
    """Return the chart of a theme with its remedy as SVG.

    Natural limits stand before and after the moment of the remedy, made anew
    only there. Those after come from the weeks judged: a relapse must not widen
    the limits that should show it.
    """
    after = judged.effect.weeks_after if judged.effect else None
    parts = ((0, judged.until, None), (judged.since, len(judged.weeks), after))
    return remedy_chart(
        list(zip(judged.weeks, judged.counts, strict=True)),
        expected=() if judged.effect is None else judged.effect.unchanged,
        changed=judged.remedy.at,
        stretches=[found for part in parts if (found := _stretch(judged, *part)) is not None],
        back=judged.back_at,
        name=f"remedy-{judged.remedy.number}",
        title=f"{name}: {judged.remedy.what}",
        description=" ".join(told(judged, name)),
        width=width,
    )


def table(judged: Judged) -> list[tuple[str, int, float | None, str]]:
    """Return a row a week, as `COLUMNS`: what the chart shows, for those who want the numbers.

    `expected` are demands that the other themes let expect, had nothing been
    done; None where there were too few weeks to say. `part` says on which side
    of the remedy a week counts.
    """
    expected = judged.effect.unchanged if judged.effect else (None,) * len(judged.weeks)
    return [
        (f"{start:%Y-%m-%d}", n, None if due is None else round(due, 2), _part(judged, place))
        for place, (start, n, due) in enumerate(
            zip(judged.weeks, judged.counts, expected, strict=True)
        )
    ]


def _part(judged: Judged, place: int) -> str:
    if place >= judged.since:
        effect = judged.effect
        beyond = effect is not None and place >= judged.since + effect.weeks_after
        return "later" if beyond else "after"
    if place >= judged.until:
        return "week of the remedy"
    return "run-up" if place >= judged.until - RUN_UP else "before"


def _stretch(judged: Judged, begin: int, end: int, baseline: int | None) -> Stretch | None:
    if (baseline or end - begin) < _FEWEST:
        return None
    chart = xmr(judged.counts[begin:end], baseline=baseline)
    limits = Limits(centre=chart.centre, upper=chart.upper, lower=chart.lower)
    until: datetime = judged.weeks[end - 1] + timedelta(weeks=1)
    return Stretch(judged.weeks[begin], until, limits)
