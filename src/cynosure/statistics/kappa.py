"""How far two who label the same things agree beyond chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cynosure.statistics.wilson import wilson


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with its interval; None where chance alone agrees wholly, and of nothing."""

    n: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def cohens_kappa(one: Sequence[str], other: Sequence[str], *, level: float = 0.95) -> Kappa:
    """Return the agreement of two beyond that of two who label by chance in their proportions.

    (same - chance) / (1 - chance), in shares. Its interval is that of the share labelled the
    same (Wilson's), with chance taken as found: so does Cohen's own standard error, and
    full agreement on five things is not called certain.

    Source: Cohen, Educational and Psychological Measurement 20 (1960).

    Raises
    ------
    ValueError
        If one labelled more things than the other.

    Examples
    --------
    >>> found = cohens_kappa(["a"] * 45 + ["b"] * 55, ["a"] * 40 + ["b"] * 45 + ["a"] * 15)
    >>> found.n, found.same, round(found.kappa, 2), round(found.low, 2), round(found.high, 2)
    (100, 80, 0.6, 0.43, 0.74)
    """
    n = len(one)
    if n != len(other):
        raise ValueError(f"One labelled {n} things, the other {len(other)}: pair them first.")
    same = sum(a == b for a, b in zip(one, other, strict=True))
    theirs, others = Counter(one), Counter(other)
    chance = sum(theirs[word] * others[word] for word in theirs)
    if n == 0 or chance == n * n:
        return Kappa(n, same)
    beyond = chance / (n * n)
    shares = wilson(same, n, level=level)
    kappa, low, high = (
        None if share is None else (share - beyond) / (1 - beyond)
        for share in (shares.share, shares.low, shares.high)
    )
    return Kappa(n, same, kappa, low, high)
