"""What recurs: near-equal failure demand with its size, its wait and its trend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand.periods import Every, Period
from cynosure.masking import mask
from cynosure.measures import Facts, answer, series
from cynosure.reports.content import Recurring, RecurringGroup
from cynosure.themes import RecurringGroup as Group
from cynosure.themes import described, largest_groups, near_equal_groups
from cynosure.workflows.engine import Engine
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.reading import demand_texts
from cynosure.workflows.telling import Telling

GROUPS = 5
TEXTS = 3
NAMED_FROM = 200  # texts that give a group its name
READ = 600  # characters of each
HOW = (
    "Demands that share several telling words are one group; what fits none is left alone. "
    "Names are made of the askers' own words."
)


def recurring(asking: Asking) -> Recurring:
    """Return the five largest groups of customers' failure demand in the period."""
    telling, engine = asking.telling, asking.engine
    failure = _failure(asking)
    grouped = near_equal_groups(_texts(telling, engine, failure))
    largest = largest_groups(grouped, count=GROUPS)
    return Recurring(
        groups=tuple(_group(asking, each, of=grouped.num_rows) for each in largest),
        failure_demands=grouped.num_rows,
        how=HOW,
        instead=None if largest else "No two failure demands say nearly the same.",
    )


def _failure(asking: Asking) -> ir.Table:
    rows = asking.telling.facts.demands
    rows = rows.filter((rows.nature == "failure") & (rows.asker_kind == "customer"))
    if asking.period.since:
        rows = rows.filter(rows.start >= asking.period.since)
    if asking.period.until:
        rows = rows.filter(rows.start < asking.period.until)
    return rows.select("demand_id")


def _texts(telling: Telling, engine: Engine, wanted: ir.Table) -> Iterator[pa.RecordBatch]:
    texts = telling.demands.semi_join(wanted, "demand_id").select("demand_id", "title", "body")
    return engine.batches(texts)


def _group(asking: Asking, group: Group, *, of: int) -> RecurringGroup:
    telling, engine = asking.telling, asking.engine
    ids = pa.table({"demand_id": group.demand_ids}).sort_by("demand_id")
    members = engine.take(ids)
    facts = Facts(
        demands=telling.facts.demands.semi_join(members, "demand_id"),
        requests=telling.facts.requests.semi_join(
            members, telling.facts.requests.request_id == members.demand_id
        ),
        as_of=telling.as_of,
    )
    share = asking.answer("arrivals", nature="failure")
    every: Every = "month"
    trend = series("arrivals", facts, every=every, result=engine.result, period=asking.period)
    own_words = _own_words(telling, engine, _spread(ids["demand_id"].to_pylist(), NAMED_FROM))
    told = described(list(own_words), count=TEXTS)
    return RecurringGroup(
        name=told.name,
        code=_commonest_cause(engine, facts),
        share=replace(
            share,
            measure="recurring",
            title="Share of failure demand",
            unit="share",
            value=group.size / of,
            n=of,
            of="failure demands of customers",
        ),
        size=group.size,
        wait=answer("request-to-resolution", facts, result=engine.result, period=Period()),
        trend=trend if len(trend.answers) > 1 else None,
        texts=demand_texts(telling, engine, [own_words[text] for text in told.typical]),
    )


def _own_words(telling: Telling, engine: Engine, ids: list[str]) -> dict[str, str]:
    """Return masked texts, the title first, with the demand that each is of."""
    rows = engine.result(
        telling.demands.filter(telling.demands.demand_id.isin(ids)).select(
            "demand_id", "title", "body", "asker"
        )
    ).sort_by("demand_id")
    return {
        mask(
            f"{row['title'] or ''}\n{(row['body'] or '')[:READ]}".strip(),
            (row["asker"],) if row["asker"] else (),
        ): row["demand_id"]
        for row in rows.to_pylist()
    }


def _commonest_cause(engine: Engine, facts: Facts) -> str | None:
    rows = facts.demands.group_by("code").agg(n=facts.demands.count())
    told = sorted(engine.result(rows).to_pylist(), key=lambda row: (-row["n"], row["code"] or ""))
    return told[0]["code"] if told else None


def _spread(ids: list[str], n: int) -> list[str]:
    """Return n of the ids, evenly spread, so that not all are of one day.

    >>> _spread(["a", "b", "c", "d", "e"], 3)
    ['a', 'b', 'd']
    """
    if len(ids) <= n:
        return ids
    return [ids[i * len(ids) // n] for i in range(n)]
