"""A report as CSV: one tidy row a figure, for a spreadsheet or another program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from cynosure.answers import Answer, Series
from cynosure.reports.content import Curves, Dissatisfiers, Ledger, ReportContent
from cynosure.reports.tables import MOMENTS, at

COLUMNS = (
    "section",
    "figure",
    "group",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "n",
    "of",
    "note",
)
# Parts that are shares, by the measure that they belong to.
SHARES = {
    "waiting-on": {"us", "asker", "other"},
    "value-served": {"served", "declined", "abandoned", "waiting"},
    "hand-offs": {"never"},
    "failure-share": {"of_effort", "classifier", "trust_in_classifier"},
    "capacity-regained": {"share_of_effort"},
}
# A spreadsheet runs a cell that begins like this as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    section: str
    figure: str
    group: str = ""
    period: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int | None = None
    of: str = ""
    note: str = ""


def render_csv(content: ReportContent) -> str:
    """Return the report's figures as CSV with a header, lines ended by CR LF.

    Durations are in seconds and shares from 0 to 1, unrounded. Texts of
    demands are not in it. A text that a spreadsheet would run as a formula
    gets an apostrophe before it.
    """
    return rows_as_csv(_rows(content))


def rows_as_csv(rows: Iterable[_Row]) -> str:
    """Return rows as CSV with a header."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(getattr(row, column)) for column in COLUMNS])
    return out.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula.

    >>> harmless("=HYPERLINK()"), harmless("  =1+1"), harmless("Gate 3")
    ("'=HYPERLINK()", "'  =1+1", 'Gate 3')
    """
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def _cell(value: str | float | None) -> str | float | None:
    if isinstance(value, str):
        return harmless(value.replace("\x00", "").encode("utf-8", "replace").decode())
    return value


def _rows(content: ReportContent) -> Iterator[_Row]:
    head = content.headline
    named = (
        (head.failure_share, ""),
        (head.wait, "all"),
        (head.wait_failure, "failure"),
        (head.wait_value, "value"),
        (head.fixed_first_time, ""),
        (head.reopened, ""),
        (head.open_now, ""),
        (head.open_age, ""),
        *((answer, "") for answer in head.beside),
    )
    for answer, group in named:
        yield from _answer("headline", answer, group)
    yield from _audit(content)
    yield from rows_of_dissatisfiers(content.dissatisfiers)
    yield from _waiting(content)
    for series in content.change.series:
        yield from _series("change over time", series, "")
    for breakdown in content.who_waits.breakdowns:
        for name, answer in breakdown.groups:
            yield from _answer("who waits", answer, f"{breakdown.dimension}: {name}")
        yield from _answer("who waits", breakdown.total, f"{breakdown.dimension}: in total")
    for each in content.reconciliation:
        for group, value, n in (
            ("the source", each.theirs, each.n_theirs),
            ("ours", each.ours, each.n_ours),
        ):
            yield _Row(
                section="reconciliation",
                figure=each.title,
                group=group,
                value=value,
                unit=each.unit,
                n=n,
                note=each.why,
            )
    for ledger in content.ledgers:
        yield from _ledger(ledger)


def rows_of_dissatisfiers(told: Dissatisfiers) -> Iterator[_Row]:
    """Yield a row for each figure of the themes and of what stands beside them."""
    section = "dissatisfiers"
    for one in (*told.first, *told.silent):
        for answer in (one.harm, one.share, one.repeats):
            yield from _answer(section, answer, one.name)
        ranked = one.ranked
        yield _Row(
            section=section,
            figure="place",
            group=one.name,
            value=ranked.place,
            low=ranked.best,
            high=ranked.worst,
            n=told.themes,
            of="themes",
            note=ranked.certainty,
        )
        if one.trend:
            yield from _series(section, one.trend, one.name)
    for each in told.emerging:
        yield _Row(
            section=section,
            figure="emerging",
            group=each.name,
            value=each.rising.recent,
            unit="demands",
            note=f"{each.rising.expected:.1f} expected in {each.rising.weeks} weeks",
        )
    for name, apart in (("not recurring", told.not_recurring), ("noise", told.noise)):
        if apart:
            yield _Row(
                section=section, figure="demands", group=name, value=apart.demands, unit="demands"
            )
            yield _Row(
                section=section,
                figure="Harm",
                group=name,
                value=apart.harm,
                unit="customer-days",
                n=apart.demands,
            )


def _audit(content: ReportContent) -> Iterator[_Row]:
    audit = content.audit
    if audit is None:
        return
    section = "audit"
    yield _Row(section=section, figure="labels", value=audit.labels, unit="demands")
    yield _Row(
        section=section,
        figure="more labels for ± 3 points",
        value=audit.more_for_three_points,
        unit="demands",
    )
    for answer in audit.rightness:
        yield from _answer(section, answer, "")
    for name, answer in audit.causes.groups if audit.causes else ():
        yield from _answer(section, answer, f"cause: {name}")
    for each in audit.second:
        yield _Row(
            section=section,
            figure="kappa of two people",
            group=each.on,
            value=each.kappa,
            low=each.low,
            high=each.high,
            n=each.n,
            note=f"the same on {each.same}",
        )


def _answer(section: str, answer: Answer, group: str, period: str = "") -> Iterator[_Row]:
    extent = answer.interval
    note = "; ".join((*((answer.instead,) if answer.instead else ()), *answer.how))
    yield _Row(
        section=section,
        figure=answer.title,
        group=group,
        period=period or (str(answer.period) if answer.period.since or answer.period.until else ""),
        value=answer.value,
        low=extent.low if extent else None,
        high=extent.high if extent else None,
        unit=answer.unit,
        n=answer.n,
        of=answer.of,
        note=note,
    )
    for part, value in answer.parts.items():
        yield _Row(
            section=section,
            figure=f"{answer.title}: {part}",
            group=group,
            period=period,
            value=value,
            unit=_unit(part, answer),
            n=answer.n,
            of=answer.of,
        )


def _unit(part: str, answer: Answer) -> str:
    """Return the unit of a part; empty for what may be a count beside a share."""
    if part.startswith("median") or part == "oldest" or part.removeprefix("p").isdigit():
        return answer.unit
    said = next((unit for unit in ("seconds", "minutes") if unit in part), None)
    return said or ("share" if part in SHARES.get(answer.measure, ()) else "")


def _series(section: str, series: Series, group: str) -> Iterator[_Row]:
    rules: dict[int, list[str]] = {}
    for signal in series.signals:
        rules.setdefault(signal.index, []).append(signal.rule)
    for i, (start, answer) in enumerate(zip(series.starts, series.answers, strict=True)):
        extent = answer.interval
        yield _Row(
            section=section,
            figure=series.title,
            group=group,
            period=f"{series.every} from {start:%Y-%m-%d}",
            value=answer.value,
            low=extent.low if extent else None,
            high=extent.high if extent else None,
            unit=series.unit,
            n=answer.n,
            of=answer.of,
            note="; ".join((*rules.get(i, ()), *answer.how)),
        )
    if series.limits:
        bounds = (
            ("average", series.limits.centre),
            ("upper limit", series.limits.upper),
            ("lower limit", series.limits.lower),
        )
        for name, bound in bounds:
            yield _Row(
                section=section,
                figure=f"{series.title}: {name}",
                group=group,
                value=bound,
                unit=series.unit,
            )


def _waiting(content: ReportContent) -> Iterator[_Row]:
    waiting = content.waiting
    for curves in (waiting.resolution, waiting.endings):
        if curves:
            yield from _curves(curves)
    single = (waiting.first_response, waiting.whose_turn)
    for answer in (*waiting.ended_how, *(a for a in single if a)):
        yield from _answer("waiting", answer, "")


def _curves(curves: Curves) -> Iterator[_Row]:
    for curve in curves.curves:
        for seconds, word in MOMENTS:
            height = at(curve, seconds)
            if height is not None:
                yield _Row(
                    section="waiting",
                    figure=curves.title,
                    group=curve.name,
                    period=f"after {word}",
                    value=height[0],
                    low=height[1],
                    high=height[2],
                    unit="share",
                    of=curves.of,
                )


def _ledger(ledger: Ledger) -> Iterator[_Row]:
    group = ", ".join(ledger.files)
    for word in ("read", "new", "changed", "unchanged", "set_aside", "quarantined"):
        n: int = getattr(ledger, word)
        yield _Row(
            section="intake", figure=word, group=group, value=n, unit="records", n=ledger.read
        )
    if ledger.rows is not None:
        yield _Row(section="intake", figure="rows", group=group, value=ledger.rows, unit="rows")
    for left in ledger.set_aside_reasons:
        yield _Row(
            section="intake", figure="set_aside", group=left.reason, value=left.n, unit="records"
        )
    for bad in ledger.quarantine_reasons:
        yield _Row(
            section="intake", figure="quarantined", group=bad.reason, value=bad.n, unit="records"
        )
