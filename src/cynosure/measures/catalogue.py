"""All measures by name: what the command line, the report, the pages and the docs show.

Adding one is a module, a line here and a test.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from cynosure.errors import MeasureError
from cynosure.measures.age import AgeOfOpen
from cynosure.measures.capacity import CapacityRegained
from cynosure.measures.failure_share import FailureShare, FailureShareOfEffort
from cynosure.measures.flow import Arrivals, Endings, Problems, Stock
from cynosure.measures.harm import Harm
from cynosure.measures.lasting import FirstTimeFix, Reopening
from cynosure.measures.measure import Measure
from cynosure.measures.resolution import RequestToResolution
from cynosure.measures.response import FirstResponse, ResponseAfterReopening
from cynosure.measures.turns import HandOffs, WaitingOn
from cynosure.measures.value_served import ValueServed

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            FailureShare(),
            FailureShareOfEffort(),
            CapacityRegained(),
            RequestToResolution(),
            FirstResponse(),
            ResponseAfterReopening(),
            AgeOfOpen(),
            Reopening(),
            FirstTimeFix(),
            Arrivals(),
            Endings(),
            Stock(),
            Problems(),
            WaitingOn(),
            HandOffs(),
            ValueServed(),
            Harm(),
        )
    }
)


class UnknownMeasure(MeasureError):
    """No measure has this name."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        nearest = get_close_matches(name, known, n=1)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        super().__init__(
            f"No measure is called {name!r}.{hint} `cynosure measures list` names all {len(known)}."
        )


def measure_called(name: str) -> Measure:
    """Return the measure of this name.

    Raises
    ------
    UnknownMeasure
        If there is none; the message names the nearest.

    Examples
    --------
    >>> measure_called("failure-share").title
    'Failure share'
    """
    try:
        return MEASURES[name]
    except KeyError:
        raise UnknownMeasure(name, MEASURES) from None
