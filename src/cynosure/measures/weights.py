"""Whose waiting weighs how much: by role and by standing, equal until somebody says otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from cynosure.errors import MeasureError

WeightOf = Literal["role", "standing"]

_HEAVIEST = 1_000.0
_NONE: Mapping[str, float] = MappingProxyType({})


class UnusableWeight(MeasureError):
    """A weight that cannot be reckoned with."""

    exit_status = 64

    def __init__(self, of: str, name: str, weight: float) -> None:
        super().__init__(
            f"The weight of {of} {name!r} is given as {weight:g}. Give a number from 0 "
            f"(does not count) to {_HEAVIEST:,.0f}; 1 is what a customer weighs where nothing is said."
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What a customer's waiting weighs, by role and by standing; who is not named weighs 1.

    The two multiply: a paying (2) end user (3) weighs 6, so that a word on one
    of them never takes back a word on the other.

    >>> weights = Weights(role={"pays": 2}, standing={"end_user": 3})
    >>> weights.of("pays", "end_user"), weights.of("pays", None), weights.of(None, "partner")
    (6.0, 2.0, 1.0)
    """

    role: Mapping[str, float] = field(default_factory=lambda: _NONE)
    standing: Mapping[str, float] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        for of, named in (("role", self.role), ("standing", self.standing)):
            for name, weight in named.items():
                if not (math.isfinite(weight) and 0 <= weight <= _HEAVIEST):
                    raise UnusableWeight(of, name, weight)

    def of(self, role: str | None, standing: str | None) -> float:
        """Return what the waiting of a customer with this role and standing weighs."""
        return float(self.role.get(role or "", 1.0) * self.standing.get(standing or "", 1.0))

    @property
    def equal(self) -> bool:
        """Whether all weigh the same.

        >>> Weights().equal, Weights(role={"pays": 1}).equal, Weights(role={"pays": 2}).equal
        (True, True, False)
        """
        return all(weight == 1 for weight in (*self.role.values(), *self.standing.values()))

    def said(self) -> str:
        """Return the weights in words.

        >>> Weights(role={"pays": 2}, standing={"internal": 0.5}).said()
        'role pays 2, standing internal 0.5; all others 1'
        >>> Weights().said()
        'all customers weigh the same'
        """
        if self.equal:
            return "all customers weigh the same"
        named = [
            f"{of} {name.replace('_', ' ')} {weight:g}"
            for of, weights in (("role", self.role), ("standing", self.standing))
            for name, weight in sorted(weights.items())
            if weight != 1
        ]
        return f"{', '.join(named)}; all others 1"
