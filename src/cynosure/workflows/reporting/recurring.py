"""What recurs: near-equal failure demand with its size, its wait and its trend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypedDict

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer, Series
from cynosure.masking import mask
from cynosure.measures import Facts, answer, series
from cynosure.reports.content import Recurring, RecurringGroup
from cynosure.themes import RecurringGroup as Group
from cynosure.themes import described, largest_groups, near_equal_groups
from cynosure.workflows.engine import Engine
from cynosure.workflows.reporting.asking import Asking
from cynosure.workflows.reporting.reading import demand_texts, names_in
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
    if not largest:
        return Recurring(
            failure_demands=grouped.num_rows,
            how=HOW,
            instead="No two failure demands say nearly the same.",
        )
    members = _members(engine, largest)
    facts = _facts_of(telling, engine, members)
    words = _own_words(telling, engine, largest)
    causes = _commonest_causes(engine, facts)
    share = asking.answer("arrivals", nature="failure")
    return Recurring(
        groups=tuple(
            RecurringGroup(
                name=told.name,
                code=causes.get(group.group_id),
                share=replace(
                    share,
                    measure="recurring",
                    title="Share of failure demand",
                    unit="share",
                    value=group.size / grouped.num_rows,
                    n=grouped.num_rows,
                    of="failure demands of customers",
                ),
                size=group.size,
                **_wait_and_trend(asking, facts, group),
                texts=demand_texts(
                    telling, engine, [words[group.group_id][text] for text in told.typical]
                ),
            )
            for group in largest
            for told in (described(list(words[group.group_id]), count=TEXTS),)
        ),
        failure_demands=grouped.num_rows,
        how=HOW,
    )


class _Waits(TypedDict):
    wait: Answer
    trend: Series | None


def _wait_and_trend(asking: Asking, facts: Facts, group: Group) -> _Waits:
    own = Facts(
        demands=facts.demands.filter(facts.demands.group_id == group.group_id),
        requests=facts.requests.filter(facts.requests.group_id == group.group_id),
        as_of=facts.as_of,
    )
    result = asking.engine.result
    trend = series("arrivals", own, every="month", result=result, period=asking.period)
    return {
        "wait": answer("request-to-resolution", own, result=result),
        "trend": trend if len(trend.answers) > 1 else None,
    }


def _members(engine: Engine, groups: Sequence[Group]) -> ir.Table:
    return engine.take(
        pa.table(
            {
                "demand_id": pa.concat_arrays([group.demand_ids for group in groups]),
                "group_id": pa.array(
                    [group.group_id for group in groups for _ in range(group.size)]
                ),
            }
        )
    )


def _facts_of(telling: Telling, engine: Engine, members: ir.Table) -> Facts:
    demands, requests = telling.facts.demands, telling.facts.requests
    return Facts(
        demands=engine.materialise(demands.inner_join(members, "demand_id")),
        requests=engine.materialise(
            requests.inner_join(members, requests.request_id == members.demand_id).drop("demand_id")
        ),
        as_of=telling.as_of,
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


def _own_words(
    telling: Telling, engine: Engine, groups: Sequence[Group]
) -> dict[str, dict[str, str]]:
    """Return, for each group, masked texts, the title first, with the demand that each is of."""
    ids = {
        one: group.group_id
        for group in groups
        for one in _spread(sorted(group.demand_ids.to_pylist()), NAMED_FROM)
    }
    wanted = engine.take(pa.table({"demand_id": pa.array(list(ids))}))
    rows = engine.result(
        telling.demands.semi_join(wanted, "demand_id").select(
            "demand_id", "title", "body", "asker", "asker_kind"
        )
    ).sort_by("demand_id")
    words: dict[str, dict[str, str]] = {group.group_id: {} for group in groups}
    for row in rows.to_pylist():
        said = f"{row['title'] or ''}\n{(row['body'] or '')[:READ]}".strip()
        masked = mask(said, names_in(row))
        words[ids[row["demand_id"]]][masked] = row["demand_id"]
    return words


def _commonest_causes(engine: Engine, facts: Facts) -> dict[str, str | None]:
    rows = facts.demands.group_by("group_id", "code").agg(n=facts.demands.count())
    told = engine.result(rows).to_pylist()
    told.sort(key=lambda row: (row["n"], row["code"] or ""))
    return {row["group_id"]: row["code"] for row in told}


def _spread(ids: list[str], n: int) -> list[str]:
    """Return n of the ids, evenly spread, so that not all are of one day.

    >>> _spread(["a", "b", "c", "d", "e"], 3)
    ['a', 'b', 'd']
    """
    if len(ids) <= n:
        return ids
    return [ids[i * len(ids) // n] for i in range(n)]
