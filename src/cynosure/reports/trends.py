"""Whether something becomes more or less, said only where it is more than noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cynosure.answers import Series
from cynosure.statistics import Exposed, rate_ratio_exact

Trend = Literal["rising", "falling", "steady", "too early to tell"]

# A signal is of now if it is in so many of the last periods.
RECENT = 3
RULE = (
    "rising or falling: a rule of the process behaviour chart calls one of the last three "
    "periods a signal, and the periods that the rule looks at differ from all others by more "
    "than counts do by chance; steady: none does; too early to tell: fewer than six are over"
)
_LOOKED_AT = {"outside": 1, "three_of_four": 4, "eight_in_a_row": 8}


def trend(counts: Series) -> Trend:
    """Return in words where a series of counts goes, by the signals of its last three periods.

    Never by comparing two periods: of two months one is always higher. The newest signal
    decides. Of few demands the chart alone is no judge: after 1, 1, 1 and 1 a 0 is outside its
    limits and nothing at all; so the periods that the rule looks at must also differ from the
    others by an exact ratio of rates, at 95 %. A moving range outside is no direction.

    Where nothing changes, 24 periods of Poisson counts are called rising or falling in 2 to 6
    of a hundred cases, the fewer the more demands there are (simulated in the tests).

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from cynosure.measures import Facts, series
    >>> starts = [datetime(2025, month, 1, tzinfo=UTC) for month in range(1, 8)]
    >>> facts = Facts.of([{"start": start} for start in starts], as_of=starts[-1])
    >>> trend(series("arrivals", facts, every="month", result=lambda table: table.to_pyarrow()))
    'steady'
    """
    if counts.limits is None:
        return "too early to tell"
    values = [answer.value or 0.0 for answer in counts.answers]
    recent = [signal for signal in counts.signals if signal.index >= len(values) - RECENT]
    for signal in sorted(recent, key=lambda signal: -signal.index):
        if signal.rule in _LOOKED_AT:
            direction = _direction(values, signal.index, _LOOKED_AT[signal.rule])
            if direction is not None:
                return direction
    return "steady"


def _direction(values: Sequence[float], last: int, periods: int) -> Trend | None:
    """Return where some periods, the last of them given, lie against all others; None: nowhere."""
    window = values[max(0, last - periods + 1) : last + 1]
    others = len(values) - len(window)
    if not others:
        return None
    ratio = rate_ratio_exact(
        Exposed(round(sum(values) - sum(window)), others), Exposed(round(sum(window)), len(window))
    )
    if ratio.low is not None and ratio.low > 1:
        return "rising"
    return "falling" if ratio.high is not None and ratio.high < 1 else None
