"""Facts for tests: each row names only what matters, all else is dull."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand import nature_of
from cynosure.measures import DEMAND_FACTS, REQUEST_FACTS, Audit, Facts, JudgedDemand

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday and the first of a month
DAY = 86_400

Row = dict[str, Any]


def result(table: ir.Table) -> pa.Table:
    """Run an aggregate where the facts are."""
    rows = table.to_pyarrow()
    assert isinstance(rows, pa.Table)
    return rows


def days_ago(days: float) -> datetime:
    return AS_OF - timedelta(days=days)


def demand(**named: Any) -> Row:
    """A customer's demand of unknown nature, asked ten days ago and still open."""
    start = named.get("start", days_ago(10))
    dull: Row = {"start": start, "state": "open", "asker_kind": "customer", "reopenings": 0}
    if start and not {"request_to_resolution_seconds", "competing_ending_seconds"} & set(named):
        dull["censored_seconds"] = int((AS_OF - start).total_seconds())
    return {**dull, **named}


def resolved(*, after: float, asked: float = 100, **named: Any) -> Row:
    """A demand asked so many days ago and resolved so many days after."""
    start, ended = days_ago(asked), days_ago(asked - after)
    return demand(
        start=start,
        state="resolved",
        ended_at=ended,
        first_resolved_at=ended,
        request_to_resolution_seconds=int(after * DAY),
        **named,
    )


def declined(*, after: float, asked: float = 100, state: str = "declined", **named: Any) -> Row:
    """A demand ended so many days after without being served."""
    return demand(
        start=days_ago(asked),
        state=state,
        ended_at=days_ago(asked - after),
        competing_ending_seconds=int(after * DAY),
        **named,
    )


def facts(*rows: Row, requests: list[Row] | None = None) -> Facts:
    return Facts.of(rows, requests=requests, as_of=AS_OF)


def random_rows(n: int, *, seed: int = 7) -> list[Row]:
    """Rows as wild as a source's: ties, nulls, fractions of seconds, empty and odd words."""
    dice = random.Random(seed)
    machine = random.Random(f"machine {seed}")
    rows: list[Row] = []
    for place in range(n):
        start = AS_OF - timedelta(
            seconds=dice.randrange(200 * DAY), microseconds=dice.randrange(10**6)
        )
        age = int((AS_OF - start).total_seconds())
        row: Row = {
            "demand_id": f"desk:{place}",
            "request_id": f"desk:{place - place % 3 if dice.random() < 0.2 else place}",
            "problem_id": f"desk:{place - place % 4 if dice.random() < 0.3 else place}",
            "start": start if dice.random() > 0.01 else None,
            "source": dice.choice(["desk", "tracker"]),
            "channel": dice.choice(["mail", "Mail", "telephone", "chat, web", "", None]),
            "product": dice.choice(["alpha", "beta", "gamma", "δelta", None]),
            "customer": f"customer {dice.randrange(40)}" if dice.random() < 0.9 else None,
            "language": dice.choice(["en", "de", None]),
            "role": dice.choice(["uses", "pays", None]),
            "theme": machine.choice(["t-1", "t-2", None]),
            "standing": dice.choice(["end_user", None]),
            "priority": dice.choice(["1", "2", "3", "unknown"]),
            "reported_type": dice.choice(["bug", "wish", "question", None]),
            "labels": dice.choice([["bug"], ["bug", "wish"], [], None]),
            "asker_kind": dice.choice(["customer"] * 6 + ["staff", "bot", None]),
            "nature": dice.choice(["failure", "failure", "value", "none", None]),
            "code": dice.choice(["broken", "unclear", "service", None]),
            "probability": dice.random(),
            "effort_minutes": dice.choice(
                [None, dice.random() * 500, 0.1, 0.0, -1.0, float("nan"), float("inf")]
            ),
            "first_response_seconds": dice.randrange(age + 1) if dice.random() < 0.6 else None,
            "reopenings": dice.choice([0, 0, 0, 1, 2, None]),
            "first_time_fix": dice.choice([True, True, False, None]),
            "waiting_on_asker_seconds": dice.choice([None, dice.randrange(10**6)]),
            "waiting_on_us_seconds": dice.choice([None, dice.randrange(10**6)]),
            "waiting_on_other_seconds": dice.choice([None, 0, dice.randrange(10**5)]),
            "hand_offs": dice.choice([0, 0, 1, 2, 5, None]),
            "claimed": dice.choice([True, False, False, None]),
            "state": dice.choice(["open", "resolved", "resolved", "declined", "abandoned"]),
        }
        duration = dice.choice([0, dice.randrange(age + 1), dice.randrange(age + 1) // 3600 * 3600])
        _end(row, start, age=age, duration=duration, dice=dice)
        _reopen(row, start, age=age, dice=dice)
        for thing in ("endings", "history", "responses", "waiting", "hand_offs", "effort"):
            row[f"tells_{thing}"] = dice.choice([True, True, True, False, None])
        _call(row, machine)
        rows.append(row)
    return rows


def audit_of(rows: list[Row], n: int, *, strata: int = 0) -> Audit:
    """What people said of the first rows of customers, and where each is in the audit."""
    dice = random.Random(n)
    words: list[JudgedDemand] = []
    for row in rows:
        if row["asker_kind"] in {"customer", None} and len(words) < n:
            row["audit_place"] = len(words)
            code = dice.choice(["broken", "unclear", "service", None])
            words.append(
                JudgedDemand(
                    row["demand_id"],
                    nature_of(code) or dice.choice(["failure", "none", None]),
                    code,
                    len(words) % strata if strata else 0,
                )
            )
    sizes = tuple((900, (n + strata - 1 - place) // strata) for place in range(strata))
    return Audit(tuple(words), sizes)


def _call(row: Row, dice: random.Random) -> None:
    """What a machine called it, in millionths as labels have them."""
    failure = dice.randrange(10**6 + 1)
    value = dice.randrange(10**6 + 1 - failure)
    if dice.random() < 0.05:
        return  # it could not tell
    code = dice.choice(["broken", "unclear", "service", None])
    row |= {
        "called_nature": nature_of(code) or "none",
        "called_code": code,
        "failure_probability": failure / 10**6,
        "value_probability": value / 10**6,
        "code_probability": dice.randrange(10**6) / 10**6 if code else None,
    }


def _end(row: Row, start: datetime, *, age: int, duration: int, dice: random.Random) -> None:
    ended = start + timedelta(seconds=duration, microseconds=dice.randrange(1000))
    match row["state"]:
        case "resolved":
            row |= {"ended_at": ended, "request_to_resolution_seconds": duration}
            row["first_resolved_at"] = ended
        case "declined" | "abandoned":
            row |= {"ended_at": ended, "competing_ending_seconds": duration}
        case _ if dice.random() < 0.05:
            row |= {"state": "withdrawn", "ended_at": ended, "censored_seconds": duration}
        case _ if dice.random() < 0.05:
            row["state"] = None  # its events contradict one another
        case _:
            row["censored_seconds"] = age


def _reopen(row: Row, start: datetime, *, age: int, dice: random.Random) -> None:
    """When it was reopened, where that is known, and when the next answer came."""
    if not row["reopenings"] or dice.random() < 0.1:
        return
    row["reopened_at"] = start + timedelta(seconds=dice.randrange(age + 1))
    if dice.random() < 0.6:
        row["response_after_reopening_seconds"] = dice.randrange(10 * DAY)


def tables(rows: list[Row]) -> tuple[pa.Table, pa.Table]:
    """Demands and requests as Arrow, to be handed to any engine."""
    seen: dict[str, Row] = {}
    for row in rows:
        seen.setdefault(row["request_id"], row)
    labels = pa.field("labels", pa.list_(pa.string()))
    return (
        pa.Table.from_pylist(rows, schema=DEMAND_FACTS.append(labels)),
        pa.Table.from_pylist(list(seen.values()), schema=REQUEST_FACTS.append(labels)),
    )
