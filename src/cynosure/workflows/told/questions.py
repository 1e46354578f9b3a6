"""What a page asks of a measure: the same words at the telling and when a page is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from cynosure.demand import Nature
from cynosure.demand.kinds import AskerKind
from cynosure.demand.periods import Period
from cynosure.measures import Asked, Audit, Weights
from cynosure.nature import unaudited_range
from cynosure.workflows.told.filters import Filters, filters_behind


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuestion:
    """One figure of the catalogue: of whose demands, of which nature, in which period.

    The default is what `cynosure measures show` asks, and what is reckoned at the telling.
    """

    measure: str
    period: Period = field(default_factory=Period)
    nature: Nature | None = None
    asker_kind: AskerKind | None = "customer"
    hours: tuple[tuple[str, float], ...] | None = None  # hours a demand, by nature

    @property
    def usual(self) -> bool:
        """Whether it is answered at each telling already.

        >>> FigureQuestion(measure="stock").usual
        True
        """
        return self == FigureQuestion(measure=self.measure)

    def asked(self, *, audit: Audit | None, weights: Weights) -> Asked:
        """Return the question as `measures` understands it, with what people said since."""
        return {
            "period": self.period,
            "nature": self.nature,
            "asker_kind": self.asker_kind,
            "hours": None if self.hours is None else dict(self.hours),
            "range_of": unaudited_range,
            "audit": audit,
            "weights": weights,
        }

    def filters(self, group: tuple[str, str] | None = None) -> Filters:
        """Return the filters that list exactly the demands that the answer is of."""
        return filters_behind(
            self.measure,
            period=self.period,
            asker_kind=self.asker_kind,
            nature=self.nature,
            group=group,
        )
