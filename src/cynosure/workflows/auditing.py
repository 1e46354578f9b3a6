"""The audit beside the facts: what people judged, and what the machine had said of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Answer, Breakdown
from cynosure.demand import DEMANDS, LABELS
from cynosure.demand.periods import Period
from cynosure.measures import (
    DEMAND_FACTS,
    Asked,
    Audit,
    Facts,
    answer,
    causes,
    labels_needed,
    rightness,
)
from cynosure.nature.auditing.agreement import Agreement
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot

_CALLED: Mapping[str, str] = {"called_nature": "nature", "called_code": "code"}
_CHANCES = ("failure_probability", "value_probability", "code_probability")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFindings:
    """What an audit tells of a workspace's demands."""

    share: Answer
    causes: Breakdown
    rightness: tuple[Answer, ...]  # precision and recall of the classifier
    agreement: Agreement | None = None  # of two people, where a second one judged
    arrived: int = 0  # demands that a sample in strata was not drawn from, because they came later
    more_for: Callable[[float], int]  # labels still needed for an interval of ± so much


def with_audit(
    demands: ir.Table, *, labels: ir.Table, audit: Audit | None, engine: Engine
) -> ir.Table:
    """Return demands with their place in the audit and what the machine said of each.

    `labels` are the machine's own, so what people decided since changes nothing in them.
    Without an audit nobody asks for these columns, and they are empty.
    """
    if audit is None:
        return demands.mutate(
            audit_place=ibis.null("int64"),
            **{name: ibis.null("string") for name in _CALLED},
            **{name: ibis.null("float64") for name in _CHANCES},
        )
    ids = pa.array([one.demand_id for one in audit.judged], pa.string())
    places = engine.take(
        pa.table({"demand_id": ids, "audit_place": pa.array(range(len(ids)), pa.int64())})
    )
    said = labels.select(
        "demand_id", *_CHANCES, **{name: labels[theirs] for name, theirs in _CALLED.items()}
    )
    return (
        demands.left_join(said, "demand_id")
        .drop("demand_id_right")
        .left_join(places, "demand_id")
        .drop("demand_id_right")
    )


def untimed_facts(
    snapshot: Snapshot, engine: Engine, *, labeller: str, audit: Audit | None, as_of: datetime
) -> Facts:
    """Return all demands without their times, which an audit's own figures do not need.

    As `tell` has them but for the clocks, so that the figures are those of the report.
    """
    kept = engine.parquet(snapshot.files("demands"), DEMANDS)
    labels = engine.parquet(snapshot.files("labels"), LABELS)
    labels = labels.filter(labels.labeller == labeller)
    said = labels.select("demand_id", "nature", "code", "probability")
    rows = kept.select("demand_id", "asker_kind", "effort_minutes").left_join(said, "demand_id")
    rows = with_audit(rows.drop("demand_id_right"), labels=labels, audit=audit, engine=engine)
    known = set(rows.columns)
    empty = ibis.memtable(pa.Table.from_pylist([], schema=DEMAND_FACTS)).schema()
    rows = rows.mutate(
        **{name: ibis.null(kind) for name, kind in empty.items() if name not in known}
    )
    demands = engine.materialise(rows)
    return Facts(demands=demands, requests=demands, as_of=as_of)


def audit_findings(
    facts: Facts, engine: Engine, agreement: Agreement | None, **asked: Unpack[Asked]
) -> AuditFindings:
    """Return what the audit in `asked` tells of these facts."""
    share = answer("failure-share", facts, result=engine.result, **asked)
    return AuditFindings(
        share=share,
        causes=causes(facts, result=engine.result, **asked),
        rightness=rightness(facts, result=engine.result, **asked),
        agreement=agreement,
        arrived=_arrived(share, asked.get("audit")),
        more_for=labels_needed(facts, result=engine.result, **asked),
    )


def _arrived(share: Answer, audit: Audit | None) -> int:
    if audit is None or not audit.strata or share.period != Period():
        return 0
    parts = (share.parts.get(part) for part in ("failure", "value", "none", "unknown"))
    now = sum(int(part or 0) for part in parts)
    return max(0, now - sum(size for size, _ in audit.strata))
