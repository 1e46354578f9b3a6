"""What people said of a random sample, and the shares that it gives together with predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.answers import Interval
from cynosure.demand import Nature
from cynosure.demand.kinds import AskerKind
from cynosure.measures.tallies import whole
from cynosure.statistics import LabelledUnits, Population, PoweredShare, labels_for, powered_share

# Below so many labels that count no interval is given: it would say next to nothing.
FEWEST = 10
MILLION = 1_000_000
_DRAWN_FROM: AskerKind = "customer"
_METHOD = "PPI++: predictions, corrected by the labels of a random sample; Wilson's form"

I64 = NDArray[np.int64]


def millionths(probability: ir.FloatingColumn) -> ir.IntegerScalar:
    """Return the sum of probabilities in millionths: whole numbers, equal on every engine."""
    return (probability * MILLION + 0.5).floor().cast("int64").sum()


@dataclass(frozen=True, slots=True)
class JudgedDemand:
    """A person's word on one demand of the sample; no nature: they could not tell."""

    demand_id: str
    nature: Nature | None
    code: str | None = None
    stratum: int = 0


@dataclass(frozen=True, slots=True)
class Audit:
    """A judged random sample of customers' demands, and how it was drawn.

    Facts hold the place of each demand in `judged` as `audit_place`. `strata` holds for each
    stratum how many demands it had when the sample was drawn and how many of them are
    judged; it is empty for a simple sample, of which every part is a simple sample too.
    """

    judged: tuple[JudgedDemand, ...]
    strata: tuple[tuple[int, int], ...] = ()

    def is_of(self, asker_kind: AskerKind | None) -> bool:
        """Return whether the sample was drawn from the demands of these askers and of no others."""
        return asker_kind == _DRAWN_FROM


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share by the audit, and how many labels it rests on."""

    found: PoweredShare
    counting: int  # labels below the line, such as failure or value
    labelled: int  # labels in all
    units: int  # demands in all

    @property
    def missing(self) -> int:
        """How many labels that count are missing for an interval; none where all are judged."""
        return 0 if self.labelled == self.units else max(0, FEWEST - self.counting)

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval, if there are labels enough."""
        low, high = self.found.low, self.found.high
        if self.missing or low is None or high is None:
            return None
        return Interval(low, high, kind="audit", method=_METHOD)

    def more_for(self, half_width: float) -> int:
        """Return about how many more labels bring the interval to ± `half_width`."""
        known = not self.missing
        found = self.found if known else PoweredShare(share=None, low=None, high=None)
        counting = self.counting if known else 0
        # Of the next labels as many count as of those so far.
        part = (self.counting + 1) / (self.labelled + 1)
        units = max(counting, round(self.units * part))
        needed = labels_for(found, half_width, labelled=counting, units=units)
        more = round((needed - self.counting) / part)
        return max(0, min(more, self.units - self.labelled))


class AuditedCounts:
    """An aggregate in which every judged demand is a row of its own."""

    def __init__(self, counts: pa.Table, audit: Audit) -> None:
        """Take counts with `n`, `audit_place` and sums of predictions in millionths."""
        self._counts, self._audit = counts, audit
        places = pc.fill_null(counts["audit_place"], -1).to_numpy()
        # In the order in which they were judged: engines return rows in any.
        order = np.argsort(places, kind="stable")
        self._rows = order[places[order] >= 0]
        self.judged = [audit.judged[place] for place in places[self._rows].tolist()]
        self.units = int(whole(counts, "n").sum())

    def called(self, column: str) -> list[str | None]:
        """Return what the classifier called each judged demand."""
        said: list[str | None] = self._counts[column].take(pa.array(self._rows)).to_pylist()
        return said

    def predicted(self, column: str, **where: str) -> I64:
        """Return a sum by row of the counts in millionths of a demand; 0 for rows not asked for."""
        sums = whole(self._counts, column) * (MILLION if column == "n" else 1)
        for key, value in where.items():
            held = pc.fill_null(pc.equal(self._counts[key], value), False)
            sums = np.where(held.to_numpy(), sums, 0)
        return sums

    def share(
        self, top: Sequence[bool], bottom: Sequence[bool], *, over: I64, under: I64
    ) -> Estimate:
        """Return a share of all demands.

        Parameters
        ----------
        top, bottom
            Whether each judged demand counts above and below the line.
        over, under
            What was predicted of both, in millionths by row of the counts: sums of whole
            numbers are the same in any order.
        """
        strata = self._audit.strata or ((self.units, len(self.judged)),)
        below = np.array(bottom, dtype=np.float64)
        found = powered_share(
            LabelledUnits(
                top=np.array(top, dtype=np.float64),
                bottom=below,
                predicted_top=over[self._rows] / MILLION,
                predicted_bottom=under[self._rows] / MILLION,
                stratum=np.array([one.stratum for one in self.judged], dtype=np.int64),
            ),
            Population(
                sizes=[size for size, _ in strata],
                labelled=[some for _, some in strata],
                units=max(self.units, 1),
                predicted_top=int(over.sum()) / MILLION,
                predicted_bottom=int(under.sum()) / MILLION,
            ),
        )
        return Estimate(found, int(below.sum()), len(self.judged), self.units)
