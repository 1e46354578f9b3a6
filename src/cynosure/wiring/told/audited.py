"""The audit as pages tell it: people's labels of now beside what was last told.

All of this asks the register: it has to be open at the workspace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from cynosure.answers import Answer
from cynosure.measures import Audit, Facts, answer, labels_needed
from cynosure.nature import unaudited_range
from cynosure.nature.auditing.agreement import Agreement
from cynosure.wiring import judging
from cynosure.wiring.samples import Sample, audit_of_sample, newest_sample
from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.reading import Told
from cynosure.workflows.auditing import AuditFindings, audit_findings

WIDTHS = (0.1, 0.05, 0.03, 0.02)  # half widths that people ask for


@dataclass(frozen=True, slots=True)
class PoolOfTold:
    """The demands of a telling, to draw from without opening the store."""

    told: Told

    def customers(self) -> Iterator[pa.RecordBatch]:
        """Yield the ids of customers' demands."""
        query = (
            f"SELECT demand_id FROM {self.told.demands_sql} "  # noqa: S608 - ours
            "WHERE coalesce(asker_kind, 'customer') = 'customer'"
        )
        return self.told.engine.stream(query)

    def still_there(self, ids: Collection[str]) -> Collection[str]:
        """Return which of these ids are demands of the telling."""
        if not ids:
            return ()
        marks = ", ".join("?" * len(ids))
        query = f"SELECT demand_id FROM {self.told.demands_sql} WHERE demand_id IN ({marks})"  # noqa: S608
        found: list[str] = self.told.engine.rows(query, list(ids))["demand_id"].to_pylist()
        return found


def sample_now(told: Told) -> Sample | None:
    """Return the newest sample in its order, drawn once a telling; None before the first draw."""
    from cynosure.register import audit as register

    newest = register.latest_draw()
    if newest is None:
        return None
    n = max(newest.size, len(register.labels()))
    found = kept(told, ("sample", newest.number, n), lambda: newest_sample(PoolOfTold(told)))
    assert found is not None
    return found


def audit_now(told: Told) -> Audit | None:
    """Return what people have said so far of the newest sample; None without a label."""
    return audit_of_sample(PoolOfTold(told), sample=sample_now(told))


def findings_now(told: Told) -> AuditFindings:
    """Return what the labels tell by now, as `cynosure audit --show` has it after the telling."""
    audit, agreement = audit_now(told), judging.agreed()

    def find() -> AuditFindings:
        with _Judged(told, audit) as facts:
            found = audit_findings(
                facts, told.engine, agreement, audit=audit, range_of=unaudited_range
            )
            # Reckoned while its tables are there: a page asks for these widths and no others.
            return replace(found, more_for=_known(found))

    return kept(told, ("audit", audit, _key(agreement)), find)


def share_now(told: Told) -> tuple[Answer, dict[float, int]]:
    """Return the failure share by the labels so far, and how many more each width takes.

    The part of the findings that changes while somebody judges.
    """
    audit = audit_now(told)

    def find() -> tuple[Answer, dict[float, int]]:
        with _Judged(told, audit) as facts:
            result = told.engine.result
            share = answer(
                "failure-share", facts, result=result, audit=audit, range_of=unaudited_range
            )
            needed = labels_needed(facts, result=result, audit=audit)
            return share, {width: needed(width) for width in WIDTHS}

    return kept(told, ("audited share", audit), find)


class _Judged:
    """Facts of a telling with the place of each judged demand, for as long as they are asked."""

    def __init__(self, told: Told, audit: Audit | None) -> None:
        ids = [one.demand_id for one in audit.judged] if audit else []
        rows = {
            "demand_id": pa.array(ids, pa.string()),
            "judged": pa.array(range(len(ids)), pa.int64()),  # a telling has a place of its own
        }
        self._told, self._places = told, told.engine.take(pa.table(rows))

    def __enter__(self) -> Facts:
        facts, places = self._told.facts, self._places
        demands = facts.demands.left_join(places, "demand_id")
        demands = demands.mutate(audit_place=demands["judged"]).drop("demand_id_right", "judged")
        return Facts(demands=demands, requests=facts.requests, as_of=facts.as_of)

    def __exit__(self, *_: object) -> None:
        self._told.engine.forget(self._places)


def _known(found: AuditFindings) -> _Needed:
    return _Needed({width: found.more_for(width) for width in WIDTHS})


@dataclass(frozen=True, slots=True)
class _Needed:
    by_width: dict[float, int]

    def __call__(self, half_width: float) -> int:
        return self.by_width[half_width]


def _key(agreement: Agreement | None) -> object:
    return repr(agreement)
