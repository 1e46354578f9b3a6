"""Durations as whole seconds, counted by the engine and finished from the counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cynosure.measures.tallies import whole

# Up to so many distinct durations each is counted by itself.
EXACT = 10_000
# Beyond, the leading four digits are kept: buckets at most a thousandth wide.
_WIDTHS = tuple((10 ** (digits + 4), 10**digits) for digits in range(10))

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def with_seconds(
    rows: ir.Table, duration: ir.IntegerValue, *, few: ir.BooleanValue | None = None
) -> ir.Table:
    """Return the rows with `seconds`, and `rounded`: whether a bucket's middle stands there.

    Integers only, so that every engine gives the same. While there are few
    distinct durations each is exact; beyond that the result would grow with
    the number of demands, so a duration stands in the middle of a bucket at
    most 0.1 % wide, and the figure says so. `few` says whether there are few
    where that is known already.
    """
    measured = rows.mutate(duration=duration)
    if few is None:
        few = measured.duration.nunique().as_scalar() <= EXACT
    seconds = few.ifelse(measured.duration, _middle_of_bucket(measured.duration))
    return measured.mutate(seconds=seconds).mutate(
        rounded=lambda table: (table.seconds != table.duration).fill_null(False)
    )


def _middle_of_bucket(seconds: ir.IntegerValue) -> ir.IntegerValue:
    branches = [
        (seconds < below, seconds - seconds % width + (width - 1) // 2) for below, width in _WIDTHS
    ]
    return ibis.cases(*branches, else_=seconds)


@dataclass(frozen=True, slots=True)
class Durations:
    """Distinct durations, rising, with how many were counted at each under each label."""

    times: NDArray[np.int64]
    by_label: dict[str, NDArray[np.int64]]
    rounded: int  # how many stand in the middle of a bucket

    @classmethod
    def read(cls, counts: pa.Table, *, label: str | None = None) -> Durations:
        """Return the durations of `counts`: columns `seconds`, `n`, `rounded` and a label's.

        Rows without a duration are left out; count them apart.
        """
        counts = counts.filter(pc.is_valid(counts["seconds"]))
        times, place = np.unique(whole(counts, "seconds"), return_inverse=True)
        n = whole(counts, "n")
        labels = counts[label].to_pylist() if label else [""] * len(n)
        by_label = {
            name: np.bincount(place[mine], weights=n[mine], minlength=len(times)).astype(np.int64)
            for name in sorted({str(name) for name in labels})
            for mine in [np.array([held == name for held in labels], dtype=bool)]
        }
        return cls(times=times, by_label=by_label, rounded=int(whole(counts, "rounded").sum()))

    def of(self, labels: Collection[str]) -> NDArray[np.int64]:
        """Return how many were counted at each time under any of these labels."""
        found = [self.by_label[label] for label in labels if label in self.by_label]
        return np.sum(found, axis=0) if found else np.zeros_like(self.times)

    def n(self, *labels: str) -> int:
        """Return how many were counted under these labels."""
        return int(self.of(labels).sum())

    def notes(self) -> tuple[str, ...]:
        """Return what the reader has to know about how exact the times are."""
        if not self.rounded:
            return ()
        return ("times are counted in steps at most 0.1 % wide, so each is right to 0.05 %",)


def spoken(seconds: float) -> str:
    """Return a duration as a person would say it, cut and not rounded up.

    >>> spoken(41 * DAY + 5), spoken(90), spoken(1), spoken(2 * DAY - 1)
    ('41 days', '1 minute', '1 second', '47 hours')
    """
    sizes: Sequence[tuple[int, int, str]] = (
        (2 * DAY, DAY, "day"),
        (2 * HOUR, HOUR, "hour"),
        (MINUTE, MINUTE, "minute"),
        (0, 1, "second"),
    )
    for least, size, name in sizes:
        if seconds >= least:
            count = int(seconds // size)
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    raise ValueError(f"A duration is not negative, so it is not {seconds}.")
