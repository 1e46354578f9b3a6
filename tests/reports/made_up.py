"""A report of an invented company: Larkfield makes software for ferry ports.

Each builder has dull defaults; a test names only what matters to it.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

from cynosure.answers import (
    Answer,
    Breakdown,
    Curve,
    Difference,
    Interval,
    LeftOut,
    Limits,
    Series,
    Signal,
)
from cynosure.demand.periods import Period
from cynosure.reports.content import (
    Agreed,
    Apart,
    Audited,
    Change,
    Curves,
    Definition,
    DemandText,
    Dissatisfier,
    Dissatisfiers,
    Doubt,
    EmergingTheme,
    Headline,
    Ledger,
    Making,
    Mark,
    Quarantined,
    RankedPlace,
    ReportContent,
    Rising,
    ToRead,
    Waiting,
    WhoWaits,
)

AS_OF = datetime(2026, 3, 31, 22, tzinfo=UTC)
START = datetime(2025, 3, 31, tzinfo=UTC)
DAY = 86400.0


def answer(**fields: Any) -> Answer:
    """Return an answer that has what every answer must have."""
    dull: dict[str, Any] = {
        "measure": "failure-share",
        "title": "Failure share",
        "value": 0.34,
        "unit": "share",
        "n": 2871,
        "of": "failure and value demand of customers",
        "as_of": AS_OF,
        "query": "SELECT sum(nature = 'failure') FROM demands",
    }
    return Answer(**(dull | fields))


def wait(value: float | None, **fields: Any) -> Answer:
    """Return a median wait in seconds."""
    parts = {"p85": value and value * 6.5, "p95": value and value * 31}
    dull: dict[str, Any] = {
        "measure": "request-to-resolution",
        "title": "Request to resolution",
        "value": value,
        "unit": "seconds",
        "of": "demands of customers, open ones included",
        "parts": parts,
        "interval": value
        and Interval(value * 0.9, value * 1.12, "sampling", "Kaplan-Meier, log-log"),
    }
    return answer(**(dull | fields))


def unknown(reason: str, **fields: Any) -> Answer:
    """Return an answer without a figure."""
    return answer(value=None, instead=reason, n=0, interval=None, **fields)


def demand_text(number: int = 1, **fields: Any) -> DemandText:
    """Return one demand to read."""
    titles = (
        "Berth plan shows yesterday’s tide after midnight",
        "Export of the manifest stops at page 40",
        "Cannot sign in since the certificate was renewed",
        "Where do I change the name of a pier?",
        "Please add a second printer to gate 3",
    )
    dull: dict[str, Any] = {
        "demand_id": f"desk:{4000 + number}",
        "title": titles[number % len(titles)],
        "text": "Since Monday the plan for [name] keeps the old tide table until somebody reloads "
        "the page twice. We called on [phone] and were told to wait. Ships are waiting outside.",
        "nature": ("failure", "failure", "failure", "failure", "value")[number % 5],
        "code": ("broken", "broken", "unavailable", "unclear", "service")[number % 5],
        "probability": 0.55 + (number * 7 % 44) / 100,
        "reasons": ("“keeps the old”", "“reload”", "reported as Bug"),
        "url": f"https://desk.larkfield.example/t/{4000 + number}",
        "asked_at": START + timedelta(days=number * 3 % 300, hours=9),
        "waited_seconds": DAY * (3 + number * 17 % 211),
        "state": "open" if number % 2 else "resolved",
    }
    return DemandText(**(dull | fields))


def curve(name: str, half: float, *, heavy: float = 0.6, days: int = 360) -> Curve:
    """Return a made-up survival curve that falls to one half at `half` days."""
    x, y = [0.0], [1.0]
    for step in range(1, 900):
        at = (step / 900) ** 3 * days * DAY
        x.append(at)
        y.append(exp(-0.693 * (at / (half * DAY)) ** heavy))
    low = tuple(max(0.0, v - 0.03 * (1 - v)) for v in y)
    high = tuple(min(1.0, v + 0.03 * (1 - v)) for v in y)
    return Curve(name=name, x=tuple(x), y=tuple(y), low=low, high=high)


def series(title: str = "Failure share", **fields: Any) -> Series:
    """Return a year of weeks with one outside point and a long run."""
    chance = random.Random(title.encode("utf-8", "replace"))  # every run draws the same figures
    unit = fields.get("unit", "share")
    middle = {"share": 0.34, "seconds": 5.9 * DAY, "demands": 58.0}.get(unit, 10.0)
    values = [middle * (1 + chance.uniform(-0.16, 0.16)) for _ in range(52)]
    if fields.get("signals") != ():
        values[17] = middle * 1.55
        for i in range(38, 48):
            values[i] = middle * (0.92 - chance.uniform(0, 0.05))
    if unit == "demands":
        values = [float(round(v)) for v in values]
    dull: dict[str, Any] = {
        "measure": "failure-share",
        "title": title,
        "unit": unit,
        "every": "week",
        "starts": tuple(START + timedelta(weeks=i) for i in range(52)),
        "answers": tuple(answer(value=v, unit=unit, n=55, title=title) for v in values),
        "limits": Limits(centre=middle, upper=middle * 1.3, lower=middle * 0.7),
        "signals": (
            Signal(index=17, rule="outside"),
            # The run began at 38; the rule speaks from its eighth week on.
            *(Signal(index=i, rule="eight_in_a_row") for i in range(45, 48)),
        ),
        "notes": ("The last week is not over and is left out.",),
    }
    return Series(**(dull | fields))


def monthly(values: tuple[float, ...]) -> Series:
    """Return a short series of months, without limits."""
    starts = tuple(datetime(2025, 4 + i, 1, tzinfo=UTC) for i in range(len(values)))
    return series(
        "Demands a month",
        unit="demands",
        every="month",
        starts=starts,
        answers=tuple(answer(value=v, unit="demands", n=int(v)) for v in values),
        limits=None,
        signals=(),
        notes=(),
    )


def breakdown(dimension: str = "product", **fields: Any) -> Breakdown:
    """Return median waits by a dimension."""
    names = ("Berth planner", "Gate", "Manifest", "Crew portal", "all others")
    halves = (5.2, 3.9, 21.0, 8.4, 6.0)
    groups = tuple(
        (name, wait(half * DAY, n=900 - 190 * i))
        for i, (name, half) in enumerate(zip(names, halves, strict=True))
    )
    dull: dict[str, Any] = {
        "measure": "request-to-resolution",
        "title": "Typical wait",
        "unit": "seconds",
        "dimension": dimension,
        "groups": groups,
        "total": wait(5.9 * DAY),
    }
    return Breakdown(**(dull | fields))


def headline(**fields: Any) -> Headline:
    """Return four figures, the failure share unaudited."""
    dull: dict[str, Any] = {
        "asked": Period(START, AS_OF),
        "demands": 3019,
        "failure_share": answer(
            interval=Interval(0.29, 0.41, "unaudited", "error on sources not trained on", None),
            how=("unaudited",),
            left_out=(
                LeftOut("praise and notices", 61),
                LeftOut("nature unknown: no text and no type", 87),
            ),
        ),
        "wait": wait(5.9 * DAY, n=3019),
        "wait_failure": wait(3.01 * DAY, n=976, of="failure demand, open included"),
        "wait_value": wait(21.7 * DAY, n=1895, of="value demand, open included"),
        "fixed_first_time": answer(
            measure="first-time-fix",
            title="Fixed first time",
            value=0.83,
            n=1733,
            of="first resolutions at least 14 days old",
            interval=Interval(0.81, 0.85, "sampling", "Wilson"),
        ),
        "reopened": answer(
            measure="reopening", title="Reopened", value=0.071, n=1801, of="first resolutions"
        ),
        "open_now": answer(
            measure="open", title="Open now", value=412.0, unit="demands", n=3019, of="demands"
        ),
        "open_age": answer(
            measure="open-age",
            title="Age of the open",
            value=93 * DAY,
            unit="seconds",
            n=412,
            of="open demands",
            parts={"p85": 301 * DAY, "p95": 512 * DAY, "oldest": 1180 * DAY},
        ),
        "beside": (
            answer(title="Failure share of staff’s own demand", value=0.61, n=240, of="demands"),
            answer(title="Value demand served", value=0.58, n=1895, of="value demand"),
            unknown(
                "no effort in this export; give hours per kind with --hours",
                measure="capacity-regained",
                title="Capacity regained",
                unit="ratio",
            ),
        ),
    }
    return Headline(**(dull | fields))


def dissatisfier(number: int = 0, **fields: Any) -> Dissatisfier:
    """Return one theme that hurts customers."""
    names = (
        "Berth plan keeps yesterday’s tide",
        "Manifest export stops half-way",
        "Locked out after certificate renewal",
        "How to rename a pier",
        "Gate printer prints twice",
    )
    size = (112, 71, 40, 33, 21)[number % 5]
    days = float(size * (7 - number % 5))
    months = tuple(float(size // 12 + (i * (number + 3)) % 7) for i in range(9))
    dull: dict[str, Any] = {
        "theme": f"t-{number}",
        "name": names[number % 5],
        "code": ("broken", "broken", "unavailable", "unclear", "broken")[number % 5],
        "ranked": RankedPlace(
            place=number + 1,
            certainty="surely above the next" if number == 0 else "may well be second to fourth",
            above_next=0.99 if number == 0 else 0.6,
            among_first=1.0,
            best=1 if number == 0 else 2,
            worst=1 if number == 0 else 4,
        ),
        "harm": harm(days, n=size),
        "share": answer(
            title="Share of failure demand", value=size / 976, n=976, parts={"demands": size},
            of="failure demands of customers, asked in the period",
        ),
        "repeats": answer(title="Asked again", value=0.18, n=size, parts={"demands": size // 5}),
        "silent": False,
        "trend": monthly(months),
        "typical": tuple(demand_text(number + i) for i in range(3)),
        "edge": (demand_text(number + 3),),
    }  # fmt: skip
    return Dissatisfier(**(dull | fields))


def harm(days: float | None, *, n: int, **fields: Any) -> Answer:
    """Return the harm of a theme or of all failure demand."""
    dull: dict[str, Any] = {
        "measure": "harm",
        "title": "Harm",
        "unit": "customer-days",
        "value": days,
        "n": n,
        "of": "failure demands of customers that waited",
        "parts": {"demands": n, "days": days, "mean_weight": 1.0, "median_days": 3.2, "open": 7},
    }
    if days is not None:
        dull["interval"] = Interval(0.8 * days, 1.2 * days, "sampling", "Fay and Feuer")
    return answer(**(dull | fields))


def dissatisfiers(**fields: Any) -> Dissatisfiers:
    """Return five themes, one of them emerging, and what stands beside them."""
    dull: dict[str, Any] = {
        "first": tuple(dissatisfier(i) for i in range(5)),
        "silent": (dissatisfier(5, silent=True, name="Pilot ladder pages never load"),),
        "emerging": (
            EmergingTheme(
                theme="t-2",
                name="Locked out after certificate renewal",
                rising=Rising(recent=25, expected=2.1, weeks=4, new=False),
            ),
        ),
        "emergence": "At most one report in 20 names any where nothing changed.",
        "themes": 14,
        "failure_demands": 976,
        "harm": harm(3100.0, n=976),
        "not_recurring": Apart(demands=301, harm=640.0, share=0.31),
        "noise": Apart(demands=12, harm=9.0, share=0.01),
        "weights": "all customers weigh the same",
        "remedies": ("“Gate printer prints twice”: cannot tell yet, earliest in June",),
        "how": "Ranked by the days that customers waited.",
    }
    return Dissatisfiers(**(dull | fields))


def waiting(**fields: Any) -> Waiting:
    """Return curves of waiting, how it ended, and whose turn it was."""
    curves = (curve("failure", 3.0), curve("value", 21.7), curve("all", 5.9))
    resolved, declined = curve("resolved", 9.0), curve("declined", 200.0)
    ends = (
        replace(resolved, y=tuple(0.8 * (1 - v) for v in resolved.y), low=(), high=()),
        replace(declined, y=tuple(0.2 * (1 - v) for v in declined.y), low=(), high=()),
    )
    dull: dict[str, Any] = {
        "resolution": Curves(
            title="Share still waiting",
            of="3,019 demands of customers, 412 still open",
            curves=curves,
            answers=(wait(3.01 * DAY), wait(21.7 * DAY), wait(5.9 * DAY)),
            notes=("34 % of the endings are only claimed by a summary field.",),
        ),
        "endings": Curves(title="How it ended", of="demands of customers", curves=ends),
        "ended_how": tuple(
            answer(measure="endings", title=title, value=v, n=3019, of="demands of customers")
            for title, v in (("Resolved", 0.74), ("Declined", 0.09), ("Still open", 0.17))
        ),
        "first_response": wait(
            4.2 * 3600, measure="first-response", title="First response", of="demands"
        ),
        "whose_turn": answer(
            measure="whose-turn",
            title="Whose turn it was",
            value=0.61,
            of="days of waiting",
            parts={"us": 0.61, "asker": 0.28, "other": 0.11},
        ),
    }
    return Waiting(**(dull | fields))


def ledger(**fields: Any) -> Ledger:
    """Return an intake ledger that adds up."""
    dull: dict[str, Any] = {
        "files": ("desk-export.csv",),
        "shape": "Zendesk tickets",
        "read": 7266,
        "new": 3019,
        "changed": 0,
        "unchanged": 0,
        "set_aside": 4239,
        "quarantined": 8,
        "set_aside_reasons": (LeftOut("pull requests", 4231), LeftOut("automatic notices", 8)),
        "quarantine_reasons": (
            Quarantined(
                reason="the date asked cannot be read",
                n=8,
                places=("desk-export.csv line 14", "desk-export.csv line 20"),
            ),
        ),
    }
    return Ledger(**(dull | fields))


def audited(**fields: Any) -> Audited:
    """Return what people found who judged three hundred demands, some twice."""
    found = Interval(0.81, 0.91, "audit", "PPI++")
    dull: dict[str, Any] = {
        "labels": 300,
        "strata": ((900, 140), (1971, 160)),
        "rightness": (
            answer(title="The classifier's precision for failure demand", value=0.87, n=131,
                   of="judged demands that it calls failure", interval=found, how=("audited",)),
            unknown("only 4 judged demands count here, 6 more are needed",
                    title="The classifier's recall for value demand"),
        ),
        "causes": Breakdown(
            measure="cause", title="Causes of failure demand", unit="share", dimension="code",
            groups=(
                ("hard_to_use", answer(title="Hard to use", value=0.41, n=976, interval=found)),
                ("slow", answer(title="Slow", value=0.02, n=976, how=("unaudited: too few",))),
            ),
            total=answer(title="All causes", value=1.0, n=976),
        ),
        "more_for_three_points": 412,
        "second": (
            Agreed(on="nature", n=60, same=54, kappa=0.81, low=0.66, high=0.9),
            Agreed(on="cause or want", n=40, same=40, kappa=None),
        ),
        "apart": 6,
        "arrived": 17,
    }  # fmt: skip
    return Audited(**(dull | fields))


def content(**fields: Any) -> ReportContent:
    """Return a whole report."""
    dull: dict[str, Any] = {
        "title": "Larkfield service desk",
        "as_of": AS_OF,
        "headline": headline(),
        "dissatisfiers": dissatisfiers(),
        "waiting": waiting(),
        "change": Change(
            series=(
                series(),
                series("Arrivals", unit="demands", measure="arrivals"),
                series("Open at the end of the week", unit="demands", measure="stock", signals=()),
                series("Typical wait of those asked in the week", unit="seconds"),
            ),
            marks=(Mark(at=START + timedelta(days=200), text="62 demands closed within an hour"),),
        ),
        "who_waits": WhoWaits(
            breakdowns=(
                breakdown(),
                breakdown(
                    "channel",
                    paradox="In every product e-mail waits shorter than telephone, and in total it "
                    "waits longer: e-mail brings more of the slow product.",
                ),
            ),
            oldest=tuple(demand_text(i, state="open") for i in range(10)),
        ),
        "to_read": ToRead(
            random=tuple(demand_text(i) for i in range(4)),
            uncertain=tuple(demand_text(i, probability=0.51) for i in range(5, 9)),
            longest=tuple(demand_text(i) for i in range(9, 13)),
        ),
        "reconciliation": (
            Difference(
                title="Median time to resolution",
                theirs=2.1 * DAY,
                ours=5.9 * DAY,
                unit="seconds",
                n_theirs=2607,
                n_ours=3019,
                why="The source counts closed tickets only; 412 open ones have waited longer.",
                demands=tuple(f"desk:{i}" for i in range(4000, 4012)),
                demands_count=412,
            ),
        ),
        "doubts": (
            Doubt(
                title="The failure share is not audited",
                text="It is read by a classifier that was trained on other companies’ demand. The "
                "range is made from its error on sources that it had not seen.",
                mend="Run cynosure audit --workspace DIR -n 40 and label forty demands.",
            ),
            Doubt(
                title="34 % of the endings are only claimed",
                text="A summary field says when they ended; no history shows whether they stayed "
                "ended.",
                demands=("desk:4001", "desk:4002"),
            ),
        ),
        "ledgers": (ledger(),),
        "definitions": (
            Definition(
                measure="failure-share",
                title="Failure share",
                text="Failure demand divided by failure and value demand. Praise, notices and "
                "demands of unknown nature stand beside, never in the denominator.",
                query="SELECT sum(nature = 'failure') AS failure\nFROM demands",
            ),
        ),
        "making": Making(
            command="cynosure report desk-export.csv --out report.html",
            versions=(("cynosure", "0.1.0"), ("rules of time", "1"), ("codebook", "1")),
            zone="UTC",
            zone_assumed=True,
        ),
    }
    return ReportContent(**(dull | fields))


def empty() -> ReportContent:
    """Return the report of an export that could tell nothing."""
    nothing = unknown("this export holds no replies", title="Unknown")
    return content(
        headline=headline(
            asked=Period(),
            demands=0,
            failure_share=unknown("no demand has text or a type"),
            wait=nothing,
            wait_failure=nothing,
            wait_value=nothing,
            fixed_first_time=nothing,
            reopened=nothing,
            open_now=nothing,
            open_age=nothing,
            beside=(),
        ),
        dissatisfiers=Dissatisfiers(instead="There is no failure demand to group."),
        waiting=Waiting(resolution=None, endings=None, instead="No demand has a start."),
        change=Change(instead="There are fewer than two whole weeks."),
        who_waits=WhoWaits(instead="No dimension is filled."),
        to_read=ToRead(),
        reconciliation=(),
        doubts=(),
        ledgers=(),
        definitions=(),
    )
