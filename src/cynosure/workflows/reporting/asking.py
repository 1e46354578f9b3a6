"""One way to ask every figure of a report, so that all are of the same demands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

from cynosure.answers import Answer, Breakdown, Curve, Series
from cynosure.demand.periods import Every, Period
from cynosure.measures import Asked, Audit, RangeOf, answer, breakdown, curves, series
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A telling, the engine that reckons, and what holds for every question."""

    telling: Telling
    engine: Engine
    period: Period
    range_of: RangeOf | None = None
    audit: Audit | None = None
    hours: Mapping[str, float] | None = None

    def answer(self, measure: str, **asked: Unpack[Asked]) -> Answer:
        """Return one figure with its query."""
        return answer(
            measure,
            self.telling.facts,
            result=self.engine.result,
            sql=self.engine.sql,
            **self._scope(asked),
        )

    def series(self, measure: str, every: Every, **asked: Unpack[Asked]) -> Series:
        """Return a figure over time."""
        return series(
            measure,
            self.telling.facts,
            every=every,
            result=self.engine.result,
            **self._scope(asked),
        )

    def breakdown(self, measure: str, by: str, **asked: Unpack[Asked]) -> Breakdown:
        """Return a figure by a dimension."""
        return breakdown(
            measure, self.telling.facts, by=by, result=self.engine.result, **self._scope(asked)
        )

    def curves(self, measure: str, **asked: Unpack[Asked]) -> tuple[Curve, ...]:
        """Return the curves behind a measure of waiting."""
        return curves(measure, self.telling.facts, result=self.engine.result, **self._scope(asked))

    def _scope(self, asked: Asked) -> Asked:
        scope: Asked = {
            "period": self.period,
            "hours": self.hours,
            "range_of": self.range_of,
            "audit": self.audit,
        }
        return {**scope, **asked}
