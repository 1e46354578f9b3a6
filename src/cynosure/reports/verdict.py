"""The verdict: what the figures say, in one to four sentences.

Made from the figures alone. It claims no more than they hold: a share that
nobody audited is said as a range, and what is unknown is said to be unknown.
"""

from __future__ import annotations

from cynosure.answers import Answer, Series
from cynosure.reports import signals, wording
from cynosure.reports.content import Change, Dissatisfiers, Headline, ReportContent
from cynosure.reports.standing_out import in_short, stand_out

FAILURE_MEANS = "they asked because something was not done, or not done right"
WIDE = 0.3  # a range wider than this leaves open whether failure is the lesser part
UNKNOWN = 0.1  # a larger part of unknown nature is said together with the share
SMALL = 30  # below so many demands a figure is said together with its number


def verdict(content: ReportContent) -> tuple[str, ...]:
    """Return the verdict of a report: failure share, waiting, who waits longest, what stands out."""
    if not content.headline.demands:
        return (
            "There is no demand of customers in what was read, so there is nothing to say yet.",
        )
    sentences = (
        about_failure(content.headline.failure_share),
        about_waiting(content.headline),
        wording.sentence(in_short(stand_out(content.who_waits))),
        about_pattern(content.dissatisfiers, content.change),
    )
    return tuple(s for s in sentences if s)


def about_failure(answer: Answer) -> str:
    """Return what is known of the failure share.

    >>> from datetime import UTC, datetime
    >>> from cynosure.answers import Interval
    >>> about_failure(Answer(
    ...     measure="failure-share", title="Failure share", value=0.34, unit="share", n=2871,
    ...     of="failure and value demand", as_of=datetime(2026, 1, 1, tzinfo=UTC),
    ...     interval=Interval(0.31, 0.38, "unaudited", "error on unseen sources", None)))
    'Between 31 % and 38 % of what customers asked for was failure demand: they asked because
    something was not done, or not done right; this is a machine’s reading that nobody has audited
    yet.'
    """
    if answer.value is None:
        why = wording.reason(answer) or "the nature of these demands is unknown"
        return wording.sentence(
            f"how much of what customers asked for was failure demand cannot be said: {why}"
        )
    few = f" (of only {wording.counted(answer.n, 'demand')})" if answer.n < SMALL else ""
    few += _as_far_as_known(answer)
    extent = answer.interval
    if extent is None:
        return (
            f"{wording.share(answer.value)} of what customers asked for{few} was failure demand: "
            f"{FAILURE_MEANS}."
        )
    low, high = (
        wording.share(end).replace(">", "more than ").replace("<", "less than ")
        for end in (extent.low, extent.high)
    )
    if extent.kind == "unaudited":
        wide = ", and so wide a range says little" if extent.high - extent.low > WIDE else ""
        return (
            f"Between {low} and {high} of what customers asked for{few} was failure demand: "
            f"{FAILURE_MEANS}; this is a machine’s reading that nobody has audited yet{wide}."
        )
    source = "in an audit by people" if extent.kind == "audit" else "by chance alone"
    return (
        f"{wording.share(answer.value)} of what customers asked for{few} was failure demand "
        f"(between {low} and {high} {source}): {FAILURE_MEANS}."
    )


def _as_far_as_known(answer: Answer) -> str:
    """Return how much of it is known at all, where that is not nearly everything."""
    unknown = sum(left.n for left in answer.left_out if left.reason == "nature unknown")
    nothing = sum(left.n for left in answer.left_out if left.reason.startswith("ask for nothing"))
    all_of_it = answer.n + nothing + unknown
    if unknown <= UNKNOWN * all_of_it:
        return ""
    return f", as far as its nature is known ({wording.share(1 - unknown / all_of_it)} of it),"


def about_waiting(headline: Headline) -> str:
    """Return what waiting is like, failure and value apart where both are known."""
    parts = [_typical(headline)]
    if headline.open_now.value:
        age = headline.open_age
        old = f", half of them for more than {wording.duration(age.value)}" if age.value else ""
        verb = "is" if headline.open_now.value == 1 else "are"
        parts.append(f"{wording.count(headline.open_now.value)} {verb} still open{old}")
    elif headline.open_now.value == 0:
        parts.append("nothing is open")
    return wording.sentence("; ".join(part for part in parts if part))


def _typical(headline: Headline) -> str:
    failure, wanted, both = headline.wait_failure, headline.wait_value, headline.wait
    if failure.value is not None and wanted.value is not None:
        return (
            f"half of those who met a failure waited longer than {wording.duration(failure.value)}, "
            f"and half of those who wanted something new or a service longer than "
            f"{wording.duration(wanted.value)}"
        )
    if both.value is not None:
        late = both.parts.get("p85")
        tail = f" and 15 in 100 longer than {wording.duration(late)}" if late is not None else ""
        return f"half of the customers waited longer than {wording.duration(both.value)}{tail}"
    return f"how long half of the customers wait cannot be said: {wording.reason(both) or 'it is unknown'}"


def about_pattern(told: Dissatisfiers, change: Change) -> str:
    """Return which theme hurts most, what is emerging, and what changed by more than noise."""
    parts: list[str] = []
    if told.first:
        worst = told.first[0]
        name = f"“{wording.excerpt(worst.name, 80)}”"
        asked = wording.counted(int(worst.share.parts.get("demands") or 0), "time")
        parts.append(
            f"{name} hurts customers most: {wording.figure(worst.harm)} of waiting from "
            f"{wording.counted(worst.harm.n, 'demand')}"
            if told.by == "harm"
            else f"the failure demand that comes most is {name}, {asked}"
        )
    if told.emerging:
        names = [f"“{wording.excerpt(each.name, 60)}”" for each in told.emerging[:3]]
        parts.append(f"lately more comes than before of {wording.listed(names)}")
    changed = "; ".join(about_change(change))
    return " ".join(wording.sentence(part) for part in (*parts, changed) if part)


def about_change(change: Change) -> list[str]:
    """Return what changed by more than noise: first what still lasts, then what stood out."""
    charted = [series for series in change.series if series.limits is not None]
    lasting = {series.title: said for series in charted if (said := _lasting(series))}
    once = [f"“{s.title}”" for s in charted if s.signals and s.title not in lasting]
    parts = list(lasting.values())
    if once:
        parts.append(f"more than noise also stands out over time in {wording.listed(once)}")
        if not lasting:
            parts[-1] = parts[-1].replace(" also", "")
    if charted and not parts:
        parts.append("nothing changed over time by more than noise")
    return parts


def _lasting(series: Series) -> str:
    """Return the shift to one side of the average that lasts until the newest period."""
    known = [i for i, answer in enumerate(series.answers) if answer.value is not None]
    for run in signals.of_series(series):
        newest = series.answers[run.last].value
        if "eight_in_a_row" in run.rules and run.last == known[-1] and series.limits:
            side = "above" if (newest or 0) > series.limits.centre else "below"
            since = wording.period_name(series.starts[run.first], series.every)
            centre = series.limits.centre
            # A tenth of a demand a week is no news where hundreds come.
            centre = round(centre) if series.unit == "demands" and centre >= 10 else centre
            average = wording.value(centre, series.unit)
            program = (
                ", as a program read it" if wording.unaudited(series.answers[run.last]) else ""
            )
            return f"“{series.title}” has been {side} its average of {average} since {since_the(since)}{program}"
    return ""


def since_the(period: str) -> str:
    """Return a period as it follows "since".

    >>> since_the("week of 2 Mar 2026"), since_the("Mar 2026")
    ('the week of 2 Mar 2026', 'Mar 2026')
    """
    return f"the {period}" if period.startswith("week") else period
