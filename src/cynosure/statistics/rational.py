"""Products and sums of many fractions, compared without rounding.

A percentile is "the first time at which survival is 1 - p or less". A product
of floats may be a hair above 0.15 where the true one is 0.15 exactly, and the
answer would be the next time. So what is close is decided in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

Factor = tuple[int, int, int]
"""(kept, at risk, ended): a step that `kept / at risk` survive and `ended / at risk` end."""


def chained(steps: Sequence[Factor]) -> Factor:
    """Return (P, Q, T): survival P / Q after all steps, and incidence T / Q.

    By binary splitting, so that thousands of steps cost milliseconds and not
    a greatest common divisor each. No step gives (1, 1, 0).

    >>> chained([(3, 4, 1), (1, 3, 2)])  # a quarter, then two thirds of the rest
    (3, 12, 9)
    """
    if not steps:
        return 1, 1, 0
    if len(steps) == 1:
        return steps[0]
    half = len(steps) // 2
    kept, at_risk, ended = chained(steps[:half])
    kept_next, at_risk_next, ended_next = chained(steps[half:])
    return (
        kept * kept_next,
        at_risk * at_risk_next,
        ended * at_risk_next + kept * ended_next,
    )
