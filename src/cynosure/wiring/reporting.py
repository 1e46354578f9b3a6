"""From a workspace to a report, or to one figure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from cynosure import charts
from cynosure.answers import Answer
from cynosure.demand.periods import Every, Period
from cynosure.errors import MeasureError, ReportError
from cynosure.measures import Asked, Audit, answer, breakdown, series
from cynosure.nature import reasons, unaudited_range
from cynosure.nature.auditing.agreement import Agreement
from cynosure.reports import (
    ReportContent,
    render_csv,
    render_html,
    render_json,
    render_markdown,
)
from cynosure.reports.content import Making
from cynosure.reports.wording import figure, interval
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.labeller import model_behind, read_by
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.remedies import remedies_in
from cynosure.wiring.themes import acts_in, bring_themes_up_to_date
from cynosure.wiring.weights import weights_in
from cynosure.workflows.reporting.filling import fill_report
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import tell

RENDERERS: Mapping[str, Callable[[ReportContent], str]] = {
    "html": partial(render_html, painter=charts),
    "json": render_json,
    "csv": render_csv,
    "markdown": render_markdown,
}


class UnusablePeriod(MeasureError):
    """A period that ends before it starts."""

    def __init__(self, since: datetime, until: datetime) -> None:
        super().__init__(
            f"The period ends at {until:%Y-%m-%d}, which is not after its start at "
            f"{since:%Y-%m-%d}. --until names the first day that is not counted."
        )


class NotWritten(ReportError):
    """The report's file cannot be written."""

    def __init__(self, out: Path, reason: str) -> None:
        super().__init__(f"The report cannot be written to {out}: {reason}. Choose another --out.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asked a report to be like."""

    title: str | None = None
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    follow_up_days: int = 14
    hours: Mapping[str, float] | None = None
    command: str = "cynosure report"
    made_at: datetime | None = None

    def __post_init__(self) -> None:
        # Said before anything is taken in.
        if self.since and self.until and self.until <= self.since:
            raise UnusablePeriod(self.since, self.until)

    @property
    def period(self) -> Period:
        """The period that is asked about."""
        return Period(self.since, self.until)


def check_place_for(out: Path | None) -> None:
    """Make sure that a report can go there, before the work of making it.

    Raises
    ------
    NotWritten
        If its folder is not there.
    """
    if out is not None and not out.absolute().parent.is_dir():
        raise NotWritten(out, f"there is no folder {out.parent}")


def compile_report(place: Place, wish: Wish, *, progress: Progress = unwatched) -> ReportContent:
    """Return the report on a workspace."""
    bring_up_to_date(place, progress=progress)
    bring_themes_up_to_date(place, progress=progress)
    decided = labels_decided(place)
    return fill_report(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        title=wish.title,
        as_of=wish.as_of,
        period=wish.period,
        follow_up_days=wish.follow_up_days,
        hours=wish.hours,
        range_of=unaudited_range,
        audit=audit_of(place),
        decisions=decided,
        acts=acts_in(place),
        reasons_of=partial(reasons, model=model_behind(place.labeller)),
        agreement=agreement_of(place),
        weights=weights_in(place),
        remedies=remedies_in(place),
        making=Making(
            command=wish.command,
            versions=(
                ("cynosure", version("cynosure")),
                ("model of nature and cause", read_by(place.folder, place.labeller)),
                *([("decided by people", f"{len(decided):,} demands")] if decided else []),
            ),
            made_at=wish.made_at,
        ),
        progress=progress,
    )


def audit_of(place: Place) -> Audit | None:
    """Return what people said of a random sample of this workspace; None without one."""
    if not place.kept:
        return None
    from cynosure.wiring.auditing import audit_so_far

    return audit_so_far(place)


def agreement_of(place: Place) -> Agreement | None:
    """Return how far two people agree on the sample; None without a second one."""
    if not place.kept:
        return None
    from cynosure.wiring.auditing import agreement_so_far

    return agreement_so_far(place)


def write_report(
    place: Place,
    wish: Wish,
    *,
    form: str,
    out: Path | None,
    progress: Progress = unwatched,
) -> None:
    """Write the report on a workspace to a file, or to standard output."""
    text = RENDERERS[form](compile_report(place, wish, progress=progress))
    if out is None:
        sys.stdout.write(text)
        return
    try:
        # Written beside and moved: who reads the old one never sees half a report.
        half = out.with_name(out.name + ".part")
        half.write_text(text, encoding="utf-8", newline="\n")
        half.replace(out)
    except OSError as error:
        raise NotWritten(out, error.strerror or str(error)) from error


def ask_one(
    place: Place, measure: str, wish: Wish, *, by: str | None, every: Every | None
) -> Iterator[str]:
    """Yield one measure's answer in lines, by a dimension or over time where asked."""
    bring_up_to_date(place)
    bring_themes_up_to_date(place)
    audit = audit_of(place)
    telling = tell(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        as_of=wish.as_of,
        follow_up_days=wish.follow_up_days,
        decisions=labels_decided(place),
        acts=acts_in(place),
        audit=audit,
    )
    facts, result = telling.facts, place.engine.result
    asked: Asked = {"period": wish.period, "hours": wish.hours, "range_of": unaudited_range}
    asked["audit"] = audit
    asked["weights"] = weights_in(place)
    if by is not None:
        told = breakdown(measure, facts, by=by, result=result, **asked)
        width = max(len(group) for group, _ in told.groups) if told.groups else 0
        for group, each in told.groups:
            yield f"{group:<{width}}  {said(each)}"
        yield f"{'all':<{width}}  {said(told.total)}"
        if told.paradox:
            yield told.paradox
        return
    if every is not None:
        charted = series(measure, facts, every=every, result=result, **asked)
        for start, each in zip(charted.starts, charted.answers, strict=True):
            yield f"{start:%Y-%m-%d}  {said(each)}"
        yield from charted.notes
        return
    yield from lines_of(answer(measure, facts, result=result, **asked))


def lines_of(told: Answer) -> Iterator[str]:
    """Yield an answer with all that it takes to believe it."""
    yield f"{told.title}: {said(told)}"
    yield from (f"  {how}" for how in told.how)
    yield from (f"  left out: {out.n:,} ({out.reason})" for out in told.left_out)
    yield f"  as of {told.as_of:%Y-%m-%d %H:%M} UTC"


def said(told: Answer) -> str:
    """Return an answer in one line: the figure, how sure, and what it is of."""
    sure = interval(told)
    extent = (
        f" ({sure}{', unaudited' if told.interval and told.interval.kind == 'unaudited' else ''})"
    )
    return f"{figure(told)}{extent if sure else ''}, of {told.n:,} {told.of}"
