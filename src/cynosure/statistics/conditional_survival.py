"""What the age of something says about its end."""

from __future__ import annotations

from cynosure.statistics.kaplan_meier import Survival


def conditional_survival(curve: Survival, *, age: float, within: float) -> float | None:
    """Return the probability that what is `age` old ends `within` that much more.

    1 - S(age + within) / S(age). None beyond the longest time observed, where
    nothing is known, unless all had ended by then; and None at an age that
    nothing reached.

    Examples
    --------
    >>> from cynosure.statistics import kaplan_meier
    >>> curve = kaplan_meier([1, 2, 3, 4], ended=[1, 1, 1, 0], censored=[0, 0, 0, 1])
    >>> conditional_survival(curve, age=1, within=2)
    0.6666666666666667
    >>> conditional_survival(curve, age=3, within=9) is None
    True
    """
    now, then = curve.at(age), curve.at(age + within)
    if now == 0 or curve.longest is None:
        return None
    if age + within > curve.longest and then > 0:
        return None
    return 1 - then / now
