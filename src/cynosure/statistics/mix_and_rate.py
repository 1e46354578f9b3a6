"""Why a share changed: other cases, or cases that went otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One group before and after: how many, and how many of them were so."""

    before_n: int
    before_ok: int
    after_n: int
    after_ok: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a share and its two parts, which add up to it."""

    before: float
    after: float
    change: float
    rate_effect: float
    mix_effect: float
    after_with_mix_of_before: float | None  # None where a group of before is gone
    paradox: bool  # every group moved one way, the total the other


def mix_and_rate(groups: Sequence[Counted]) -> Change | None:
    """Return how much of a share's change is a change of the mix, how much of the rates.

    Each group's rate counts with its mean weight of before and after
    (Kitagawa). A group that is absent on one side has no change of rate; its
    whole weight is mix. None where there was nothing before or nothing after.

    Source: Kitagawa, JASA 50 (1955); direct standardisation; Simpson,
    JRSS B 13 (1951).

    Examples
    --------
    >>> moved = mix_and_rate(
    ...     [
    ...         Counted(before_n=900, before_ok=810, after_n=100, after_ok=95),
    ...         Counted(before_n=100, before_ok=40, after_n=900, after_ok=450),
    ...     ]
    ... )
    >>> moved.before, moved.after, moved.rate_effect, moved.paradox
    (0.85, 0.545, 0.075, True)
    """
    before_n = sum(group.before_n for group in groups)
    after_n = sum(group.after_n for group in groups)
    if not before_n or not after_n:
        return None
    # Whole-number fractions: "the same rates" is then a rate effect of 0, and
    # "every group moved" is decided without rounding.
    before = Fraction(sum(group.before_ok for group in groups), before_n)
    after = Fraction(sum(group.after_ok for group in groups), after_n)
    rate_effect = mix_effect = standardised = Fraction(0)
    moves: list[Fraction] = []
    comparable = True
    for group in groups:
        weights = Fraction(group.before_n, before_n), Fraction(group.after_n, after_n)
        then, now = _rates(group)
        of_rate, of_mix = _effects(weights, then, now)
        rate_effect += of_rate
        mix_effect += of_mix
        standardised += weights[0] * now
        if group.before_n and group.after_n:
            moves.append(now - then)
        elif group.before_n or group.after_n:
            comparable = False
    change = after - before
    return Change(
        before=float(before),
        after=float(after),
        change=float(change),
        rate_effect=float(rate_effect),
        mix_effect=float(mix_effect),
        after_with_mix_of_before=float(standardised) if comparable else None,
        paradox=comparable and _all_against(moves, change),
    )


def effects(groups: Sequence[Counted]) -> tuple[tuple[float, float], ...]:
    """Return what each group adds to the change by its rate and by its weight.

    Over all groups they add up to `rate_effect` and `mix_effect`. A group's part by
    weight alone says little, since weights add up to one: what one gains others lose. So
    each counts against the share before, and a group that is as the total adds nothing.

    >>> effects([Counted(before_n=50, before_ok=10, after_n=50, after_ok=20),
    ...          Counted(before_n=50, before_ok=10, after_n=50, after_ok=10)])
    ((0.1, 0.0), (0.0, 0.0))
    """
    before_n = sum(group.before_n for group in groups)
    after_n = sum(group.after_n for group in groups)
    if not before_n or not after_n:
        return ()
    total = Fraction(sum(group.before_ok for group in groups), before_n)
    found = []
    for group in groups:
        weights = Fraction(group.before_n, before_n), Fraction(group.after_n, after_n)
        then, now = _rates(group)
        of_rate, of_mix = _effects(weights, then - total, now - total)
        found.append((float(of_rate), float(of_mix)))
    return tuple(found)


def _effects(
    weights: tuple[Fraction, Fraction], then: Fraction, now: Fraction
) -> tuple[Fraction, Fraction]:
    return (
        (weights[0] + weights[1]) / 2 * (now - then),
        (weights[1] - weights[0]) * (then + now) / 2,
    )


def _rates(group: Counted) -> tuple[Fraction, Fraction]:
    then = Fraction(group.before_ok, group.before_n) if group.before_n else None
    now = Fraction(group.after_ok, group.after_n) if group.after_n else None
    zero = Fraction(0)
    if then is None:
        then = zero if now is None else now
    return then, then if now is None else now


def _all_against(moves: Sequence[Fraction], change: Fraction) -> bool:
    one_way = all((a > 0) == (b > 0) for a, b in pairwise(moves))
    return bool(moves) and one_way and all(move * change < 0 for move in moves)
