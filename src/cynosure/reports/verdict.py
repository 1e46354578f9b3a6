"""The verdict: what the figures say, in one to three sentences.

Made from the figures alone. It claims no more than they hold: a share that
nobody audited is said as a range, and what is unknown is said to be unknown.
"""

from __future__ import annotations

from cynosure.answers import Answer
from cynosure.reports import wording
from cynosure.reports.content import Change, Headline, Recurring, ReportContent

FAILURE_MEANS = "they asked because something was not done, or not done right"
WIDE = 0.3  # a range wider than this leaves open whether failure is the lesser part
SMALL = 30  # below so many demands a figure is said together with its number


def verdict(content: ReportContent) -> tuple[str, ...]:
    """Return the verdict of a report: failure share, waiting, and what stands out."""
    if not content.headline.demands:
        return (
            "There is no demand of customers in what was read, so there is nothing to say yet.",
        )
    sentences = (
        about_failure(content.headline.failure_share),
        about_waiting(content.headline),
        about_pattern(content.recurring, content.change),
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
        why = answer.instead or "the nature of these demands is unknown"
        return wording.sentence(
            f"how much of what customers asked for was failure demand cannot be said: {why}"
        )
    few = f" (of only {wording.counted(answer.n, 'demand')})" if answer.n < SMALL else ""
    extent = answer.interval
    if extent is None:
        return (
            f"{wording.share(answer.value)} of what customers asked for{few} was failure demand: "
            f"{FAILURE_MEANS}."
        )
    low, high = wording.share(extent.low), wording.share(extent.high)
    if extent.kind == "unaudited":
        wide = ", and so wide a range says little before" if extent.high - extent.low > WIDE else ""
        return (
            f"Between {low} and {high} of what customers asked for{few} was failure demand: "
            f"{FAILURE_MEANS}; this is a machine’s reading that nobody has audited yet{wide}."
        )
    source = "in an audit by people" if extent.kind == "audit" else "by chance alone"
    return (
        f"{wording.share(answer.value)} of what customers asked for{few} was failure demand "
        f"(between {low} and {high} {source}): {FAILURE_MEANS}."
    )


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
    return f"how long half of the customers wait cannot be said: {both.instead or 'it is unknown'}"


def about_pattern(recurring: Recurring, change: Change) -> str:
    """Return what recurs most and what changed by more than noise."""
    parts: list[str] = []
    if recurring.groups:
        largest = recurring.groups[0]
        parts.append(
            f"the largest recurring group of failure demand, “{wording.excerpt(largest.name, 80)}”, "
            f"came up {wording.counted(largest.size, 'time')}"
        )
    charted = [series for series in change.series if series.limits is not None]
    moved = [f"“{series.title}”" for series in charted if series.signals]
    if moved:
        parts.append(
            f"{len(moved)} of {wording.counted(len(charted), 'chart')} over time "
            f"{'shows' if len(moved) == 1 else 'show'} more than noise: {wording.listed(moved)}"
        )
    elif charted:
        parts.append("nothing changed over time by more than noise")
    return wording.sentence("; ".join(parts))
