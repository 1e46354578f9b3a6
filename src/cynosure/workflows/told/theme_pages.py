"""What pages say of themes, reckoned at each telling: describing them one by one takes too long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import ibis
import ibis.expr.types as ir

from cynosure.demand import MEMBERS
from cynosure.demand.periods import Period
from cynosure.measures import Facts, Weights
from cynosure.measures.remedies import Remedy
from cynosure.reports.content import DemandText, Dissatisfiers
from cynosure.workflows.concentrating import failure_demand, failure_of_customers
from cynosure.workflows.describing import ThemeDescription, describe
from cynosure.workflows.dissatisfiers import find_dissatisfiers
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.remedies import judge_remedies
from cynosure.workflows.remedy_picture import COLUMNS, drawn, table
from cynosure.workflows.remedy_words import SHORT, told
from cynosure.workflows.reporting.reading import demand_texts
from cynosure.workflows.telling import Telling
from cynosure.workflows.theme_figures import Wanted
from cynosure.workflows.theme_list import listed
from cynosure.workflows.themed import kept_themes
from cynosure.workflows.typical_demands import READ, typical_demands

RANKED = 10  # dissatisfiers that are shown with their certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTheme:
    """A theme as the machine founded it, before people did anything."""

    theme_id: str
    name: str
    founded_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """What a list says of a theme beside its size."""

    theme_id: str
    share: float | None  # of customers' failure demand
    first_seen: datetime | None
    trend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRemedy:
    """A remedy with its verdict, in sentences, as a picture and as rows a week."""

    number: int
    theme_id: str
    at: datetime
    what: str
    by: str
    marked_at: datetime
    verdict: str
    back_at: datetime | None
    sentences: tuple[str, ...]
    wide: str  # SVG
    narrow: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesTold:
    """All themes: as they were found, in a list, ranked by harm, and what was done against them."""

    found: tuple[FoundTheme, ...]
    lines: tuple[ThemeLine, ...]
    dissatisfiers: Dissatisfiers
    remedies: tuple[ToldRemedy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemePage:
    """One theme: what is known of it, and demands to read."""

    description: ThemeDescription
    typical: tuple[DemandText, ...]
    edge: DemandText | None
    months: tuple[tuple[datetime, int], ...]


def themes_told(
    snapshot: Snapshot,
    telling: Telling,
    engine: Engine,
    *,
    weights: Weights,
    remedies: Sequence[Remedy],
) -> ThemesTold:
    """Return what a room of themes says of all of them."""
    wanted = Wanted(
        names={each.theme_id: each.name for each in telling.themes},
        noise=frozenset(each.theme_id for each in telling.themes if each.noise),
        period=Period(),
        weights=weights,
        first=RANKED,
    )
    found = kept_themes(snapshot, engine).select(["theme_id", "name", "founded_at"])
    return ThemesTold(
        found=tuple(
            FoundTheme(
                theme_id=row["theme_id"],
                name=row["name"] or row["theme_id"],
                founded_at=_utc(row["founded_at"]),
            )
            for row in found.to_pylist()
        ),
        lines=tuple(
            ThemeLine(
                theme_id=each.theme.theme_id,
                share=each.share,
                first_seen=_utc(each.first_seen),
                trend=each.trend,
            )
            for each in listed(telling, engine)
        ),
        dissatisfiers=find_dissatisfiers(telling, engine, wanted),
        remedies=tuple(_remedies(telling, engine, remedies, wanted.names)),
    )


def pages_of(
    snapshot: Snapshot, telling: Telling, engine: Engine
) -> Iterator[tuple[str, ThemePage]]:
    """Yield the page of each theme that is not noise, by its id.

    All failure demand is counted once, and what single themes are told from is cut out
    of everything once: with hundreds of themes nothing goes through all demands again.
    """
    themes = [each for each in telling.themes if not each.noise and each.size]
    if not themes:
        return
    everything = failure_demand(telling, engine)
    failing = failure_of_customers(telling.facts.demands)
    mine = engine.materialise(failing.filter(failing.theme.notnull()))
    ids = mine.select(request_id=mine.demand_id)
    requests = engine.materialise(telling.facts.requests.semi_join(ids, "request_id"))
    members = engine.materialise(_members(snapshot, engine, mine))
    texts = engine.materialise(telling.demands.semi_join(_to_read(members), "demand_id"))
    facts = Facts(demands=mine, requests=requests, as_of=telling.as_of)
    small = replace(telling, facts=facts, demands=texts)
    months = _months(engine, mine)
    for each in themes:
        described = describe(
            small, engine, each.theme_id, members=members, name=each.name, everything=everything
        )
        # Only what was placed there by the machine is like it; what people moved is not shown.
        placed = members.filter(
            members.placed_in.isin([each.theme_id, *each.merged_from])
            & (members.theme_id == each.theme_id)
        )
        typical, edge = typical_demands(engine, placed.select("demand_id", "likeness"), texts)
        at_edge = demand_texts(small, engine, [edge] if edge else [])
        yield (
            each.theme_id,
            ThemePage(
                description=described,
                typical=demand_texts(small, engine, typical),
                edge=at_edge[0] if at_edge else None,
                months=months.get(each.theme_id, ()),
            ),
        )
    for rows in (mine, requests, members, texts):
        engine.forget(rows)


def _members(snapshot: Snapshot, engine: Engine, mine: ir.Table) -> ir.Table:
    """Return (demand_id, theme_id, likeness, placed_in): where it counts, and where it was put."""
    placed = engine.parquet(snapshot.files("members"), MEMBERS)
    placed = placed.select("demand_id", "likeness", placed_in="theme_id")
    rows = mine.select("demand_id", theme_id="theme").left_join(placed, "demand_id")
    return rows.select("demand_id", "theme_id", "likeness", "placed_in")


def _to_read(members: ir.Table) -> ir.Table:
    """Return the demands whose texts may be read: the likest of each theme and the least like."""
    liked = members.mutate(likeness=members.likeness.fill_null(0.0))
    ends = liked.mutate(
        best=ibis.row_number().over(
            group_by="theme_id", order_by=[liked.likeness.desc(), liked.demand_id]
        ),
        worst=ibis.row_number().over(
            group_by="theme_id", order_by=[liked.likeness, liked.demand_id]
        ),
        # What people moved stands beside, so each end is looked for among the placed alone, too.
        placed_best=ibis.row_number().over(
            group_by=["theme_id", "placed_in"], order_by=[liked.likeness.desc(), liked.demand_id]
        ),
        placed_worst=ibis.row_number().over(
            group_by=["theme_id", "placed_in"], order_by=[liked.likeness, liked.demand_id]
        ),
    )
    near = (
        (ends.best < READ) | (ends.worst < READ)
        | (ends.placed_best < READ) | (ends.placed_worst < READ)
    )  # fmt: skip
    return ends.filter(near).select("demand_id")


def _months(engine: Engine, mine: ir.Table) -> dict[str, tuple[tuple[datetime, int], ...]]:
    rows = mine.filter(mine.start.notnull())
    counts = rows.group_by("theme", month=rows.start.truncate("M")).agg(n=rows.count())
    found: dict[str, list[tuple[datetime, int]]] = {}
    for row in engine.result(counts.order_by(["theme", "month"])).to_pylist():
        month = _utc(row["month"])
        assert month is not None
        found.setdefault(row["theme"], []).append((month, int(row["n"])))
    return {theme: tuple(months) for theme, months in found.items()}


def _remedies(
    telling: Telling, engine: Engine, remedies: Sequence[Remedy], names: Mapping[str, str]
) -> Iterator[ToldRemedy]:
    whole = {part: one.theme_id for one in telling.themes for part in one.merged_from}
    counting = [replace(one, theme_id=whole.get(one.theme_id, one.theme_id)) for one in remedies]
    for judged in judge_remedies(telling.facts, engine, remedies=counting):
        remedy = judged.remedy
        name = names.get(remedy.theme_id, remedy.theme_id)
        yield ToldRemedy(
            number=remedy.number,
            theme_id=remedy.theme_id,
            at=remedy.at,
            what=remedy.what,
            by=remedy.by,
            marked_at=remedy.marked_at,
            verdict=SHORT[judged.verdict],
            back_at=judged.back_at,
            sentences=told(judged, name),
            wide=drawn(judged, name, width=840) if judged.weeks else "",
            narrow=drawn(judged, name, width=340) if judged.weeks else "",
            columns=COLUMNS,
            rows=tuple(
                (week, f"{n:,}", "–" if due is None else f"{due:,.1f}", part)
                for week, n, due, part in table(judged)
            ),
        )


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
