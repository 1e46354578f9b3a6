"""Why a share changed from one period to another: other demands, or demands that fared otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

import pyarrow as pa

from cynosure.demand.periods import Period
from cynosure.errors import MeasureError
from cynosure.measures.ask import Asked, Result, chosen, counted, scoped, understood
from cynosure.measures.breakdown import REST, UNKNOWN
from cynosure.measures.facts import Facts
from cynosure.measures.question import DIMENSIONS, UnknownDimension
from cynosure.measures.tallies import only
from cynosure.statistics import Change, Counted, effects, mix_and_rate

_TOP = 10  # groups that stand by themselves


class NoShare(MeasureError):
    """A measure that is no share of counts cannot be taken apart into mix and rate."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            f"{measure} is no share of counts, so there is no telling how much of its change "
            "came from the mix. Ask it of a share, such as failure-share or reopening."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMoved:
    """One group before and after, and what it adds to the change."""

    name: str
    counts: Counted
    rate_effect: float  # its rate moved
    mix_effect: float  # it weighs more or less than before, and its rate is not the total's


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A share in two periods, with what of its change came from the mix and what from rates."""

    measure: str
    title: str
    dimension: str
    before: Period
    after: Period
    change: Change | None  # None where one of the periods holds nothing
    groups: tuple[GroupMoved, ...] = ()  # largest first, the rest and the unknown last


def mix_against_rate(
    measure: str,
    facts: Facts,
    *,
    by: str,
    before: Period,
    after: Period,
    result: Result,
    **asked: Unpack[Asked],
) -> Mix:
    """Return what of a share's change from one period to another came from its groups.

    By counts: of an audited share these are what a program read.

    Raises
    ------
    NoShare
        If the measure is no share of counts.
    UnknownMeasure, UnknownDimension
        If there is no such measure or dimension.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> days = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3)]
    >>> asked = [
    ...     {"start": day, "product": product, "nature": nature}
    ...     for day, said in zip(days, ("av af av", "av af af"))
    ...     for product, nature in [("a", {"f": "failure", "v": "value"}[one[1]]) for one in said.split()]
    ... ]
    >>> moved = mix_against_rate(
    ...     "failure-share", Facts.of(asked, as_of=days[2]), by="product",
    ...     before=Period(days[0], days[1]), after=Period(days[1], days[2]),
    ...     result=lambda table: table.to_pyarrow(),
    ... )
    >>> round(moved.change.rate_effect, 2), moved.change.mix_effect
    (0.33, 0.0)
    """
    if by not in DIMENSIONS:
        raise UnknownDimension(by)
    then = _counts(measure, facts, by, result, {**asked, "period": before})
    now = _counts(measure, facts, by, result, {**asked, "period": after})
    wanted, _ = understood(measure, facts, asked)
    groups = _folded(then, now)
    moved = mix_and_rate(list(groups.values()))
    parts = effects(list(groups.values()))
    return Mix(
        measure=measure,
        title=wanted.title,
        dimension=by,
        before=before,
        after=after,
        change=moved,
        groups=tuple(
            GroupMoved(name=name, counts=group, rate_effect=of_rate, mix_effect=of_mix)
            for (name, group), (of_rate, of_mix) in zip(groups.items(), parts, strict=True)
        )
        if parts
        else (),
    )


Share = tuple[int, int]  # how many were so, of how many


def _counts(
    measure: str, facts: Facts, by: str, result: Result, asked: Asked
) -> Mapping[str | None, Share]:
    wanted, question = understood(measure, facts, asked)
    if not wanted.is_share:
        raise NoShare(measure)
    rows, keys = scoped(wanted, facts, question)
    rows = rows.mutate(group=rows[by].cast("string").nullif(""))
    table = chosen(result(counted(wanted, rows, [*keys, "group"])), wanted, question)
    return {name: wanted.share_of(_of(table, name)) for name in set(table["group"].to_pylist())}


def _of(table: pa.Table, name: str | None) -> pa.Table:
    return only(table, group=name)


def _folded(
    then: Mapping[str | None, Share], now: Mapping[str | None, Share]
) -> dict[str, Counted]:
    """Return the largest groups of both periods by name, then the rest, then what is unknown."""
    size = {name: then.get(name, (0, 0))[1] + now.get(name, (0, 0))[1] for name in {*then, *now}}
    named = sorted(
        (name for name in size if name is not None), key=lambda name: (-size[name], name)
    )
    groups: dict[str, Sequence[str | None]] = {name: [name] for name in named[:_TOP]}
    if named[_TOP:]:
        groups[REST if REST not in groups else f"({REST})"] = named[_TOP:]
    found = {name: _sum(then, now, members) for name, members in groups.items()}
    if None in size:
        found[UNKNOWN if UNKNOWN not in groups else f"({UNKNOWN})"] = _sum(then, now, [None])
    return {name: group for name, group in found.items() if group.before_n or group.after_n}


def _sum(
    then: Mapping[str | None, Share], now: Mapping[str | None, Share], names: Sequence[str | None]
) -> Counted:
    before = [then.get(name, (0, 0)) for name in names]
    after = [now.get(name, (0, 0)) for name in names]
    return Counted(
        before_ok=sum(ok for ok, _ in before),
        before_n=sum(n for _, n in before),
        after_ok=sum(ok for ok, _ in after),
        after_n=sum(n for _, n in after),
    )
